package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * The checksums are of sequences that were compared, byte for byte, with the output of libg722,
 * whose authors ran the ITU's test sequences. All is computed in integers, so that they hold
 * anywhere.
 */
class G722Test {
  private static final int SAMPLES = 64_000;

  @Test
  void codesOfLoudAndSoftNoiseAreThoseOfTheReference() {
    CRC32 crc = new CRC32();
    crc.update(encode(noise()));
    assertThat(Long.toHexString(crc.getValue())).isEqualTo("2b3f547e");
  }

  @Test
  void samplesOfAnyCodesAreThoseOfTheReference() {
    byte[] codes = new byte[SAMPLES / 2];
    int state = 4711;
    for (int i = 0; i < codes.length; i++) {
      state = state * 1664525 + 1013904223;
      codes[i] = (byte) (state >>> 24);
    }
    assertThat(Long.toHexString(decodedCrc(codes))).isEqualTo("277afba");
    assertThat(Long.toHexString(decodedCrc(encode(noise())))).isEqualTo("4f5caec2");
  }

  /** Noise through a slow low-pass, in bursts that change their level every 125 ms. */
  static short[] noise() {
    short[] pcm = new short[SAMPLES];
    int state = 1;
    int smooth = 0;
    for (int i = 0; i < SAMPLES; i++) {
      state = state * 1664525 + 1013904223;
      smooth += (state >> 16) - smooth >> 2;
      pcm[i] = (short) (smooth >> i / 2000 % 8);
    }
    return pcm;
  }

  private static byte[] encode(short[] pcm) {
    byte[] codes = new byte[pcm.length / 2];
    try (AudioEncoder encoder = new G722Encoder()) {
      for (int at = 0; at < pcm.length; at += 320) {
        encoder.encode(pcm, at, 320, codes, at / 2);
      }
    }
    return codes;
  }

  private static long decodedCrc(byte[] codes) {
    short[] pcm = new short[2 * codes.length];
    try (AudioDecoder decoder = new G722Decoder()) {
      for (int at = 0; at < codes.length; at += 160) {
        decoder.decode(codes, at, 160, pcm, 2 * at);
      }
    }
    CRC32 crc = new CRC32();
    for (short sample : pcm) {
      crc.update(sample);
      crc.update(sample >> 8);
    }
    return crc.getValue();
  }
}
