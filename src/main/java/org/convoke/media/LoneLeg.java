package org.convoke.media;

import java.util.Arrays;
import org.convoke.audio.Codec;

/**
 * The ticker of a leg that is in no room: it hears what is played to it, else silence. It always
 * sends, so that NATs stay open and phones stay content.
 */
final class LoneLeg implements Ticker {
  /** Prompts have no more. */
  private static final int OPUS_RATE = 16_000;

  private final MediaLoop loop;
  private final Leg leg;
  private FrameClock clock = new FrameClock(Long.MAX_VALUE);

  LoneLeg(MediaLoop loop, Leg leg) {
    this.loop = loop;
    this.leg = leg;
  }

  @Override
  public void start(long firstNs) {
    clock = new FrameClock(firstNs);
  }

  @Override
  public void tick(long nowNs) {
    while (clock.next(nowNs)) {
      if (leg.beginFrame(clock.dueNs(), clock.skipped())) {
        hear();
        say();
      }
    }
  }

  /** Its sound goes nowhere; it is decoded only where keys must be looked for in it. */
  private void hear() {
    Listening listening = leg.listening;
    listening.configure(leg.settings().codec(), OPUS_RATE);
    LegContext context = loop.context;
    if (!leg.looksForKeysInSound()) {
      listening.skip(leg.in.buffer(), context, clock.dueNs());
      return;
    }
    int length = listening.rate() / 50;
    Listening.Kind kind =
        listening.take(leg.in.buffer(), context.pcm, context, clock.dueNs(), true);
    if (kind == Listening.Kind.NOTHING) {
      Arrays.fill(context.pcm, 0, length, (short) 0);
    }
    leg.lookForKeys(context.pcm, length, clock.dueNs());
  }

  private void say() {
    LegSettings settings = leg.settings();
    LegContext context = loop.context;
    int rate = settings.codec() == Codec.OPUS ? OPUS_RATE : settings.codec().sampleRate();
    // What plays goes on in time, whether the peer hears it (hold) or not.
    boolean plays = leg.player.frame(rate, context.pcm);
    if (!leg.out.wanted()) {
      return;
    }
    KeySender.Turn keys = leg.keySender.turn(rate, context.pcm, leg.out, context.out);
    if (keys == KeySender.Turn.TAKEN) {
      return;
    }
    plays |= keys == KeySender.Turn.TONE;
    leg.speaking.configure(settings.codec(), settings.opusFec(), false, rate);
    boolean sounds = plays || !leg.privateMix.isPlain();
    int length;
    if (sounds) {
      leg.privateMix.mix(null, 1, plays ? context.pcm : null, context.pcm2, rate);
      length = leg.speaking.encode(context.pcm2, context.payload);
    } else {
      length = leg.speaking.silence(context.payload);
    }
    if (length > 0) {
      leg.out.frame(context.payload, length, context.out);
    }
  }

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public void fail(long nowNs) {
    loop.legs.close(leg.handle, nowNs);
  }
}
