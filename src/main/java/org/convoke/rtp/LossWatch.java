package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * Tells a line that loses packets from one that lost a packet once: two gaps within ten seconds
 * make it one, ten seconds without a gap make it none. A burst is one gap.
 */
final class LossWatch {
  private static final long MEMORY_NS = 10_000_000_000L;

  private static final long NEVER = Long.MIN_VALUE;

  private long lastNs = NEVER;
  private long beforeNs = NEVER;
  private boolean lossy;

  void clear() {
    lastNs = NEVER;
    beforeNs = NEVER;
    lossy = false;
  }

  /** A gap began that packets did not fill in time. */
  void gap(long nowNs) {
    beforeNs = lastNs;
    lastNs = nowNs;
    lossy |= beforeNs != NEVER && lastNs - beforeNs < MEMORY_NS;
  }

  /** What was missing has come after all, too late: it was delayed and not lost. */
  void wasLate() {
    lastNs = beforeNs;
    beforeNs = NEVER;
  }

  boolean lossy(long nowNs) {
    if (lossy && (lastNs == NEVER || nowNs - lastNs > MEMORY_NS)) {
      lossy = false;
    }
    return lossy;
  }
}
