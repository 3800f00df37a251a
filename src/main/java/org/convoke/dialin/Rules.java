package org.convoke.dialin;

/**
 * What an operator sets of the dialogue. Times are nanoseconds.
 *
 * @param tries of one call, 1 or more
 * @param firstDigitNs from the end of the prompt until the first key
 * @param interDigitNs from key to key
 * @param totalNs for all keys of one try
 */
public record Rules(int tries, long firstDigitNs, long interDigitNs, long totalNs) {
  /** Digits of a code by which a phone becomes the sound of a browser's participant. */
  public static final int CODE_LENGTH = 6;
}
