package org.convoke.store;

import java.util.concurrent.TimeUnit;

/**
 * Whether the database is worth asking: a circuit breaker. When nobody was answered for a second,
 * {@value #FAILURES} who asked at least, whoever asks the pool is refused at once, but for one a
 * second; as soon as one is answered, everybody may ask. Any thread; time is passed in.
 */
final class Circuit {
  static final int FAILURES = 5;
  static final long REST_NS = TimeUnit.SECONDS.toNanos(1);

  private int failures;
  private long failingSinceNs;
  private boolean open;
  private long askAgainAtNs;

  /** Whether to ask. */
  synchronized boolean mayAsk(long nowNs) {
    if (!open) {
      return true;
    }
    if (nowNs - askAgainAtNs < 0) {
      return false;
    }
    askAgainAtNs = nowNs + REST_NS;
    return true;
  }

  /** Nobody but one a second may ask. */
  synchronized boolean isOpen() {
    return open;
  }

  /**
   * Somebody was answered, be it with no.
   *
   * @return whether this closed the circuit
   */
  synchronized boolean answered() {
    boolean wasOpen = open;
    open = false;
    failures = 0;
    return wasOpen;
  }

  /**
   * Somebody was not answered in time.
   *
   * @return whether this opened the circuit
   */
  synchronized boolean silent(long nowNs) {
    if (open) {
      return false;
    }
    if (failures == 0) {
      failingSinceNs = nowNs;
    }
    failures++;
    // Some that were slow together are one moment, and no proof against the database.
    open = failures >= FAILURES && nowNs - failingSinceNs >= REST_NS;
    askAgainAtNs = nowNs + REST_NS;
    return open;
  }
}
