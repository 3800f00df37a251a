package org.convoke.media;

/** The first bytes of an Opus packet (RFC 6716 §3.1), which say how long it is. */
final class OpusToc {
  private static final int TICKS_PER_MS = 48;
  private static final int MOST_TICKS = 120 * TICKS_PER_MS;

  private OpusToc() {}

  /** The packet's length in ticks of 48 kHz; 0 when there is no such packet. */
  static int ticks(byte[] b, int offset, int length) {
    if (length < 1) {
      return 0;
    }
    int toc = b[offset] & 0xFF;
    int frames =
        switch (toc & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> length < 2 ? 0 : b[offset + 1] & 0x3F;
        };
    int ticks = frames * frameTicks(toc >> 3);
    return ticks <= MOST_TICKS ? ticks : 0;
  }

  private static int frameTicks(int configuration) {
    if (configuration < 12) {
      // SILK: 10, 20, 40, 60 ms.
      int step = configuration & 3;
      return (step == 3 ? 60 : 10 << step) * TICKS_PER_MS;
    }
    if (configuration < 16) {
      // Hybrid: 10, 20 ms.
      return (10 << (configuration & 1)) * TICKS_PER_MS;
    }
    // CELT: 2.5, 5, 10, 20 ms.
    return 120 << (configuration & 3);
  }
}
