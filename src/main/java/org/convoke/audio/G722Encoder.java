package org.convoke.audio;

/** G.722 at 64 kbit/s (ITU-T G.722 mode 1, RFC 3551 §4.5.2). 16 kHz, two samples a byte. */
final class G722Encoder implements AudioEncoder {
  /** Codes handled at a time: 20 ms. */
  private static final int BLOCK = 160;

  /** Decision levels of the lower band (Q6), in 1/4096 of the scale. */
  private static final int[] DECISIONS = {
    0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023,
    1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
  };

  /** Decision level of the upper band (Q2). */
  private static final int HIGH_DECISION = 564;

  private final G722Band low = G722Band.low();
  private final G722Band high = G722Band.high();

  /** First and second samples of each pair: the filter's two phases, its history in front. */
  private final int[] firsts = new int[G722Filter.HISTORY + BLOCK];

  private final int[] seconds = new int[G722Filter.HISTORY + BLOCK];

  @Override
  public int sampleRate() {
    return 16000;
  }

  @Override
  public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
    if (samples <= 0 || (samples & 1) != 0 || samples / 2 > out.length - outOffset) {
      return REFUSED;
    }
    int codes = samples / 2;
    for (int done = 0; done < codes; done += BLOCK) {
      int block = Math.min(BLOCK, codes - done);
      encodeBlock(pcm, offset + 2 * done, block, out, outOffset + done);
    }
    return codes;
  }

  private void encodeBlock(short[] pcm, int offset, int codes, byte[] out, int outOffset) {
    for (int i = 0; i < codes; i++) {
      firsts[G722Filter.HISTORY + i] = pcm[offset + 2 * i];
      seconds[G722Filter.HISTORY + i] = pcm[offset + 2 * i + 1];
    }
    for (int i = 0; i < codes; i++) {
      int odd = G722Filter.forward(firsts, i);
      int even = G722Filter.backward(seconds, i);
      int lowCode = lowCode(even + odd >> 14);
      int highCode = highCode(even - odd >> 14);
      low.adapt(lowCode >> 2);
      high.adapt(highCode);
      out[outOffset + i] = (byte) (highCode << 6 | lowCode);
    }
    System.arraycopy(firsts, codes, firsts, 0, G722Filter.HISTORY);
    System.arraycopy(seconds, codes, seconds, 0, G722Filter.HISTORY);
  }

  /** Block QUANTL: 60 intervals, symmetric; the standard numbers them downwards from 63 and 61. */
  private int lowCode(int sample) {
    int difference = G722Band.saturate(sample - low.s);
    int magnitude = difference >= 0 ? difference : ~difference;
    int from = 1;
    int to = DECISIONS.length;
    while (from < to) {
      int middle = from + to >>> 1;
      if (magnitude < DECISIONS[middle] * low.det >> 12) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    if (difference >= 0) {
      return 62 - from;
    }
    return from <= 2 ? 64 - from : 34 - from;
  }

  private int highCode(int sample) {
    int difference = G722Band.saturate(sample - high.s);
    int magnitude = difference >= 0 ? difference : ~difference;
    boolean far = magnitude >= HIGH_DECISION * high.det >> 12;
    if (difference >= 0) {
      return far ? 2 : 3;
    }
    return far ? 0 : 1;
  }

  @Override
  public void reset() {
    low.reset();
    high.reset();
    java.util.Arrays.fill(firsts, 0);
    java.util.Arrays.fill(seconds, 0);
  }

  @Override
  public void close() {
    // Nothing native to free.
  }
}
