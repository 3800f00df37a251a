package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * Hears the keys in a stream of telephone-events (RFC 4733): each press once, whatever is lost,
 * doubled or out of order. What makes a press is its RTP timestamp, which all its packets share;
 * the marker and the end flag only help. A press is told when its end comes, when the next begins,
 * or when nothing more of it comes.
 *
 * <p>Feed it by {@link #packet} and {@link #tick}, then take presses by {@link #poll} until none is
 * left.
 */
public final class TelephoneEvents {
  private static final String DIGITS = "0123456789*#ABCD";

  /** Two updates of slow phones (50 ms) may be lost. */
  private static final long ENDS_AFTER_NS = 120_000_000L;

  /** A timestamp that comes again after so long is a sender that never changes it. */
  private static final long REMEMBERED_NS = 3_000_000_000L;

  /**
   * So is one whose key, so long after, was down for a shorter time than before, in a packet that
   * was sent later: what was overtaken was sent earlier.
   */
  private static final long BEGINS_ANEW_NS = 600_000_000L;

  /** Long presses go on under a new timestamp when their duration would not fit (§2.5.1.3). */
  private static final int SEGMENT_LEAST = 0xF000;

  private static final int SEGMENT_MOST = 0x10000;
  private static final int KNOWN = 16;
  private static final int QUEUE = 16;
  private static final int EVENTS_PER_PACKET = 8;

  private int clockRate;
  private final int[] knownTimestamp = new int[KNOWN];
  private final int[] knownEvent = new int[KNOWN];
  private final long[] knownNs = new long[KNOWN];
  private final int[] knownDuration = new int[KNOWN];
  private final int[] knownSequence = new int[KNOWN];
  private int knownCount;

  private boolean active;
  private boolean lastEnded;
  private int lastEvent = -1;
  private int lastTimestamp;
  private int lastDuration;
  private long carriedDuration;
  private long lastNs;

  private final char[] queue = new char[QUEUE];
  private final int[] queueMs = new int[QUEUE];
  private int queueFirst;
  private int queueSize;
  private int polledMs;
  private long overflowCount;
  private long malformedCount;

  /**
   * @param clockRate of telephone-event in SDP, Hz
   */
  public TelephoneEvents(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Another stream begins: what was under way is told, what was known is forgotten. */
  public void reset(int newClockRate) {
    finish();
    clockRate = newClockRate;
    knownCount = 0;
    lastEvent = -1;
  }

  /**
   * A telephone-event packet came.
   *
   * @param b the datagram, the payload being {@code length} bytes from {@code offset}
   * @param sequence RTP's
   * @param timestamp RTP's
   * @return false when the payload is malformed
   */
  public boolean packet(
      byte[] b, int offset, int length, int sequence, long timestamp, long nowNs) {
    if (length < 4 || offset < 0 || offset + length > b.length) {
      malformedCount++;
      return false;
    }
    int start = (int) timestamp;
    int count = Math.min(length / 4, EVENTS_PER_PACKET);
    for (int i = 0; i < count; i++) {
      int at = offset + 4 * i;
      int event = b[at] & 0xFF;
      int duration = RtpPacket.u16(b, at + 2);
      if (event < DIGITS.length()) {
        event(event, (b[at + 1] & 0x80) != 0, duration, sequence, start, nowNs);
      }
      // Several events in one packet follow on one another (§2.5.1.5).
      start += duration;
    }
    return true;
  }

  private void event(
      int event, boolean end, int duration, int sequence, int timestamp, long nowNs) {
    int known = find(event, timestamp);
    if (known >= 0 && !isStill(known, duration, sequence, nowNs)) {
      knownEvent[known] = -1;
      known = -1;
    }
    if (known >= 0) {
      touch(known, duration, sequence, nowNs);
      if (lastEvent == event && timestamp == lastTimestamp) {
        goOn(end, duration, nowNs);
      }
      return;
    }
    if (continuesLast(event, timestamp)) {
      carriedDuration += timestamp - lastTimestamp & 0xFFFFFFFFL;
    } else if (lastEvent >= 0 && timestamp - lastTimestamp < 0 && active) {
      // All of an older press came late: it is told before the one that is under way.
      remember(event, timestamp, duration, sequence, nowNs);
      enqueue(event, duration);
      return;
    } else {
      finish();
      active = true;
      carriedDuration = 0;
    }
    remember(event, timestamp, duration, sequence, nowNs);
    lastEvent = event;
    lastTimestamp = timestamp;
    lastDuration = duration;
    lastNs = nowNs;
    lastEnded = end;
    if (end) {
      finish();
    }
  }

  private void goOn(boolean end, int duration, long nowNs) {
    lastNs = nowNs;
    lastDuration = Math.max(lastDuration, duration);
    if (end) {
      lastEnded = true;
      finish();
    }
  }

  private boolean continuesLast(int event, int timestamp) {
    int step = timestamp - lastTimestamp;
    return event == lastEvent
        && !lastEnded
        && lastDuration >= SEGMENT_LEAST / 2
        && step >= SEGMENT_LEAST
        && step <= SEGMENT_MOST;
  }

  private int find(int event, int timestamp) {
    for (int i = 0; i < knownCount; i++) {
      if (knownTimestamp[i] == timestamp && knownEvent[i] == event) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a packet is of the known press that has its timestamp and event. */
  private boolean isStill(int known, int duration, int sequence, long nowNs) {
    long sinceNs = nowNs - knownNs[known];
    boolean beginsAnew =
        sinceNs >= BEGINS_ANEW_NS
            && duration < knownDuration[known]
            && (short) (sequence - knownSequence[known]) > 0;
    // After an outage of any length a key that is still down says how long it has been.
    long wentOn = sinceNs / 2_000_000 * clockRate / 1000;
    return sinceNs < REMEMBERED_NS && !beginsAnew
        || duration > knownDuration[known] && duration - knownDuration[known] >= wentOn;
  }

  private void touch(int known, int duration, int sequence, long nowNs) {
    knownNs[known] = nowNs;
    knownDuration[known] = Math.max(knownDuration[known], duration);
    if ((short) (sequence - knownSequence[known]) > 0) {
      knownSequence[known] = sequence;
    }
  }

  private void remember(int event, int timestamp, int duration, int sequence, long nowNs) {
    int at = knownCount < KNOWN ? knownCount++ : longestUnheard();
    knownTimestamp[at] = timestamp;
    knownEvent[at] = event;
    knownNs[at] = nowNs;
    knownDuration[at] = duration;
    knownSequence[at] = sequence;
  }

  /** Not the first that was known: it may be one of this very packet's. */
  private int longestUnheard() {
    int longest = 0;
    for (int i = 1; i < KNOWN; i++) {
      if (knownNs[i] - knownNs[longest] < 0) {
        longest = i;
      }
    }
    return longest;
  }

  /** Time passes: a press of which nothing more comes has ended. */
  public void tick(long nowNs) {
    if (active && nowNs - lastNs >= ENDS_AFTER_NS) {
      finish();
    }
  }

  private void finish() {
    if (active) {
      active = false;
      enqueue(lastEvent, carriedDuration + lastDuration);
    }
  }

  private void enqueue(int event, long durationTicks) {
    if (queueSize == QUEUE) {
      overflowCount++;
      return;
    }
    int at = (queueFirst + queueSize) % QUEUE;
    queue[at] = DIGITS.charAt(event);
    queueMs[at] = (int) Math.min(Integer.MAX_VALUE, durationTicks * 1000 / clockRate);
    queueSize++;
  }

  /** The next press, one of 0-9 * # A-D, or 0 when there is none. */
  public char poll() {
    if (queueSize == 0) {
      return 0;
    }
    char digit = queue[queueFirst];
    polledMs = queueMs[queueFirst];
    queueFirst = (queueFirst + 1) % QUEUE;
    queueSize--;
    return digit;
  }

  /** How long the key of the last {@link #poll} was down, as far as packets told. */
  public int durationMs() {
    return polledMs;
  }

  /** A key is down now. */
  public boolean isPressed() {
    return active;
  }

  /** Presses dropped because nobody polled. */
  public long overflowCount() {
    return overflowCount;
  }

  public long malformedCount() {
    return malformedCount;
  }
}
