package org.convoke.ice;

import java.util.Random;

/**
 * An agent's user name fragment and password (RFC 8445 §5.3). It never prints the password.
 *
 * @param ufrag 4 to 256 characters; ours have {@link #UFRAG_CHARACTERS}
 * @param password 22 to 256 characters
 */
public record IceCredentials(String ufrag, String password) {
  /** Eight ASCII characters are one {@code long}, which is how a datagram finds its leg. */
  public static final int UFRAG_CHARACTERS = 8;

  /** 144 bits. */
  private static final int PASSWORD_CHARACTERS = 24;

  /** The ice-chars of RFC 8839 §5.4. */
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** New ones; {@code random} must be one that nobody can foresee. */
  public static IceCredentials random(Random random) {
    return new IceCredentials(text(random, UFRAG_CHARACTERS), text(random, PASSWORD_CHARACTERS));
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }

  /** What {@link StunScreen#ourUfrag} finds in a check that names this fragment; ours only. */
  public long key() {
    long key = 0;
    for (int i = 0; i < UFRAG_CHARACTERS; i++) {
      key = key << 8 | ufrag.charAt(i) & 0x7F;
    }
    return key;
  }

  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
