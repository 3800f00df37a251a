package org.convoke.audio;

import java.util.Arrays;

/**
 * What the header of a layer III frame says (ISO/IEC 11172-3 section 2.4.2.3).
 *
 * @param version 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
 * @param rate samples per second
 * @param bytes of the whole frame
 * @param samples that it holds, of each channel
 * @param channels 1 or 2
 * @param checked a checksum follows the header
 */
record Mp3Frame(int version, int rate, int bytes, int samples, int channels, boolean checked) {
  static final int HEADER = 4;
  private static final int CHECKSUM = 2;

  /** The most bytes that a frame may take from those before it, of MPEG-1. */
  static final int MOST_BEFORE = 511;

  /** The most bytes of a frame: 320 kbit/s at 32,000 Hz. */
  static final int MOST_BYTES = 1_441;

  /** kbit/s of MPEG-1 and of MPEG-2 and 2.5, layer III. */
  private static final int[][] KBITS = {
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };

  private static final int[] RATES = {44_100, 48_000, 32_000};

  /** The header at this place, or null. */
  static Mp3Frame at(byte[] file, int at) {
    if (at < 0
        || at + HEADER > file.length
        || (file[at] & 0xFF) != 0xFF
        || (file[at + 1] & 0xE0) != 0xE0) {
      return null;
    }
    int version = file[at + 1] >> 3 & 3;
    int layer = file[at + 1] >> 1 & 3;
    int bits = file[at + 2] >> 4 & 15;
    int rateIndex = file[at + 2] >> 2 & 3;
    // Reserved values, other layers, and "free" bit rates, which nobody uses.
    if (version == 1 || layer != 1 || bits == 0 || bits == 15 || rateIndex == 3) {
      return null;
    }
    boolean first = version == 3;
    int rate = RATES[rateIndex] >> (first ? 0 : version == 2 ? 1 : 2);
    int samples = first ? 1152 : 576;
    int padding = file[at + 2] >> 1 & 1;
    int bytes = samples / 8 * 1000 * KBITS[first ? 0 : 1][bits] / rate + padding;
    int channels = (file[at + 3] >> 6 & 3) == 3 ? 1 : 2;
    return new Mp3Frame(version, rate, bytes, samples, channels, (file[at + 1] & 1) == 0);
  }

  /**
   * The frame as the library reads it right: the checksum, which it does not check, stands at the
   * end, and intensity stereo, which it does not know, is not announced. Mixed down to mono that
   * makes no difference: the left channel holds the sum of both then, the right one nothing.
   */
  byte[] plain(byte[] file, int at) {
    byte[] frame = Arrays.copyOfRange(file, at, at + bytes);
    if (checked) {
      int body = HEADER + CHECKSUM;
      System.arraycopy(file, at + body, frame, HEADER, bytes - body);
      System.arraycopy(file, at + HEADER, frame, bytes - CHECKSUM, CHECKSUM);
    }
    if (version == 3) {
      frame[3] &= ~0x10;
    }
    return frame;
  }

  /** How many bytes before its own the sound of a plain frame begins. */
  int before(byte[] plain) {
    int first = plain[HEADER] & 0xFF;
    return version == 3 ? first << 1 | plain[HEADER + 1] >> 7 & 1 : first;
  }

  /** Where the bytes of the sound begin in a plain frame. */
  int soundAt() {
    boolean mono = channels == 1;
    return HEADER + (version == 3 ? mono ? 17 : 32 : mono ? 9 : 17);
  }

  /** How many bytes of sound a plain frame holds; less than none where it is broken. */
  int soundBytes() {
    return bytes - soundAt() - (checked ? CHECKSUM : 0);
  }

  /**
   * A frame of silence that leaves these bytes behind for the next.
   *
   * @param like a plain frame of the same sound
   */
  static byte[] carrier(byte[] like, byte[] before, int count) {
    byte[] header = Arrays.copyOf(like, HEADER);
    header[1] |= 1; // no checksum
    header[2] = (byte) (header[2] & 0x0D | 14 << 4); // the highest bit rate, which has the room
    Mp3Frame frame = at(header, 0);
    byte[] carrier = Arrays.copyOf(header, frame.bytes);
    System.arraycopy(before, 0, carrier, frame.bytes - count, count);
    return carrier;
  }
}
