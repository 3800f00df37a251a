package org.convoke.media;

/**
 * Which frames are due. One a tick in the rule; a few when the loop came late, so that nobody
 * misses sound; and after a long stop the missing ones are given up, so that no burst follows.
 */
final class FrameClock {
  /** What a phone's jitter buffer surely bears at once. */
  static final int MAX_CATCH_UP = 5;

  private long nextNs;
  private long dueNs;
  private long skipped;

  /** The first frame is due at {@code firstNs}. */
  FrameClock(long firstNs) {
    nextNs = firstNs;
  }

  /** Goes to the next frame that is due at {@code nowNs}; false when none is. */
  boolean next(long nowNs) {
    long lateNs = nowNs - nextNs;
    if (lateNs < 0) {
      return false;
    }
    skipped = Math.max(0, lateNs / Ticker.FRAME_NS - MAX_CATCH_UP + 1);
    dueNs = nextNs + skipped * Ticker.FRAME_NS;
    nextNs = dueNs + Ticker.FRAME_NS;
    return true;
  }

  /** The frames to come are due so much earlier. */
  void earlier(long ns) {
    nextNs -= ns;
  }

  /** When the frame of the last {@link #next} was due. */
  long dueNs() {
    return dueNs;
  }

  /** Frames given up right before it. */
  long skipped() {
    return skipped;
  }
}
