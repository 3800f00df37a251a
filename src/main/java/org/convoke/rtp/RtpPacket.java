package org.convoke.rtp;

// Hot path: no allocation, no exception.

/**
 * The RTP header (RFC 3550 §5.1) read and written in place: static methods over a datagram's bytes.
 * Call {@link #check} first; the readers trust what it accepted.
 */
public final class RtpPacket {
  /** The header without CSRCs and extension, bytes. */
  public static final int HEADER_BYTES = 12;

  private RtpPacket() {}

  /** What {@link #check} found. */
  public enum Verdict {
    VALID,
    /** Shorter than the header, its CSRC list, its extension or its padding say. */
    TOO_SHORT,
    /** Version is not 2: not RTP. */
    BAD_VERSION,
    /** Padding flag with a count of 0 or of more than the payload. */
    BAD_PADDING
  }

  /** Whether the {@code length} bytes from {@code offset} are an RTP packet that can be read. */
  public static Verdict check(byte[] b, int offset, int length) {
    if (length < HEADER_BYTES || offset < 0 || offset + length > b.length) {
      return Verdict.TOO_SHORT;
    }
    if ((b[offset] & 0xC0) != 0x80) {
      return Verdict.BAD_VERSION;
    }
    int header = HEADER_BYTES + 4 * (b[offset] & 0x0F);
    if ((b[offset] & 0x10) != 0) {
      if (length < header + 4) {
        return Verdict.TOO_SHORT;
      }
      header += 4 + 4 * u16(b, offset + header + 2);
    }
    if (length < header) {
      return Verdict.TOO_SHORT;
    }
    if ((b[offset] & 0x20) != 0) {
      int padding = length == header ? 0 : b[offset + length - 1] & 0xFF;
      if (padding == 0 || padding > length - header) {
        return Verdict.BAD_PADDING;
      }
    }
    return Verdict.VALID;
  }

  /** Whether the first byte is one of RTP or RTCP, 128 to 191 (RFC 7983 §7). */
  public static boolean isRtpOrRtcp(byte[] b, int offset, int length) {
    return length > 1 && (b[offset] & 0xC0) == 0x80;
  }

  /** Whether a datagram on a muxed port is RTCP: its second byte is 192 to 223 (RFC 5761 §4). */
  public static boolean isRtcp(byte[] b, int offset, int length) {
    if (!isRtpOrRtcp(b, offset, length)) {
      return false;
    }
    int type = b[offset + 1] & 0xFF;
    return type >= 192 && type <= 223;
  }

  /** 0 to 127. */
  public static int payloadType(byte[] b, int offset) {
    return b[offset + 1] & 0x7F;
  }

  public static boolean marker(byte[] b, int offset) {
    return (b[offset + 1] & 0x80) != 0;
  }

  /** 0 to 65535. */
  public static int sequence(byte[] b, int offset) {
    return u16(b, offset + 2);
  }

  /** 0 to 2^32-1, in ticks of the payload's clock. */
  public static long timestamp(byte[] b, int offset) {
    return i32(b, offset + 4) & 0xFFFFFFFFL;
  }

  /** The 32 bits as they stand; compare for equality only. */
  public static int ssrc(byte[] b, int offset) {
    return i32(b, offset + 8);
  }

  /** Who sent a packet of RTCP, as {@link #ssrc}; 0 where it is too short to say. */
  public static int rtcpSsrc(byte[] b, int offset, int length) {
    return length < 8 ? 0 : i32(b, offset + 4);
  }

  /** Where the payload begins in {@code b}. */
  public static int payloadOffset(byte[] b, int offset) {
    int at = offset + HEADER_BYTES + 4 * (b[offset] & 0x0F);
    return (b[offset] & 0x10) == 0 ? at : at + 4 + 4 * u16(b, at + 2);
  }

  /** Bytes of payload, without padding; may be 0. */
  public static int payloadLength(byte[] b, int offset, int length) {
    int padding = (b[offset] & 0x20) == 0 ? 0 : b[offset + length - 1] & 0xFF;
    return offset + length - payloadOffset(b, offset) - padding;
  }

  /**
   * Writes a header without CSRC, extension and padding.
   *
   * @return {@link #HEADER_BYTES}, where the payload goes relative to {@code offset}
   */
  public static int writeHeader(
      byte[] b,
      int offset,
      boolean marker,
      int payloadType,
      int sequence,
      long timestamp,
      int ssrc) {
    b[offset] = (byte) 0x80;
    b[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7F));
    put16(b, offset + 2, sequence);
    put32(b, offset + 4, (int) timestamp);
    put32(b, offset + 8, ssrc);
    return HEADER_BYTES;
  }

  static int u16(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
  }

  static int i32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }

  static long u32(byte[] b, int at) {
    return i32(b, at) & 0xFFFFFFFFL;
  }

  static void put16(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 8);
    b[at + 1] = (byte) value;
  }

  static void put32(byte[] b, int at, int value) {
    put16(b, at, value >>> 16);
    put16(b, at + 2, value);
  }
}
