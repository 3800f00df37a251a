package org.convoke.webhook;

import java.time.Instant;

/**
 * How an endpoint is. It is <i>down</i> after three failures in a row that are not all the fault of
 * one event; then one delivery at a time is tried as a probe, until one is taken. Pure.
 */
final class Pulse {
  private static final int FAILURES = 3;

  /** An answer that took longer shows an endpoint that shall not have many at a time. */
  private static final long SLOW_MS = 2_000;

  private int failures;
  private long lastFailed = -1;
  private Instant failingSince;
  private long probeMs;
  private boolean slow;

  /**
   * @param failingSince what is known from before; null when it is well
   */
  Pulse(Instant failingSince) {
    this.failingSince = failingSince;
    this.failures = failingSince == null ? 0 : FAILURES;
  }

  boolean isDown() {
    return failures >= FAILURES;
  }

  /** Its last answer was late, or did not come. */
  boolean isSlow() {
    return slow;
  }

  /** The first failure since the last success; null after a success. */
  Instant failingSince() {
    return failingSince;
  }

  /** Whether a probe may go, while it is down. */
  boolean isProbeDue(long nowMs) {
    return nowMs >= probeMs;
  }

  /** Somebody did something about it: a probe may go at once. */
  void wanted() {
    probeMs = 0;
  }

  long awayMs(long nowMs) {
    return failingSince == null ? 0 : Math.max(0, nowMs - failingSince.toEpochMilli());
  }

  void taken(long tookMs) {
    failures = 0;
    lastFailed = -1;
    failingSince = null;
    slow = tookMs > SLOW_MS;
  }

  /**
   * @param random 0 to below 1
   */
  void failed(long delivery, Verdict verdict, Instant now, double random) {
    // One event that is refused again and again says nothing of the others.
    if (verdict.endpointFault() || delivery != lastFailed) {
      failures++;
    }
    lastFailed = delivery;
    slow = verdict.tookMs() > SLOW_MS;
    if (failingSince == null) {
      failingSince = now;
    }
    long nowMs = now.toEpochMilli();
    probeMs = nowMs + Schedule.probeMs(awayMs(nowMs), random);
  }
}
