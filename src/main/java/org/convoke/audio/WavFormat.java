package org.convoke.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The fmt chunk of a WAV file: how its samples are laid out. */
record WavFormat(Encoding encoding, int channels, int rate) {
  private static final int MIN_CHUNK = 16;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int EXTENSIBLE_CHUNK = 26;
  private static final int SUBFORMAT_AT = 24;

  /** How one sample is written. */
  enum Encoding {
    PCM8(1),
    PCM16(2),
    PCM24(3),
    PCM32(4),
    FLOAT32(4),
    A_LAW(1),
    MU_LAW(1);

    private final int bytes;

    Encoding(int bytes) {
      this.bytes = bytes;
    }
  }

  static WavFormat parse(ByteBuffer chunk, String name) throws WavException {
    ByteBuffer in = chunk.order(ByteOrder.LITTLE_ENDIAN);
    if (in.limit() < MIN_CHUNK) {
      throw new WavException(name + ": its fmt chunk is too short");
    }
    int tag = in.getShort(0) & 0xFFFF;
    if (tag == EXTENSIBLE && in.limit() >= EXTENSIBLE_CHUNK) {
      tag = in.getShort(SUBFORMAT_AT) & 0xFFFF;
    }
    int channels = in.getShort(2) & 0xFFFF;
    int rate = in.getInt(4);
    int bits = in.getShort(14) & 0xFFFF;
    if (channels < 1 || channels > WavFile.MAX_CHANNELS) {
      throw new WavException(
          name + ": " + channels + " channels, not 1 to " + WavFile.MAX_CHANNELS);
    }
    if (rate < WavFile.MIN_RATE || rate > WavFile.MAX_RATE) {
      throw new WavException(
          String.format(
              "%s: %d samples per second, not %d to %d",
              name, rate & 0xFFFFFFFFL, WavFile.MIN_RATE, WavFile.MAX_RATE));
    }
    return new WavFormat(encoding(tag, bits, name), channels, rate);
  }

  private static Encoding encoding(int tag, int bits, String name) throws WavException {
    return switch (tag << 8 | bits & 0xFF) {
      case 0x108 -> Encoding.PCM8;
      case 0x110 -> Encoding.PCM16;
      case 0x118 -> Encoding.PCM24;
      case 0x120 -> Encoding.PCM32;
      case 0x320 -> Encoding.FLOAT32;
      case 0x608 -> Encoding.A_LAW;
      case 0x708 -> Encoding.MU_LAW;
      default ->
          throw new WavException(
              String.format(
                  "%s: format %d of %d bits; known are PCM of 8 to 32, float of 32, A-law, mu-law",
                  name, tag, bits));
    };
  }

  /** All whole frames of the data; channels are averaged. */
  short[] mono(ByteBuffer data) {
    ByteBuffer in = data.order(ByteOrder.LITTLE_ENDIAN);
    short[] out = new short[in.limit() / (encoding.bytes * channels)];
    int at = 0;
    for (int i = 0; i < out.length; i++) {
      int sum = 0;
      for (int c = 0; c < channels; c++, at += encoding.bytes) {
        sum += sample(in, at);
      }
      out[i] = (short) (sum / channels);
    }
    return out;
  }

  private short sample(ByteBuffer in, int at) {
    return switch (encoding) {
      case PCM8 -> (short) ((in.get(at) & 0xFF) - 128 << 8);
      case PCM16 -> in.getShort(at);
      case PCM24 -> in.getShort(at + 1);
      case PCM32 -> in.getShort(at + 2);
      // Not a number becomes 0.
      case FLOAT32 -> (short) Math.clamp((long) (in.getFloat(at) * 32767.0), -32768, 32767);
      case A_LAW -> G711.A_LAW.decode(in.get(at));
      case MU_LAW -> G711.MU_LAW.decode(in.get(at));
    };
  }
}
