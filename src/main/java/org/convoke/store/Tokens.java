package org.convoke.store;

import java.security.SecureRandom;

/** Random texts for ids, user names, passwords and keys: letters and digits only. */
final class Tokens {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String LOWER = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** {@code PREFIX_} and 59 random bits: an id is no secret, but is not counted through either. */
  static String id(String prefix) {
    return prefix + "_" + draw(LOWER, 12);
  }

  /** Letters that nobody mistakes on a phone's display. */
  static String username() {
    return "phone-" + draw(LOWER, 8);
  }

  /** About 5.95 bits a character. */
  static String secret(int length) {
    return draw(ALPHABET, length);
  }

  private static String draw(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
