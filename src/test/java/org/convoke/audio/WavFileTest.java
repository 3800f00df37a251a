package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackSampleForSample() throws IOException {
    Path path = folder.resolve("a.wav");
    short[] tone = Signals.tone(16000, 440, 9000, 50_001);
    try (WavWriter writer = new WavWriter(path, 16000)) {
      for (int at = 0; at < tone.length; at += 320) {
        writer.write(tone, at, Math.min(320, tone.length - at));
      }
      assertThat(writer.millis()).isEqualTo(3125);
    }
    WavFile read = WavFile.read(path);
    assertThat(read.sampleRate()).isEqualTo(16000);
    assertThat(read.samples()).isEqualTo(tone);
    assertThat(read.millis()).isEqualTo(3125);
  }

  @Test
  void aFileThatIsStillBeingWrittenCanBeReadUpToItsLastSecond() throws IOException {
    Path path = folder.resolve("b.wav");
    try (WavWriter writer = new WavWriter(path, 8000)) {
      writer.write(Signals.tone(8000, 440, 9000, 20_000), 0, 20_000);
      assertThat(WavFile.read(path).millis()).isEqualTo(2000);
      writer.flush();
      assertThat(WavFile.read(path).millis()).isEqualTo(2500);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 1, 256",
    "1, 16, 1, 1",
    "1, 16, 2, 1",
    "1, 24, 1, 1",
    "1, 32, 2, 1",
    "3, 32, 1, 1",
    "6, 8, 1, 300",
    "7, 8, 2, 300",
    "65534, 16, 1, 1"
  })
  void allKnownFormatsGiveTheSameSound(int tag, int bits, int channels, int tolerance)
      throws IOException {
    short[] tone = Signals.tone(8000, 440, 9000, 800);
    byte[] bytes = wav(tag, bits, channels, 8000, tone);
    short[] read = WavFile.parse(bytes, "x").samples();
    assertThat(read).hasSize(800);
    for (int i = 0; i < 800; i++) {
      assertThat((int) read[i]).isCloseTo(tone[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 8000",
    "44100, 16000",
    "44100, 48000",
    "22050, 16000",
    "11025, 48000",
    "8000, 16000",
    "48000, 8000",
    "16001, 16000",
    "96000, 48000"
  })
  void anyRateBecomesAnyOther(int from, int to) throws IOException {
    short[] tone = Signals.tone(from, 1000, 9000, from);
    WavFile file = WavFile.parse(wav(1, 16, 1, from, tone), "x").at(to);
    assertThat(file.samples()).hasSize(to);
    assertThat(file.sampleRate()).isEqualTo(to);
    assertThat(Signals.toneToRest(file.samples(), to / 10, to * 9 / 10, to, 1000))
        .isGreaterThan(60);
    assertThat(Signals.amplitude(file.samples(), to / 10, to * 9 / 10, to, 1000))
        .isCloseTo(9000, within(90.0));
  }

  @Test
  void soundAboveTheNewRateIsTakenOut() {
    short[] high = Signals.tone(44100, 6000, 9000, 44100);
    short[] low = AnyRate.convert(high, 44100, 8000);
    assertThat(Signals.rms(low, 200, 7800)).isLessThan(9);
  }

  @Test
  void chunksBeforeTheSoundAreSkippedAndAMissingSizeMeansToTheEnd() throws IOException {
    short[] tone = Signals.tone(8000, 440, 9000, 100);
    byte[] plain = wav(1, 16, 1, 8000, tone);
    ByteBuffer out = ByteBuffer.allocate(plain.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    out.put(plain, 0, 12).put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(3).putInt(0x41);
    out.put(plain, 12, plain.length - 12);
    assertThat(WavFile.parse(out.array(), "x").samples()).isEqualTo(tone);
    for (int size : new int[] {0, -1}) {
      out.putInt(12 + 12 + 24 + 4, size);
      assertThat(WavFile.parse(out.array(), "x").samples()).isEqualTo(tone);
    }
  }

  @Test
  void badFilesSayWhatIsWrong() {
    short[] tone = new short[10];
    assertBad(new byte[0], "hello.wav: not a WAV file");
    assertBad("ID3 something or other".getBytes(StandardCharsets.US_ASCII), "not a WAV file");
    assertBad(Arrays.copyOf(wav(1, 16, 1, 8000, tone), 36), "no data chunk");
    assertBad(Arrays.copyOf(wav(1, 16, 1, 8000, tone), 30), "fmt chunk is too short");
    assertBad(Arrays.copyOf(wav(1, 16, 1, 8000, tone), 12), "no fmt chunk");
    assertBad(wav(1, 16, 1, 100, tone), "100 samples per second");
    assertBad(wav(0x55, 16, 1, 8000, tone), "format 85 of 16 bits");
    byte[] channels = wav(1, 16, 1, 8000, tone);
    channels[22] = 0;
    assertBad(channels, "0 channels");
  }

  @Test
  void mutatedFilesAreReadOrRefusedButNeverWorse() {
    long seed = 77;
    Random random = new Random(seed);
    byte[] good = wav(1, 16, 2, 8000, Signals.tone(8000, 440, 9000, 60));
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int k = random.nextInt(6); k > 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(Math.min(bytes.length, 60))] = (byte) random.nextInt();
      }
      try {
        assertThat(WavFile.parse(bytes, "x").samples().length).isLessThanOrEqualTo(bytes.length);
      } catch (WavException e) {
        assertThat(e).as("seed %d turn %d", seed, i).hasMessageStartingWith("x: ");
      }
    }
  }

  private static void assertBad(byte[] bytes, String message) {
    assertThatThrownBy(() -> WavFile.parse(bytes, "hello.wav"))
        .isInstanceOf(WavException.class)
        .hasMessageContaining(message);
  }

  /** A WAV file whose channels all carry the same. */
  private static byte[] wav(int tag, int bits, int channels, int rate, short[] pcm) {
    int fmt = tag == 0xFFFE ? 40 : 16;
    int data = pcm.length * channels * bits / 8;
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
    for (short sample : pcm) {
      for (int c = 0; c < channels; c++) {
        put(out, tag, bits, sample);
      }
    }
    return out.array();
  }

  private static void put(ByteBuffer out, int tag, int bits, short sample) {
    if (tag == 3) {
      out.putFloat(sample / 32768f);
    } else if (tag == 6 || tag == 7) {
      out.put((tag == 6 ? G711.A_LAW : G711.MU_LAW).encode(sample));
    } else if (bits == 8) {
      out.put((byte) ((sample >> 8) + 128));
    } else {
      for (int pad = 16; pad < bits; pad += 8) {
        out.put((byte) 0);
      }
      out.putShort(sample);
    }
  }
}
