package org.convoke.id;

/**
 * How likely a guesser gets into some room of a number within a day: {@code R * B / 10^L}, with R
 * rooms that one guess can hit, B wrong PINs let through a day before answers are slowed and
 * callers wait for a host, and L digits.
 *
 * @param liveRooms R
 * @param wrongPerDay B
 * @param digits L; where PINs differ in length, the length at which a guess is likeliest to hit
 */
public record PinRisk(long liveRooms, int wrongPerDay, int digits) {
  /** Above it the operator is told. */
  public static final double LIMIT = 0.01;

  /** At most 1. */
  public double probabilityPerDay() {
    return Math.min(1.0, liveRooms * (double) wrongPerDay / Math.pow(10, digits));
  }

  public boolean tooHigh() {
    return probabilityPerDay() > LIMIT;
  }

  /** What to set, in plain words; empty when the risk is low. */
  public String advice() {
    if (!tooHigh()) {
      return "";
    }
    int longer = digits;
    while (longer < Pin.MAX_LENGTH && new PinRisk(liveRooms, wrongPerDay, longer).tooHigh()) {
      longer++;
    }
    return "With "
        + liveRooms
        + " live rooms and PINs of "
        + digits
        + " digits, guessing gets into one of them with a chance of "
        + percent()
        + " a day. Give new rooms PINs of "
        + longer
        + " digits (pin_length, or pin.length for all), give rooms a number of their own, or let callers wait"
        + " for a host (wait_for_host with a host_pin).";
  }

  private String percent() {
    return String.format(java.util.Locale.ROOT, "%.1f %%", probabilityPerDay() * 100);
  }
}
