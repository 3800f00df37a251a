package org.convoke.media;

/**
 * Spreads what a large room sends in a frame over the slots that follow its tick. Sent in one go,
 * the packets of six hundred legs take several milliseconds, now more and now fewer: who is late in
 * the row would have the difference as jitter, and all others of the loop would wait.
 */
final class SendPacing {
  /** So many at once never are too much. */
  static final int SLICE = 64;

  /** A frame is sent before the next one is due, also when a turn is late. */
  static final int MOST_SLOTS = 16;

  private long dueNs;
  private int slice = SLICE;

  /** A frame of {@code count} legs is made, which was due at {@code dueNs}. */
  void begin(int count, long dueNs) {
    this.dueNs = dueNs;
    slice = Math.max(SLICE, Math.ceilDiv(count, MOST_SLOTS));
  }

  /** How many legs shall have been sent theirs at {@code nowNs}; may be more than there are. */
  int due(long nowNs) {
    long slots = 1 + Math.max(0, nowNs - dueNs) / Phases.SLOT_NS;
    return (int) Math.min(slots, MOST_SLOTS) * slice;
  }
}
