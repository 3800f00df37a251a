package org.convoke.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The hash of a certificate, by which SDP vouches for it (RFC 8122 §5).
 *
 * @param hash sha-256, sha-384 or sha-512, lower case
 * @param bytes 32, 48 or 64
 */
public record Fingerprint(String hash, byte[] bytes) {
  /**
   * @throws IllegalArgumentException for another hash or number of bytes
   */
  public Fingerprint {
    hash = hash.toLowerCase(Locale.ROOT);
    int wanted =
        switch (hash) {
          case "sha-256" -> 32;
          case "sha-384" -> 48;
          case "sha-512" -> 64;
          default -> throw new IllegalArgumentException("a fingerprint of an unknown hash");
        };
    if (bytes.length != wanted) {
      throw new IllegalArgumentException("a " + hash + " fingerprint of " + bytes.length);
    }
    bytes = bytes.clone();
  }

  /** Of a certificate in DER. */
  static Fingerprint of(String hash, byte[] certificate) {
    try {
      String algorithm = hash.toUpperCase(Locale.ROOT);
      return new Fingerprint(hash, MessageDigest.getInstance(algorithm).digest(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /** Whether the certificate is the one meant; the time taken tells nothing of how much fits. */
  boolean isOf(byte[] certificate) {
    return MessageDigest.isEqual(bytes, of(hash, certificate).bytes);
  }

  /** As in a=fingerprint: upper case bytes, colons between. */
  public String text() {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes);
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that
        && hash.equals(that.hash)
        && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hash + " " + text();
  }
}
