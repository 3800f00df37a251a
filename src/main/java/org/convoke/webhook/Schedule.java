package org.convoke.webhook;

/**
 * When a delivery that failed is tried again. Pure; times in milliseconds, {@code random} from 0 to
 * below 1.
 *
 * <p>A delivery has its own pace: it waits as long again as it has been failing, from 5 s up to 24
 * h, which is after about 0, 5, 10, 20, 40 ... s, and is given up after three days. While an
 * endpoint takes nothing at all one delivery at a time is tried for all of them, more often, so
 * that what piled up flows soon after it is back: each twelfth of the time that it has been away,
 * from 5 s to 5 min.
 */
final class Schedule {
  /** A delivery that fails for so long is given up, an endpoint is disabled. */
  static final long HORIZON_MS = 72L * 3_600_000;

  static final long MIN_MS = 5_000;
  static final long MAX_MS = 24L * 3_600_000;
  static final long MAX_PROBE_MS = 300_000;
  private static final int PROBES = 12;

  /** Up to a quarter more, so that what failed together does not come back together. */
  private static final double JITTER = 0.25;

  private Schedule() {}

  /** How long to wait after a failure, {@code failingMs} after the first attempt. */
  static long retryMs(long failingMs, double random) {
    long longest = (long) (MAX_MS / (1 + JITTER));
    long delay = jittered(Math.clamp(failingMs, MIN_MS, longest), random);
    // The last attempt is at the end of the three days, not before.
    long left = HORIZON_MS - failingMs;
    return left > MIN_MS ? Math.min(delay, left) : delay;
  }

  /** The most that {@link #retryMs} says; who waits longer was asked to. */
  static long longestRetryMs(long failingMs) {
    return retryMs(failingMs, 1);
  }

  /** Whether a delivery that has been failing for so long is given up. */
  static boolean isOver(long failingMs) {
    return failingMs >= HORIZON_MS;
  }

  /** How long to wait until an endpoint that has been away for so long is asked again. */
  static long probeMs(long awayMs, double random) {
    return jittered(Math.clamp(awayMs / PROBES, MIN_MS, MAX_PROBE_MS), random);
  }

  private static long jittered(long ms, double random) {
    return ms + (long) (ms * JITTER * random);
  }
}
