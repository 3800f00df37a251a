package org.convoke.audio;

/** G.722 at 64 kbit/s (ITU-T G.722 mode 1, RFC 3551 §4.5.2) with concealment. 16 kHz. */
final class G722Decoder implements AudioDecoder {
  private static final int RATE = 16000;

  /** Codes handled at a time: 20 ms. */
  private static final int BLOCK = 160;

  /** Inverse of the lower band's quantiser at six bits (QQ6), in 1/32768 of the scale. */
  private static final int[] LEVELS = {
    -136, -136, -136, -136, -24808, -21904, -19008, -16704,
    -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
    -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576,
    -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
    24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192,
    10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
    4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032,
    1688, 1360, 1040, 728, 432, 136, -432, -136
  };

  private final G722Band low = G722Band.low();
  private final G722Band high = G722Band.high();

  /** Sums and differences of the bands: the filter's two phases, its history in front. */
  private final int[] sums = new int[G722Filter.HISTORY + BLOCK];

  private final int[] differences = new int[G722Filter.HISTORY + BLOCK];
  private final Concealment concealment = new Concealment(RATE);

  @Override
  public int sampleRate() {
    return RATE;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
    if (length <= 0) {
      return GARBAGE;
    }
    if (length > (pcm.length - pcmOffset) / 2) {
      return NO_ROOM;
    }
    for (int done = 0; done < length; done += BLOCK) {
      int codes = Math.min(BLOCK, length - done);
      decodeBlock(payload, offset + done, codes, pcm, pcmOffset + 2 * done);
    }
    concealment.good(pcm, pcmOffset, 2 * length);
    return 2 * length;
  }

  private void decodeBlock(byte[] in, int offset, int codes, short[] pcm, int pcmOffset) {
    for (int i = 0; i < codes; i++) {
      int code = in[offset + i];
      int lowCode = code & 0x3F;
      int highCode = code >> 6 & 3;
      int lowSample = limit(low.s + (low.det * LEVELS[lowCode] >> 15));
      int highSample = limit(high.s + high.difference(highCode));
      low.adapt(lowCode >> 2);
      high.adapt(highCode);
      sums[G722Filter.HISTORY + i] = lowSample + highSample;
      differences[G722Filter.HISTORY + i] = lowSample - highSample;
    }
    for (int i = 0; i < codes; i++) {
      pcm[pcmOffset + 2 * i] = (short) G722Band.saturate(G722Filter.backward(differences, i) >> 11);
      pcm[pcmOffset + 2 * i + 1] = (short) G722Band.saturate(G722Filter.forward(sums, i) >> 11);
    }
    System.arraycopy(sums, codes, sums, 0, G722Filter.HISTORY);
    System.arraycopy(differences, codes, differences, 0, G722Filter.HISTORY);
  }

  @Override
  public int decodeLost(short[] pcm, int pcmOffset, int samples) {
    if (samples > pcm.length - pcmOffset) {
      return NO_ROOM;
    }
    concealment.lost(pcm, pcmOffset, samples);
    return samples;
  }

  @Override
  public int decodeFec(
      byte[] next, int offset, int length, short[] pcm, int pcmOffset, int samples) {
    // Its codes mean nothing without the state that the lost ones would have left behind:
    // bending towards what they seem to say was measured to be worse than not looking.
    return decodeLost(pcm, pcmOffset, samples);
  }

  @Override
  public void skipped() {
    concealment.skipped();
  }

  @Override
  public void reset() {
    low.reset();
    high.reset();
    java.util.Arrays.fill(sums, 0);
    java.util.Arrays.fill(differences, 0);
    concealment.reset();
  }

  @Override
  public void close() {
    // Nothing native to free.
  }

  private static int limit(int value) {
    return Math.clamp(value, -16384, 16383);
  }
}
