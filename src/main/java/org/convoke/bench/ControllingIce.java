package org.convoke.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The STUN of a browser's ICE agent (RFC 8445, controlling) towards a lite one: checks that
 * nominate at once, as Chromium's do, and answers to what the other side asks. Bytes in, bytes out;
 * owned by one thread.
 */
final class ControllingIce {
  private static final int HEADER_BYTES = 20;
  private static final int TRANSACTION_AT = 8;
  private static final int COOKIE = 0x2112A442;
  private static final int REQUEST = 0x0001;
  private static final int SUCCESS = 0x0101;
  private static final int USERNAME = 0x0006;
  private static final int INTEGRITY = 0x0008;
  private static final int XOR_ADDRESS = 0x0020;
  private static final int PRIORITY = 0x0024;
  private static final int USE_CANDIDATE = 0x0025;
  private static final int FINGERPRINT = 0x8028;
  private static final int FINGERPRINT_XOR = 0x5354554E;
  private static final int CONTROLLING = 0x802A;
  private static final int MAC_BYTES = 20;

  /** Of a peer-reflexive candidate (RFC 8445 §5.1.2.2). */
  private static final int CHECK_PRIORITY = 110 << 24 | 0xFFFF << 8 | 255;

  private final byte[] username;
  private final Mac ours;
  private final Mac theirs;
  private final long tieBreaker;
  private final Random random;
  private final byte[] transaction = new byte[12];

  /**
   * @param ufrag ours
   * @param password ours
   * @param remoteUfrag the bridge's, as its SDP told it
   * @param remotePassword likewise
   */
  ControllingIce(
      String ufrag, String password, String remoteUfrag, String remotePassword, Random random) {
    username = (remoteUfrag + ":" + ufrag).getBytes(StandardCharsets.US_ASCII);
    ours = mac(password);
    theirs = mac(remotePassword);
    tieBreaker = random.nextLong();
    this.random = random;
  }

  private static Mac mac(String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }

  static boolean isStun(byte[] datagram, int length) {
    return length >= HEADER_BYTES && (datagram[0] & 0xFF) < 4;
  }

  /** Writes the next check; returns its length. */
  int check(byte[] into) {
    random.nextBytes(transaction);
    ByteBuffer out = begin(into, REQUEST, transaction, 0);
    attribute(out, USERNAME, username.length).put(username);
    pad(out);
    attribute(out, PRIORITY, 4).putInt(CHECK_PRIORITY);
    attribute(out, CONTROLLING, 8).putLong(tieBreaker);
    attribute(out, USE_CANDIDATE, 0);
    return seal(out, theirs);
  }

  /** Whether this is the bridge's authentic answer to the last check. */
  boolean answers(byte[] datagram, int length) {
    ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
    return in.getShort(0) == SUCCESS
        && Arrays.equals(datagram, TRANSACTION_AT, HEADER_BYTES, transaction, 0, 12)
        && isAuthentic(in, length, theirs);
  }

  /**
   * The answer to a request of the bridge's, which wants to know whether we are still there.
   *
   * @param ip where it came from
   * @return its length; 0 when it was no authentic request
   */
  int answer(byte[] datagram, int length, byte[] into, int ip, int port) {
    ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
    if (in.getShort(0) != REQUEST || !isAuthentic(in, length, ours)) {
      return 0;
    }
    ByteBuffer out = begin(into, SUCCESS, datagram, TRANSACTION_AT);
    attribute(out, XOR_ADDRESS, 8);
    out.putShort((short) 1).putShort((short) (port ^ COOKIE >>> 16)).putInt(ip ^ COOKIE);
    return seal(out, ours);
  }

  private static ByteBuffer begin(byte[] into, int type, byte[] from, int transactionAt) {
    ByteBuffer out = ByteBuffer.wrap(into);
    out.putShort((short) type).putShort((short) 0).putInt(COOKIE);
    out.put(from, transactionAt, 12);
    return out;
  }

  private static ByteBuffer attribute(ByteBuffer out, int type, int bytes) {
    return out.putShort((short) type).putShort((short) bytes);
  }

  private static void pad(ByteBuffer out) {
    while ((out.position() & 3) != 0) {
      out.put((byte) 0);
    }
  }

  /** MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489 §14.5, §14.7). */
  private static int seal(ByteBuffer out, Mac mac) {
    int at = out.position();
    out.putShort(2, (short) (at + 4 + MAC_BYTES - HEADER_BYTES));
    mac.update(out.array(), 0, at);
    byte[] sum = mac.doFinal();
    attribute(out, INTEGRITY, MAC_BYTES).put(sum);
    at = out.position();
    out.putShort(2, (short) (at + 8 - HEADER_BYTES));
    CRC32 crc = new CRC32();
    crc.update(out.array(), 0, at);
    attribute(out, FINGERPRINT, 4).putInt((int) crc.getValue() ^ FINGERPRINT_XOR);
    return out.position();
  }

  private static boolean isAuthentic(ByteBuffer in, int length, Mac mac) {
    for (int at = HEADER_BYTES; at + 4 <= length; ) {
      int bytes = in.getShort(at + 2) & 0xFFFF;
      if (in.getShort(at) == INTEGRITY) {
        if (bytes != MAC_BYTES || at + 4 + MAC_BYTES > length) {
          return false;
        }
        byte[] head = Arrays.copyOf(in.array(), at);
        ByteBuffer.wrap(head).putShort(2, (short) (at + 4 + MAC_BYTES - HEADER_BYTES));
        byte[] claimed = Arrays.copyOfRange(in.array(), at + 4, at + 4 + MAC_BYTES);
        return MessageDigest.isEqual(mac.doFinal(head), claimed);
      }
      at += 4 + (bytes + 3 & ~3);
    }
    return false;
  }
}
