package org.convoke.media;

import org.convoke.audio.Sound;
import org.convoke.rtp.TelephoneEventSender;

// Hot path: nothing but the begin of a key allocates.

/**
 * Sends keys to a leg's peer, one after the other: as telephone-events (RFC 4733) where the peer
 * takes them, else as tones in the sound. While a key and the gap after it last no other sound goes
 * out; in pauses it does.
 */
final class KeySender {
  /** What keys do with a frame. */
  enum Turn {
    /** Nothing: the frame is for sound. */
    SOUND,
    /** It was an event's, or lies between two: no sound is sent. */
    TAKEN,
    /** The key's tone, or the silence after it, takes the place of sound. */
    TONE
  }

  static final int QUEUE = 64;
  private static final String KEYS = "0123456789*#ABCD";
  private static final char PAUSE = 'p';

  /** 100 ms, and as much until the next key: what the slowest receivers want is 40 and 60. */
  private static final int KEY_MS = 100;

  private static final int KEY_FRAMES = KEY_MS / 20;
  private static final int PERIOD_FRAMES = 2 * KEY_FRAMES;
  private static final int PAUSE_FRAMES = 25;

  private final SoundSource source;
  private final char[] queue = new char[QUEUE];
  private int first;
  private int size;

  /** Frames until the next of the queue, and whether they are a pause's. */
  private int framesLeft;

  private boolean pausing;

  private TelephoneEventSender events;
  private int eventPayloadType = -1;
  private int eventClockRate;
  private short[] tone;

  KeySender(SoundSource source) {
    this.source = source;
  }

  /** Whether all of these are keys or pauses. */
  static boolean isValid(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit != PAUSE && KEYS.indexOf(digit) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Takes keys after those that wait; none of them when there is no room for all. */
  boolean offer(String digits) {
    if (digits.length() > QUEUE - size) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      queue[(first + size++) % QUEUE] = digits.charAt(i);
    }
    return true;
  }

  /** What was negotiated changed; a key that is down is released, those that wait stay. */
  void configure(LegSettings settings) {
    if (eventPayloadType != settings.eventPayloadType()
        || eventClockRate != settings.eventClockRate()) {
      eventPayloadType = settings.eventPayloadType();
      eventClockRate = settings.eventClockRate();
      events =
          eventPayloadType < 0 ? null : new TelephoneEventSender(eventPayloadType, eventClockRate);
      tone = null;
    }
  }

  /**
   * Gives keys their turn.
   *
   * @param rate samples per second of {@code pcm}
   * @param pcm gets the frame where the turn is {@link Turn#TONE}
   */
  Turn turn(int rate, short[] pcm, Outbound out, Datagram datagram) {
    if (framesLeft == 0 && !begin(rate, out)) {
      return Turn.SOUND;
    }
    framesLeft--;
    if (pausing) {
      return Turn.SOUND;
    }
    if (events != null) {
      if (events.isActive()) {
        out.event(events, datagram);
      }
      out.skip(1);
      return Turn.TAKEN;
    }
    int length = rate / 50;
    int from = (PERIOD_FRAMES - 1 - framesLeft) * length;
    for (int i = 0; i < length; i++) {
      pcm[i] = tone != null && from + i < tone.length ? tone[from + i] : 0;
    }
    return Turn.TONE;
  }

  private boolean begin(int rate, Outbound out) {
    if (size == 0) {
      tone = null;
      return false;
    }
    char key = queue[first];
    queue[first] = 0;
    first = (first + 1) % QUEUE;
    size--;
    pausing = key == PAUSE;
    framesLeft = pausing ? PAUSE_FRAMES : PERIOD_FRAMES;
    if (pausing) {
      tone = null;
    } else if (events == null) {
      tone = source.samples(new Sound.Key(key), rate);
    } else {
      out.flush();
      events.press(key, KEY_MS, out.timestamp());
    }
    return true;
  }
}
