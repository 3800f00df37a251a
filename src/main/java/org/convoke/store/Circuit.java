package org.convoke.store;

import java.util.concurrent.TimeUnit;

/**
 * Whether the database is worth asking: a circuit breaker. When it did not answer {@value
 * #FAILURES} times in a row, everybody is refused at once instead of after two seconds, but for one
 * a second; as soon as one is answered, everybody may ask. Any thread; time is passed in.
 */
final class Circuit {
  static final int FAILURES = 5;
  static final long REST_NS = TimeUnit.SECONDS.toNanos(1);

  private int failures;
  private long askAgainAtNs;

  /** Whether to ask. */
  synchronized boolean mayAsk(long nowNs) {
    if (!isOpen()) {
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
    return failures == FAILURES;
  }

  /**
   * Somebody was answered, be it with no.
   *
   * @return whether this closed the circuit
   */
  synchronized boolean answered() {
    boolean wasOpen = isOpen();
    failures = 0;
    return wasOpen;
  }

  /**
   * Somebody was not answered in time.
   *
   * @return whether this opened the circuit
   */
  synchronized boolean silent(long nowNs) {
    if (isOpen()) {
      return false;
    }
    failures++;
    askAgainAtNs = nowNs + REST_NS;
    return isOpen();
  }
}
