package org.convoke.id;

/** The digits that let a caller into a room: 4 to 10 of them. It never prints. */
public record Pin(String digits) {
  public static final int MIN_LENGTH = 4;
  public static final int MAX_LENGTH = 10;

  public Pin {
    if (!isPin(digits)) {
      throw new IllegalArgumentException("a PIN has 4 to 10 digits");
    }
  }

  /** Whether a text from outside has the form of a PIN. */
  public static boolean isPin(String text) {
    return text != null
        && text.length() >= MIN_LENGTH
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return "****";
  }
}
