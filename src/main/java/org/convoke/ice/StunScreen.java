package org.convoke.ice;

import java.util.Arrays;
import java.util.zip.CRC32;

// Hot path, up to the fragment's look-up: no allocation after construction, no exception.

/**
 * Looks at a datagram before anybody decodes it: is it a STUN message of the Binding method, whole,
 * with attributes that fit and a right FINGERPRINT (RFC 8489 §14.7, which RFC 8445 §7.1.1 wants of
 * every check)? What it says of a message holds until it looks at the next.
 */
public final class StunScreen {
  /** More than any check, also one that carries pieces of a DTLS handshake. */
  public static final int MAX_BYTES = 1400;

  static final int HEADER_BYTES = 20;
  static final int COOKIE = 0x2112A442;
  static final int FINGERPRINT_XOR = 0x5354554E;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int COMPREHENSION_OPTIONAL = 0x8000;
  static final int FINGERPRINT = 0x8028;
  static final int INTEGRITY_BYTES = 24;
  static final int FINGERPRINT_BYTES = 8;

  /** Far more than browsers send. */
  private static final int MAX_ATTRIBUTES = 32;

  private static final int MAX_UNKNOWN = 8;

  /** What a datagram is. */
  public enum Kind {
    /** Not STUN, or not of a form that an agent sends. */
    BAD,
    REQUEST,
    SUCCESS,
    ERROR,
    INDICATION
  }

  private final CRC32 crc = new CRC32();
  private int usernameAt;
  private int usernameBytes;
  private int integrityAt;

  /** Whether a datagram's first byte is one of STUN (RFC 7983 §7). */
  public static boolean isStun(byte[] b, int length) {
    return length > 0 && (b[0] & 0xFF) < 4;
  }

  /** Looks at the first {@code length} bytes. */
  public Kind look(byte[] b, int length) {
    usernameAt = -1;
    usernameBytes = 0;
    integrityAt = -1;
    if (length < HEADER_BYTES + FINGERPRINT_BYTES
        || length > MAX_BYTES
        || u16(b, 2) != length - HEADER_BYTES
        || (length & 3) != 0
        || i32(b, 4) != COOKIE) {
      return Kind.BAD;
    }
    Kind kind =
        switch (u16(b, 0)) {
          case 0x0001 -> Kind.REQUEST;
          case 0x0101 -> Kind.SUCCESS;
          case 0x0111 -> Kind.ERROR;
          case 0x0011 -> Kind.INDICATION;
          default -> Kind.BAD;
        };
    return kind != Kind.BAD && attributesFit(b, length) && fingerprintIsRight(b, length)
        ? kind
        : Kind.BAD;
  }

  private boolean attributesFit(byte[] b, int length) {
    int at = HEADER_BYTES;
    for (int i = 0; i < MAX_ATTRIBUTES && at + 4 <= length; i++) {
      int type = u16(b, at);
      int bytes = u16(b, at + 2);
      if (at + 4 + bytes > length) {
        return false;
      }
      if (type == FINGERPRINT) {
        // It is the last (§14.7).
        return bytes == 4 && at + FINGERPRINT_BYTES == length;
      }
      if (type == USERNAME && usernameAt < 0 && integrityAt < 0) {
        usernameAt = at + 4;
        usernameBytes = bytes;
      } else if (type == MESSAGE_INTEGRITY && integrityAt < 0) {
        if (bytes != INTEGRITY_BYTES - 4) {
          return false;
        }
        integrityAt = at;
      }
      at += 4 + (bytes + 3 & ~3);
    }
    return false;
  }

  private boolean fingerprintIsRight(byte[] b, int length) {
    crc.reset();
    crc.update(b, 0, length - FINGERPRINT_BYTES);
    return i32(b, length - 4) == ((int) crc.getValue() ^ FINGERPRINT_XOR);
  }

  /**
   * The user name fragment of ours that the message is for, as {@link IceCredentials#key}; 0 when
   * it names none of such a length.
   */
  public long ourUfrag(byte[] b) {
    int length = IceCredentials.UFRAG_CHARACTERS;
    if (usernameAt < 0 || usernameBytes <= length || b[usernameAt + length] != ':') {
      return 0;
    }
    long key = 0;
    for (int i = 0; i < length; i++) {
      key = key << 8 | b[usernameAt + i] & 0xFF;
    }
    return key;
  }

  /** Whether the message's user name is just this. */
  boolean usernameIs(byte[] b, byte[] name) {
    if (usernameAt < 0 || usernameBytes != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (b[usernameAt + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  boolean hasUsername() {
    return usernameAt >= 0;
  }

  /** Where MESSAGE-INTEGRITY begins, or -1. */
  int integrityAt() {
    return integrityAt;
  }

  /**
   * Which attributes before {@code end} must be understood and are not (RFC 8489 §6.3.1), of a
   * message that was found whole; a few at most.
   */
  static int[] notUnderstood(byte[] b, int end) {
    int[] unknown = new int[MAX_UNKNOWN];
    int count = 0;
    for (int at = HEADER_BYTES; at < end && count < MAX_UNKNOWN; ) {
      int type = u16(b, at);
      if (type < COMPREHENSION_OPTIONAL && !isKnown(type)) {
        unknown[count++] = type;
      }
      at += 4 + (u16(b, at + 2) + 3 & ~3);
    }
    return Arrays.copyOf(unknown, count);
  }

  private static boolean isKnown(int type) {
    return switch (type) {
      case USERNAME, MESSAGE_INTEGRITY, PRIORITY, USE_CANDIDATE -> true;
      default -> false;
    };
  }

  static int u16(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | b[at + 1] & 0xFF;
  }

  static int i32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }
}
