package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files hold one second of 880 Hz at -12 dBFS, encoded by LAME. */
class Mp3FileTest {
  private static byte[] file(String name) throws IOException {
    try (InputStream in = Mp3FileTest.class.getResourceAsStream("/sounds/" + name + ".mp3")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tone-16k-mono,16000",
    "tone-44k-stereo-vbr,44100",
    "tone-22k-id3,22050",
    "tone-44k-crc,44100"
  })
  void aToneIsReadAsItWas(String name, int rate) throws IOException {
    byte[] file = file(name);
    assertThat(Mp3File.looksLikeOne(file)).isTrue();
    WavFile sound = Mp3File.parse(file, 60);
    assertThat(sound.sampleRate()).isEqualTo(rate);
    // The encoder adds up to two frames before and after.
    assertThat(sound.millis()).isBetween(1000, 1180);
    short[] middle = Arrays.copyOfRange(sound.samples(), rate / 4, rate * 3 / 4);
    assertThat(Goertzel.dbfs(middle, 880, rate)).isCloseTo(-12, within(0.5));
    assertThat(Levels.rmsDbfs(middle)).isCloseTo(-12, within(0.5));
  }

  @Test
  void whatFollowsOrPrecedesTheSoundIsPassedOver() throws IOException {
    byte[] tone = file("tone-16k-mono");
    byte[] both = new byte[tone.length + 300];
    Arrays.fill(both, (byte) 7);
    System.arraycopy(tone, 0, both, 100, tone.length);
    assertThat(Mp3File.parse(both, 60).millis()).isEqualTo(Mp3File.parse(tone, 60).millis());
  }

  @Test
  void aFileThatIsCutOffGivesWhatItHolds() throws IOException {
    byte[] tone = file("tone-16k-mono");
    assertThat(Mp3File.parse(Arrays.copyOf(tone, tone.length / 2), 60).millis())
        .isBetween(400, 620);
    for (int length = 0; length < tone.length; length += 13) {
      byte[] cut = Arrays.copyOf(tone, length);
      if (Mp3File.looksLikeOne(cut)) {
        assertThat(Mp3File.parse(cut, 60).millis()).isLessThan(1200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tone-16k-mono", "tone-44k-stereo-vbr", "tone-44k-crc"})
  void whatWasCutOffInFrontCostsTheFirstFramesAlone(String name) throws IOException {
    byte[] tone = file(name);
    int[] frames = frames(tone);
    byte[] rest = Arrays.copyOfRange(tone, frames[8], tone.length);
    WavFile sound = Mp3File.parse(rest, 60);
    int rate = sound.sampleRate();
    short[] heard = Arrays.copyOfRange(sound.samples(), rate / 4, rate / 2);
    assertThat(Goertzel.dbfs(heard, 880, rate)).isCloseTo(-12, within(0.5));
    assertThat(Levels.rmsDbfs(heard)).isCloseTo(-12, within(0.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tone-16k-mono", "tone-44k-stereo-vbr", "tone-44k-crc"})
  void aFrameThatIsLostOrJunkAmongFramesCostsAFewFrames(String name) throws IOException {
    byte[] tone = file(name);
    int[] frames = frames(tone);
    byte[] lost = joined(Arrays.copyOf(tone, frames[8]), from(tone, frames[9]));
    byte[] junk = new byte[300];
    new Random(1).nextBytes(junk);
    byte[] with = joined(joined(Arrays.copyOf(tone, frames[8] + 50), junk), from(tone, frames[9]));
    for (byte[] broken : new byte[][] {lost, with}) {
      WavFile sound = Mp3File.parse(broken, 60);
      int rate = sound.sampleRate();
      short[] heard = Arrays.copyOfRange(sound.samples(), rate / 2, rate * 3 / 4);
      assertThat(Goertzel.dbfs(heard, 880, rate)).isCloseTo(-12, within(0.5));
      assertThat(Levels.rmsDbfs(heard)).isCloseTo(-12, within(0.5));
    }
  }

  @Test
  void theSumOfIntensityStereoIsHeard() throws IOException {
    byte[] left = file("tone-44k-left"); // its right channel is empty, as that of intensity stereo
    for (int at : frames(left)) {
      left[at + 3] |= 0x10;
    }
    short[] middle = Arrays.copyOfRange(Mp3File.parse(left, 60).samples(), 11_025, 33_075);
    assertThat(Goertzel.dbfs(middle, 880, 44_100)).isBetween(-22.0, -21.0);
  }

  private static int[] frames(byte[] file) {
    int at = 0;
    while (Mp3Frame.at(file, at) == null) {
      at++;
    }
    int[] frames = new int[200];
    int count = 0;
    for (Mp3Frame frame; (frame = Mp3Frame.at(file, at)) != null; at += frame.bytes()) {
      frames[count++] = at;
    }
    return Arrays.copyOf(frames, count);
  }

  private static byte[] from(byte[] file, int at) {
    return Arrays.copyOfRange(file, at, file.length);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Test
  void aLongOneIsCutAtTheLimit() throws IOException {
    byte[] tone = file("tone-16k-mono");
    byte[] many = new byte[tone.length * 8];
    for (int i = 0; i < 8; i++) {
      System.arraycopy(tone, 0, many, i * tone.length, tone.length);
    }
    assertThat(Mp3File.parse(many, 60).millis()).isBetween(8000, 9500);
    assertThat(Mp3File.parse(many, 3).millis()).isEqualTo(3000);
  }

  @Test
  void whatIsNoneIsRefused() {
    byte[] text = "ID3 this is no music at all, but a text".getBytes();
    assertThatThrownBy(() -> Mp3File.parse(text, 60)).isInstanceOf(WavException.class);
    assertThat(Mp3File.looksLikeOne(new byte[0])).isFalse();
    assertThat(Mp3File.looksLikeOne(new byte[1000])).isFalse();
    assertThatThrownBy(() -> Mp3File.parse(new byte[100_000], 60))
        .isInstanceOf(WavException.class)
        .hasMessage("The file is no MP3 that can be read");
  }

  @Test
  void brokenFilesAreReadOrRefusedButNeverFail() throws IOException {
    byte[][] seeds = {
      file("tone-16k-mono"), file("tone-22k-id3"), file("tone-44k-stereo-vbr"), file("tone-44k-crc")
    };
    for (int seed = 0; seed < 240; seed++) {
      Random random = new Random(seed);
      byte[] broken = seeds[seed % seeds.length].clone();
      for (int i = random.nextInt(60); i >= 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      try {
        WavFile sound = Mp3File.parse(broken, 5);
        assertThat(sound.millis()).as("seed %d", seed).isLessThanOrEqualTo(5000);
      } catch (WavException refused) {
        assertThat(refused).hasMessageStartingWith("The file");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
