package org.convoke.web.socket;

/** How many messages a client may send: a bucket that fills again with time. */
final class RateLimit {
  static final int PER_SECOND = 50;
  static final int BURST = 100;

  /** A client that is told to slow down and does not is put out past as many. */
  static final int PATIENCE = 200;

  private static final long SECOND_NS = 1_000_000_000L;

  private double tokens = BURST;
  private long lastNs;
  private int refused;

  RateLimit(long nowNs) {
    lastNs = nowNs;
  }

  /** Whether one more message may be heard. */
  boolean take(long nowNs) {
    tokens = Math.min(BURST, tokens + (double) (nowNs - lastNs) * PER_SECOND / SECOND_NS);
    lastNs = nowNs;
    if (tokens < 1) {
      refused++;
      return false;
    }
    if (tokens >= BURST - 1) {
      refused = 0;
    }
    tokens--;
    return true;
  }

  boolean exhausted() {
    return refused > PATIENCE;
  }
}
