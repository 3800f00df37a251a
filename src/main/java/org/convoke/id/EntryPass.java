package org.convoke.id;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The user part of a SIP address by which one call comes in without more questions: {@code t-} and
 * 26 characters, 130 random bits. Whoever has it enters once, so it never prints.
 */
public record EntryPass(String value) {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int RANDOM_LENGTH = 26;
  private static final Pattern FORM = Pattern.compile("t-[a-km-np-z2-9]{26}");

  public EntryPass {
    if (!isEntryPass(value)) {
      throw new IllegalArgumentException("not an entry pass");
    }
  }

  /** Whether a text from outside has the form of a pass. */
  public static boolean isEntryPass(String text) {
    return text != null && text.length() == 2 + RANDOM_LENGTH && FORM.matcher(text).matches();
  }

  /** A new one; {@code random} must not be guessable. */
  public static EntryPass random(RandomGenerator random) {
    StringBuilder value = new StringBuilder("t-");
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new EntryPass(value.toString());
  }

  @Override
  public String toString() {
    return "t-****";
  }
}
