package org.convoke.media;

// Hot path: no allocation.

/**
 * So many packets a second and no more, with a second's worth at once: a token bucket in one number
 * (the generic cell rate algorithm: when the next packet would come in theory).
 */
final class PacketBudget {
  private static final long BURST_NS = 1_000_000_000L;

  private final long intervalNs;
  private long theoreticalNs;
  private boolean begun;

  PacketBudget(int perSecond) {
    intervalNs = 1_000_000_000L / perSecond;
  }

  /** Whether a packet that comes now is within the budget; then it counts. */
  boolean take(long nowNs) {
    if (!begun || theoreticalNs - nowNs < 0) {
      begun = true;
      theoreticalNs = nowNs;
    }
    if (theoreticalNs - nowNs > BURST_NS - intervalNs) {
      return false;
    }
    theoreticalNs += intervalNs;
    return true;
  }
}
