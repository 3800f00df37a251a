package org.convoke.sdp;

import java.util.Base64;
import java.util.List;

/**
 * The value of an a=crypto line that we could use (RFC 4568 §9.1): one inline key of the right
 * length, without MKI (our packets carry none) and without session parameters that change the
 * packets.
 */
record CryptoLine(int tag, CryptoSuite suite, byte[] keySalt) {
  private static final String INLINE = "inline:";

  /** The line, or null when it is malformed or asks for what we do not do. */
  static CryptoLine parse(String value) {
    List<String> words = SdpParser.words(value);
    if (words.size() < 3 || words.size() > 16) {
      return null;
    }
    long tag = SdpParser.number(words.get(0), 9);
    CryptoSuite suite = CryptoSuite.named(words.get(1));
    if (tag < 0 || suite == null) {
      return null;
    }
    for (String parameter : words.subList(3, words.size())) {
      // WSH tells how reordering is seen by the sender, and "-" marks what may be ignored (§6.3.7).
      if (!parameter.startsWith("WSH=") && !parameter.startsWith("-")) {
        return null;
      }
    }
    byte[] key = key(words.get(2), suite);
    return key == null ? null : new CryptoLine((int) tag, suite, key);
  }

  private static byte[] key(String parameter, CryptoSuite suite) {
    if (!parameter.regionMatches(true, 0, INLINE, 0, INLINE.length())) {
      return null;
    }
    String[] parts = parameter.substring(INLINE.length()).split("\\|", -1);
    if (parts.length > 2 || parts.length == 2 && !isLifetime(parts[1])) {
      return null;
    }
    try {
      byte[] key = Base64.getDecoder().decode(parts[0]);
      return key.length == suite.keySaltBytes() ? key : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** 2^20 or a number; what holds a colon is an MKI. A peer renews its key by a new offer. */
  private static boolean isLifetime(String text) {
    long value = SdpParser.number(text.startsWith("2^") ? text.substring(2) : text, 15);
    return text.startsWith("2^") ? value >= 1 && value <= 48 : value > 0;
  }

  /** The line for the same tag and suite with our key. */
  static String text(int tag, CryptoSuite suite, byte[] keySalt) {
    return "a=crypto:"
        + tag
        + " "
        + suite
        + " inline:"
        + Base64.getEncoder().encodeToString(keySalt);
  }

  @Override
  public String toString() {
    return "CryptoLine[" + tag + " " + suite + "]";
  }
}
