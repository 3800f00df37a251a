package org.convoke.pin;

import java.util.Locale;
import org.convoke.store.WrongPins.Counts;

/**
 * Whether there are many more wrong PINs than usual: five times the mean of the last 7 days. Honest
 * callers mistype, so a few are never an alarm, however few there were before. Pure.
 */
final class WrongRate {
  /** So many within an hour are nobody's slip of the finger. */
  static final long LEAST = 30;

  private static final double RAISE = 5;

  /** It goes on until it is well below, so that it does not come and go. */
  private static final double CLEAR = 3;

  /** What is younger than a day says little of what is usual. */
  private static final double LEAST_HOURS = 24;

  private static final double MOST_HOURS = 168;

  private boolean raised;
  private Counts counts = new Counts(0, 0, 0);

  /** What is counted by now. Returns whether the alarm changed. */
  boolean counted(Counts now) {
    counts = now;
    boolean before = raised;
    raised =
        raised
            ? now.lastHour() >= Math.max(LEAST / 2.0, CLEAR * hourlyMean())
            : now.lastHour() >= Math.max(LEAST, RAISE * hourlyMean());
    return before != raised;
  }

  boolean raised() {
    return raised;
  }

  long lastHour() {
    return counts.lastHour();
  }

  double hourlyMean() {
    return counts.weekBefore() / Math.clamp(counts.hoursKnown(), LEAST_HOURS, MOST_HOURS);
  }

  /** A sentence on it. */
  String detail() {
    return String.format(
        Locale.ROOT,
        "%d wrong PINs within an hour; usual are %.1f. %s",
        counts.lastHour(),
        hourlyMean(),
        raised ? "Somebody may be guessing." : "That is no more than usual.");
  }
}
