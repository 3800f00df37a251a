package org.convoke.media;

import org.convoke.audio.InbandDtmf;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegEvent.DigitSource;
import org.convoke.id.LegId;
import org.convoke.rtp.TelephoneEvents;

// Hot path: an event a key that is pressed is the only thing made after construction.

/** The keys that a leg's peer presses, by whatever way they come: each press is told once. */
final class LegKeys {
  private final LegId leg;
  private final DigitMerger digits = new DigitMerger();

  /** Made where it is needed first: it is large. */
  private InbandDtmf inband;

  LegKeys(LegId leg) {
    this.leg = leg;
  }

  /** A press, which is told unless it came by another way already. */
  void pressed(char digit, int durationMs, DigitSource source, LegContext context, long nowNs) {
    if (digits.isNew(digit, source, durationMs, nowNs)) {
      context.emit(new LegEvent.DigitPressed(leg, digit, durationMs, source));
    }
  }

  /** What came as telephone-events by now. */
  void take(TelephoneEvents events, LegContext context, long nowNs) {
    events.tick(nowNs);
    char digit;
    while ((digit = events.poll()) != 0) {
      pressed(digit, events.durationMs(), DigitSource.RFC4733, context, nowNs);
    }
  }

  /**
   * Looks for tones of keys in a frame.
   *
   * @return whether one sounds, which others shall not hear
   */
  boolean inSound(short[] pcm, int length, LegContext context, long nowNs) {
    if (inband == null) {
      inband = new InbandDtmf();
    }
    char digit = inband.accept(pcm, length);
    if (digit != InbandDtmf.NONE) {
      pressed(digit, inband.pressedMs(), DigitSource.INBAND, context, nowNs);
    }
    return inband.toneNow();
  }
}
