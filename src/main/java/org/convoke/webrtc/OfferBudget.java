package org.convoke.webrtc;

/**
 * How many offers a session may make: so many at once, and as many again in a minute. Pure, of one
 * thread.
 */
final class OfferBudget {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final int perMinute;
  private final long eachNs;

  /** When it will be full again. */
  private long fullNs;

  OfferBudget(int perMinute, long nowNs) {
    this.perMinute = perMinute;
    this.eachNs = MINUTE_NS / perMinute;
    this.fullNs = nowNs;
  }

  /** Whether one more is allowed now; then it counts. */
  boolean take(long nowNs) {
    long fromNs = fullNs - nowNs > 0 ? fullNs : nowNs;
    if (fromNs + eachNs - nowNs > perMinute * eachNs) {
      return false;
    }
    fullNs = fromNs + eachNs;
    return true;
  }
}
