package org.convoke.sdp;

import java.util.Arrays;

/**
 * Keys of both directions (RFC 4568). It never prints them.
 *
 * @param tag of the a=crypto line agreed on
 * @param ourKeySalt what we protect with
 * @param theirKeySalt what the peer protects with
 */
public record SrtpAgreement(int tag, CryptoSuite suite, byte[] ourKeySalt, byte[] theirKeySalt) {
  /** The same suite and keys. */
  boolean sameKeys(SrtpAgreement other) {
    return other != null
        && suite == other.suite
        && Arrays.equals(ourKeySalt, other.ourKeySalt)
        && Arrays.equals(theirKeySalt, other.theirKeySalt);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SrtpAgreement that && tag == that.tag && sameKeys(that);
  }

  @Override
  public int hashCode() {
    return 31 * tag + suite.hashCode();
  }

  @Override
  public String toString() {
    return "SrtpAgreement[" + suite + "]";
  }
}
