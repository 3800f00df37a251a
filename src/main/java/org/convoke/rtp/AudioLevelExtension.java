package org.convoke.rtp;

// Hot path: no allocation, no exception.

/**
 * How loud the sender says that a packet is (RFC 6464), out of the packet's header extension (RFC
 * 8285), in its one-byte and its two-byte form.
 */
public final class AudioLevelExtension {
  /** The packet does not say. */
  public static final int UNSAID = -1;

  /** What digital silence is said to be. */
  public static final int SILENCE = 127;

  private static final int ONE_BYTE = 0xBEDE;
  private static final int TWO_BYTE = 0x1000;
  private static final int TWO_BYTE_MASK = 0xFFF0;
  private static final int STOP = 15;

  private AudioLevelExtension() {}

  /**
   * The level of a packet that {@link RtpPacket#check} accepted.
   *
   * @param id of the extension, as SDP gave it
   * @return 0 (loudest) to 127: so many dB below overload, or {@link #UNSAID}
   */
  public static int level(byte[] b, int offset, int id) {
    if ((b[offset] & 0x10) == 0) {
      return UNSAID;
    }
    int head = offset + RtpPacket.HEADER_BYTES + 4 * (b[offset] & 0x0F);
    int profile = RtpPacket.u16(b, head);
    int from = head + 4;
    int to = from + 4 * RtpPacket.u16(b, head + 2);
    if (profile == ONE_BYTE) {
      return oneByte(b, from, to, id);
    }
    return (profile & TWO_BYTE_MASK) == TWO_BYTE ? twoByte(b, from, to, id) : UNSAID;
  }

  private static int oneByte(byte[] b, int from, int to, int id) {
    for (int at = from; at < to; ) {
      int found = (b[at] & 0xFF) >> 4;
      int length = (b[at] & 0x0F) + 1;
      if (b[at] == 0) {
        at++;
      } else if (found == STOP || at + 1 + length > to) {
        return UNSAID;
      } else if (found == id) {
        return b[at + 1] & 0x7F;
      } else {
        at += 1 + length;
      }
    }
    return UNSAID;
  }

  private static int twoByte(byte[] b, int from, int to, int id) {
    for (int at = from; at < to; ) {
      int found = b[at] & 0xFF;
      if (found == 0) {
        at++;
        continue;
      }
      int length = at + 1 < to ? b[at + 1] & 0xFF : to;
      if (at + 2 + length > to) {
        return UNSAID;
      }
      if (found == id && length > 0) {
        return b[at + 2] & 0x7F;
      }
      at += 2 + length;
    }
    return UNSAID;
  }
}
