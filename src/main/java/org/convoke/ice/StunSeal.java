package org.convoke.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * MESSAGE-INTEGRITY of short-term credentials (RFC 8489 §9.1, §14.5) and FINGERPRINT (§14.7) under
 * one password.
 */
final class StunSeal {
  private static final int MAC_BYTES = 20;

  private final Mac mac;
  private final byte[] header = new byte[StunScreen.HEADER_BYTES];
  private final byte[] computed = new byte[MAC_BYTES];
  private final byte[] claimed = new byte[MAC_BYTES];

  StunSeal(String password) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HMAC-SHA1", e);
    }
  }

  /** Whether the message carries the right MESSAGE-INTEGRITY at {@code integrityAt}. */
  boolean holds(byte[] message, int integrityAt) {
    compute(message, integrityAt);
    System.arraycopy(message, integrityAt + 4, claimed, 0, MAC_BYTES);
    return MessageDigest.isEqual(computed, claimed);
  }

  /** The message counts as long as if MESSAGE-INTEGRITY was its last attribute (§14.5). */
  private void compute(byte[] message, int integrityAt) {
    System.arraycopy(message, 0, header, 0, header.length);
    put16(header, 2, integrityAt + StunScreen.INTEGRITY_BYTES - StunScreen.HEADER_BYTES);
    mac.update(header);
    mac.update(message, header.length, integrityAt - header.length);
    try {
      mac.doFinal(computed, 0);
    } catch (ShortBufferException e) {
      throw new AssertionError("20 bytes are HMAC-SHA1's", e);
    }
  }

  /** The message with MESSAGE-INTEGRITY and FINGERPRINT added. */
  byte[] seal(byte[] message) {
    byte[] sealed = Arrays.copyOf(message, message.length + StunScreen.INTEGRITY_BYTES);
    put16(sealed, message.length, StunScreen.MESSAGE_INTEGRITY);
    put16(sealed, message.length + 2, MAC_BYTES);
    compute(sealed, message.length);
    System.arraycopy(computed, 0, sealed, message.length + 4, MAC_BYTES);
    return fingerprint(sealed);
  }

  /** The message with FINGERPRINT added. */
  static byte[] fingerprint(byte[] message) {
    byte[] out = Arrays.copyOf(message, message.length + StunScreen.FINGERPRINT_BYTES);
    put16(out, 2, out.length - StunScreen.HEADER_BYTES);
    CRC32 crc = new CRC32();
    crc.update(out, 0, message.length);
    int value = (int) crc.getValue() ^ StunScreen.FINGERPRINT_XOR;
    put16(out, message.length, StunScreen.FINGERPRINT);
    put16(out, message.length + 2, 4);
    put16(out, message.length + 4, value >>> 16);
    put16(out, message.length + 6, value);
    return out;
  }

  private static void put16(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 8);
    b[at + 1] = (byte) value;
  }
}
