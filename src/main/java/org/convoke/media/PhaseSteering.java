package org.convoke.media;

/**
 * Brings a room's ticks close behind the packets of those who talk: while all of them are held
 * longer than their lines need, the ticks move earlier, a slot at a time and seldom, so that it is
 * no jitter to anyone. Without it the way from mouth to ear is up to a frame longer by mere chance.
 */
final class PhaseSteering {
  /** At most one step in so many frames. */
  static final int STEP_FRAMES = 10;

  /** What is left to those who talk, against the drift of their clocks. */
  static final long KEPT_NS = 1_500_000L;

  private long leastNs = Long.MAX_VALUE;
  private int frames;

  /** One who talks, or did a moment ago, has so much more delay than needed. */
  void talks(long surplusNs) {
    leastNs = Math.min(leastNs, surplusNs);
  }

  /** A frame is over; returns whether the next ones shall be one slot earlier. */
  boolean earlier() {
    if (++frames < STEP_FRAMES) {
      return false;
    }
    boolean step = leastNs != Long.MAX_VALUE && leastNs >= KEPT_NS + Phases.SLOT_NS;
    frames = 0;
    leastNs = Long.MAX_VALUE;
    return step;
  }
}
