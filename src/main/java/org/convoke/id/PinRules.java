package org.convoke.id;

import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What makes a PIN fit to be given: of its length, no leading zero, nothing that is tried first.
 */
public final class PinRules {
  private PinRules() {}

  /**
   * Why a chosen PIN is refused, as a phrase that follows "is" or "has", or empty when it is fit.
   * {@code length} 0: any from 4 to 10.
   */
  public static Optional<String> fault(String digits, int length) {
    if (!Pin.isPin(digits)) {
      return Optional.of("must be 4 to 10 digits");
    }
    if (length != 0 && digits.length() != length) {
      return Optional.of("must have " + length + " digits, as pin_length says");
    }
    if (digits.charAt(0) == '0') {
      return Optional.of("must not begin with 0");
    }
    if (isTrivial(digits)) {
      return Optional.of("must not be a pattern that is guessed first, such as 1111, 1212 or 1234");
    }
    return Optional.empty();
  }

  /**
   * Whether guessers try it first: one digit throughout (1111), a run up or down, wrapping at 9 and
   * 0 (2345, 8901, 4321), or a shorter one of those repeated (1212, 123123). Not 4040, which is as
   * good as others.
   */
  public static boolean isTrivial(String digits) {
    for (int group = 1; group <= digits.length(); group++) {
      if (isRepeated(digits, group) && isRun(digits.substring(0, group))) {
        return true;
      }
    }
    return false;
  }

  /**
   * A PIN by {@code random} (bound to value, uniform below the bound), uniform among the fit ones.
   */
  public static Pin draw(int length, IntUnaryOperator random) {
    while (true) {
      StringBuilder digits = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        digits.append((char) (i == 0 ? '1' + random.applyAsInt(9) : '0' + random.applyAsInt(10)));
      }
      if (!isTrivial(digits.toString())) {
        return new Pin(digits.toString());
      }
    }
  }

  /**
   * Whether they differ in their last two digits alone, or not at all. A PIN that we draw is not
   * near the room's other one: who mistypes the end of that would have this one's rights, and who
   * numbers his rooms (4000, 4001, ...) would find the next number taken by a host PIN that he did
   * not choose.
   */
  public static boolean areNear(Pin one, Pin other) {
    int head = one.digits().length() - 2;
    return one.digits().length() == other.digits().length()
        && one.digits().regionMatches(0, other.digits(), 0, head);
  }

  /** How many PINs of a length there are, the few trivial ones included: 9 * 10^(length - 1). */
  public static long space(int length) {
    long space = 9;
    for (int i = 1; i < length; i++) {
      space *= 10;
    }
    return space;
  }

  /** One digit is a run, too. */
  private static boolean isRun(String digits) {
    return isRun(digits, 1) || isRun(digits, 9);
  }

  private static boolean isRun(String digits, int step) {
    for (int i = 1; i < digits.length(); i++) {
      if ((digits.charAt(i) - digits.charAt(i - 1) + 10) % 10 != step) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRepeated(String digits, int group) {
    return digits.length() % group == 0
        && digits.equals(digits.substring(0, group).repeat(digits.length() / group));
  }
}
