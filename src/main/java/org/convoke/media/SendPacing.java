package org.convoke.media;

/**
 * Spreads what a room sends in a frame over the slots that follow its tick. Sent in one go, the
 * packets of six hundred legs take several milliseconds, now more and now fewer: who is late in the
 * row would have the difference as jitter, and all others of the loop would wait.
 */
final class SendPacing {
  /** So many at once never are too much. */
  static final int SLICE = 64;

  /**
   * Half a frame. A room for which that does not do is sent in one go, for its loop has no time to
   * spare: it would be late in each slot, which is more jitter (measured with 1,200 legs).
   */
  static final int MOST_SLOTS = 10;

  private long dueNs;
  private int slice = SLICE;

  /** A frame of {@code count} legs is made, which was due at {@code dueNs}. */
  void begin(int count, long dueNs) {
    this.dueNs = dueNs;
    slice = count <= SLICE * MOST_SLOTS ? SLICE : count;
  }

  /** How many legs shall have been sent theirs at {@code nowNs}; may be more than there are. */
  int due(long nowNs) {
    long slots = 1 + Math.max(0, nowNs - dueNs) / Phases.SLOT_NS;
    return (int) Math.min(slots, MOST_SLOTS) * slice;
  }
}
