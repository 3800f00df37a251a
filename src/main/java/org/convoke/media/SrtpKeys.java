package org.convoke.media;

/**
 * SDES keys of both directions (RFC 4568). It never prints its keys.
 *
 * @param suite AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32 or AEAD_AES_128_GCM
 * @param sendKeySalt master key and salt that we protect with
 * @param receiveKeySalt master key and salt that the peer protects with
 */
public record SrtpKeys(String suite, byte[] sendKeySalt, byte[] receiveKeySalt) {
  /** Whether all is equal, the keys byte by byte. */
  boolean sameAs(SrtpKeys other) {
    return suite.equals(other.suite)
        && java.security.MessageDigest.isEqual(sendKeySalt, other.sendKeySalt)
        && java.security.MessageDigest.isEqual(receiveKeySalt, other.receiveKeySalt);
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + suite + "]";
  }
}
