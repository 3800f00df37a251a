package org.convoke.media;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

// Hot path: no allocation after construction.

/**
 * What one loop counted. Only its thread writes; anybody may read, and sees what was true a moment
 * ago: opaque writes cost no more than plain ones.
 */
final class LoopCounters {
  /** Of RTP, as {@link MediaReadings} names them. */
  static final int RECEIVED = 0;

  static final int SENT = 1;
  static final int LOST = 2;
  static final int LATE = 3;
  static final int DUPLICATE = 4;
  static final int OVERFLOWED = 5;
  static final int PASSED_OVER = 6;
  static final int REFUSED = 7;
  static final int UNAUTHENTIC = 8;
  static final int SEND_FAILURES = 9;

  /** Of sound, in microseconds. */
  static final int PLAYED_US = 10;

  static final int CONCEALED_US = 11;

  /** Frames given up because their tick came too late. */
  static final int FRAMES_SKIPPED = 12;

  /** How late ticks were, all together. */
  static final int LATENESS_NS = 13;

  static final int TICKS_FAILED = 14;
  private static final int HEARTBEAT_NS = 15;
  private static final int SIZE = 16;

  private final AtomicLongArray counts = new AtomicLongArray(SIZE);
  private final AtomicLongArray ticks = new AtomicLongArray(MediaReadings.LATENESS_MS.length + 1);

  /** Commands that were not taken; any thread. */
  final LongAdder tasksRefused = new LongAdder();

  /** How often its thread lost real time for lack of a moment of rest; any thread. */
  final LongAdder waysGiven = new LongAdder();

  void add(int which, long count) {
    counts.setOpaque(which, counts.getPlain(which) + count);
  }

  /** Adds what a count that only grows has grown by since it was {@code before}; returns it. */
  long bring(int which, long before, long now) {
    add(which, now - before);
    return now;
  }

  long get(int which) {
    return counts.getOpaque(which);
  }

  /** The loop turns. */
  void turned(long nowNs) {
    counts.setOpaque(HEARTBEAT_NS, nowNs);
  }

  long turnedNs() {
    return counts.getOpaque(HEARTBEAT_NS);
  }

  /** So many ticks began {@code lateNs} after they were due. */
  void ticked(int count, long lateNs) {
    int bucket = 0;
    while (bucket < MediaReadings.LATENESS_MS.length
        && lateNs > MediaReadings.LATENESS_MS[bucket] * 1_000_000L) {
      bucket++;
    }
    ticks.setOpaque(bucket, ticks.getPlain(bucket) + count);
    add(LATENESS_NS, count * Math.max(0, lateNs));
  }

  /**
   * Ticks whose lateness was in a bucket of {@link MediaReadings#LATENESS_MS}, or past the last.
   */
  long ticks(int bucket) {
    return ticks.getOpaque(bucket);
  }
}
