package org.convoke.capacity;

/**
 * How full the disk of the data folder is. Calls never depend on it; it is said in time, because
 * rooms cannot be made nor events stored once it is full.
 */
public final class DiskGauge {
  /** As full as that, and with less than {@link #LOW_BYTES} left: somebody should look. */
  static final double LOW_SHARE = 0.85;

  static final long LOW_BYTES = 1L << 30;

  /** PostgreSQL's log of changes grows by files of 16 MiB. */
  static final long FULL_BYTES = 16L << 20;

  /** How it is. */
  public enum State {
    FINE,
    LOW,
    FULL
  }

  /** {@code usableBytes} and {@code totalBytes} are 0 before the first look. */
  public record Reading(State state, long usableBytes, long totalBytes) {}

  private volatile Reading reading = new Reading(State.FINE, 0, 0);

  public Reading reading() {
    return reading;
  }

  /** A look; returns what is to be said when the state changed by it, or null. */
  String update(long usableBytes, long totalBytes) {
    State before = reading.state();
    State state = state(usableBytes, totalBytes);
    reading = new Reading(state, usableBytes, totalBytes);
    if (state == before) {
      return null;
    }
    long mib = usableBytes >> 20;
    return switch (state) {
      case FULL ->
          "the disk of the data folder is full ("
              + mib
              + " MiB are left): calls go on, rooms"
              + " cannot be made or changed, events wait";
      case LOW -> "the disk of the data folder fills up: " + mib + " MiB are left";
      case FINE -> "the disk of the data folder has room again: " + mib + " MiB";
    };
  }

  private static State state(long usableBytes, long totalBytes) {
    if (usableBytes < FULL_BYTES) {
      return State.FULL;
    }
    boolean low = usableBytes < LOW_BYTES && usableBytes < (1 - LOW_SHARE) * totalBytes;
    return low ? State.LOW : State.FINE;
  }
}
