package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** WAV files that somebody uploads or a URL gives: sound no longer than the file, or a reason. */
public final class WavFuzz {
  private WavFuzz() {}

  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    int[][] formats = {{1, 8}, {1, 16}, {1, 24}, {1, 32}, {3, 32}, {6, 8}, {7, 8}, {0xFFFE, 16}};
    for (int[] format : formats) {
      seeds.add(wav(format[0], format[1], 1 + seeds.size() % 2, 8000));
    }
    return seeds;
  }

  private static byte[] wav(int tag, int bits, int channels, int rate) {
    int fmt = tag == 0xFFFE ? 40 : 16;
    int data = 32 * channels * bits / 8;
    ByteBuffer out = ByteBuffer.allocate(28 + fmt + data).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(20 + fmt + data);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(fmt);
    out.putShort((short) tag).putShort((short) channels).putInt(rate);
    out.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    out.putShort((short) bits);
    if (fmt == 40) {
      out.putShort((short) 22).putShort((short) bits).putInt(0).putShort((short) 1);
      out.position(20 + fmt);
    }
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
    for (int i = 0; i < data; i++) {
      out.put((byte) (i * 37));
    }
    return out.array();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    WavFile file;
    try {
      file = WavFile.parse(input, "x");
    } catch (WavException refused) {
      assertThat(refused).hasMessageStartingWith("x: ");
      assertThat(refused.getMessage()).hasSizeLessThan(200);
      return;
    }
    assertThat(file.sampleRate()).isBetween(WavFile.MIN_RATE, WavFile.MAX_RATE);
    assertThat(file.samples().length).isLessThanOrEqualTo(input.length);
    assertThat(file.millis()).isNotNegative();
    WavFile played = file.at(16_000);
    long expected = (long) file.samples().length * 16_000 / file.sampleRate();
    assertThat((long) played.samples().length).isBetween(expected - 2, expected + 2);
  }
}
