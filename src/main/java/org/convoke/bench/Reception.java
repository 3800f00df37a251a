package org.convoke.bench;

import java.util.Arrays;

/** What one call receives: numbers in a row, spacing, tones. */
final class Reception {
  private static final int NARROW_HZ = 8000;

  /** A burst begins after so many frames without it. */
  private static final int QUIET_FRAMES = 5;

  /** A talker is heard when his tone is in this share of the frames; bursts are a tenth of them. */
  private static final double HEARS = 0.5;

  private static final double HEARS_BURSTS = 0.05;

  private final int clockRate;
  private boolean begun;
  private int lastSequence;
  private long highest;
  private long first;
  private long lastTimestamp;
  private long lastArrivalNs;
  private long received;
  private long reordered;
  private final long[] heardFrames = new long[Tones.MAX_TALKERS];
  private long frames;
  private long longestGapNs;
  private long longestSilenceNs;
  private long lastToneNs;

  /** Frames since talker 0 was last heard. */
  private int quiet;

  /** When the frame came with which talker 0 may have begun, or 0. */
  private long begunNs;

  Reception() {
    this(NARROW_HZ);
  }

  /** {@code clockRate} is that of the timestamps, Hz. */
  Reception(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Forgets the counts, not the place in the stream. */
  void openWindow() {
    begun = false;
    received = 0;
    reordered = 0;
    frames = 0;
    longestGapNs = 0;
    longestSilenceNs = 0;
    lastToneNs = 0;
    Arrays.fill(heardFrames, 0);
  }

  /**
   * A packet came.
   *
   * @return how far its spacing to the one before differs from that of the timestamps, in ns, or -1
   *     when it is no later packet than the one before
   */
  long packet(int sequence, long timestamp, long arrivalNs) {
    received++;
    if (!begun) {
      begun = true;
      first = sequence;
      highest = sequence;
      lastSequence = sequence;
      lastTimestamp = timestamp;
      lastArrivalNs = arrivalNs;
      return -1;
    }
    int step = (short) (sequence - lastSequence);
    if (step <= 0) {
      reordered++;
      return -1;
    }
    longestGapNs = Math.max(longestGapNs, arrivalNs - lastArrivalNs);
    highest += step;
    lastSequence = sequence;
    long spacingNs = (long) (int) (timestamp - lastTimestamp) * 1_000_000_000L / clockRate;
    long differenceNs = arrivalNs - lastArrivalNs - spacingNs;
    lastTimestamp = timestamp;
    lastArrivalNs = arrivalNs;
    return Math.abs(differenceNs);
  }

  /**
   * The tones of a frame. A burst of talker 0 counts with its second frame in a row: one alone may
   * be a splice in another's tone, which sounds of everything for a moment.
   *
   * @param heard bit k: talker k
   * @return when the first frame of a burst of talker 0 came where this is its second, else -1
   */
  long tones(int heard, long arrivalNs) {
    frames++;
    for (int k = 0; k < heardFrames.length; k++) {
      heardFrames[k] += heard >> k & 1;
    }
    boolean now = (heard & 1) != 0;
    long burstNs = now && begunNs != 0 ? begunNs : -1;
    begunNs = now && quiet >= QUIET_FRAMES ? arrivalNs : 0;
    quiet = now ? 0 : quiet + 1;
    return burstNs;
  }

  /** Whether the tone that is there all the time was in a frame. */
  void tone(boolean heard, long arrivalNs) {
    if (lastToneNs == 0) {
      lastToneNs = arrivalNs;
    }
    longestSilenceNs = Math.max(longestSilenceNs, arrivalNs - lastToneNs);
    if (heard) {
      lastToneNs = arrivalNs;
    }
  }

  /** The longest time from one packet to the next, or to now, in ns. */
  long longestGapNs(long nowNs) {
    return begun ? Math.max(longestGapNs, nowNs - lastArrivalNs) : 0;
  }

  /** The longest time without the tone that is there all the time, in ns. */
  long longestSilenceNs(long nowNs) {
    return lastToneNs == 0 ? 0 : Math.max(longestSilenceNs, nowNs - lastToneNs);
  }

  boolean begun() {
    return begun;
  }

  long received() {
    return received;
  }

  /** Packets that came after a later one, or twice. */
  long reordered() {
    return reordered;
  }

  /** Gaps in the sequence numbers. */
  long lost() {
    return begun ? Math.max(0, highest - first + 1 - (received - reordered)) : 0;
  }

  /** Whether a talker is heard; the first of a room, 0, talks in bursts. */
  boolean hears(int talker) {
    return share(talker) >= (talker == 0 ? HEARS_BURSTS : HEARS);
  }

  /** Whether so many talkers are heard, all but {@code self}. */
  boolean hearsAll(int talkers, int self) {
    for (int k = 0; k < talkers; k++) {
      if (k != self && !hears(k)) {
        return false;
      }
    }
    return true;
  }

  /** How many frames held talker k's tone. */
  long frames(int talker) {
    return heardFrames[talker];
  }

  /** The share of the frames that held talker k's tone. */
  double share(int talker) {
    return frames == 0 ? 0 : (double) heardFrames[talker] / frames;
  }
}
