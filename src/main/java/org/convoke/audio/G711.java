package org.convoke.audio;

/**
 * One of the two laws of ITU-T G.711, by table. Encoding takes the 14 (mu-law) or 13 (A-law) upper
 * bits of a sample, as the reference does, so its table is small enough to stay in the cache.
 */
public final class G711 {
  /** PCMU, of North America and Japan. */
  public static final G711 MU_LAW = new G711(true);

  /** PCMA, of the rest of the world. */
  public static final G711 A_LAW = new G711(false);

  private static final int MU_BIAS = 33;
  private static final int MU_MAX = 0x1FFF;
  private static final int A_EVEN_BITS = 0x55;

  private final int shift;
  private final int mask;
  private final short[] linear = new short[256];
  private final byte[] codes;

  private G711(boolean mu) {
    shift = mu ? 2 : 4;
    mask = 0xFFFF >> shift;
    codes = new byte[mask + 1];
    for (int code = 0; code < 256; code++) {
      linear[code] = (short) (mu ? muToLinear(code) : aToLinear(code));
    }
    for (int i = 0; i <= mask; i++) {
      short sample = (short) (i << shift);
      codes[i] = (byte) (mu ? linearToMu(sample) : linearToA(sample));
    }
  }

  /** The sample of a code. */
  public short decode(byte code) {
    return linear[code & 0xFF];
  }

  /** The code of a sample. */
  public byte encode(short sample) {
    return codes[sample >> shift & mask];
  }

  /** Decodes {@code length} codes. */
  public void decode(byte[] in, int offset, int length, short[] pcm, int pcmOffset) {
    for (int i = 0; i < length; i++) {
      pcm[pcmOffset + i] = linear[in[offset + i] & 0xFF];
    }
  }

  /** Encodes {@code samples} samples. */
  public void encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
    for (int i = 0; i < samples; i++) {
      out[outOffset + i] = codes[pcm[offset + i] >> shift & mask];
    }
  }

  private static int muToLinear(int code) {
    int bits = ~code;
    int exponent = bits >> 4 & 7;
    int mantissa = bits & 0xF;
    int magnitude = ((mantissa << 3) + 0x84 << exponent) - 0x84;
    return code < 0x80 ? -magnitude : magnitude;
  }

  /** Negative values are complemented, not negated: so the reference treats them (G.191). */
  private static int linearToMu(int sample) {
    int magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + MU_BIAS, MU_MAX);
    int segment = 32 - Integer.numberOfLeadingZeros(magnitude >> 6) + 1;
    int code = 8 - segment << 4 | 0xF - (magnitude >> segment & 0xF);
    return sample >= 0 ? code | 0x80 : code;
  }

  private static int aToLinear(int code) {
    int bits = code ^ A_EVEN_BITS;
    int exponent = bits >> 4 & 7;
    int mantissa = ((bits & 0xF) << 4) + 8;
    int magnitude = exponent == 0 ? mantissa : mantissa + 0x100 << exponent - 1;
    return code >= 0x80 ? magnitude : -magnitude;
  }

  private static int linearToA(int sample) {
    int magnitude = (sample < 0 ? ~sample : sample) >> 4;
    int code = magnitude;
    if (magnitude > 15) {
      int exponent = 28 - Integer.numberOfLeadingZeros(magnitude);
      code = (magnitude >> exponent - 1) - 16 + (exponent << 4);
    }
    return (sample >= 0 ? code | 0x80 : code) ^ A_EVEN_BITS;
  }
}
