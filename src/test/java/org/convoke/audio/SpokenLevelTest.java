package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenLevelTest {
  private static float[] voice(String name, double scale) throws IOException {
    try (InputStream in = SpokenLevelTest.class.getResourceAsStream("/speech/" + name + ".wav")) {
      short[] pcm = WavFile.read(in, name).at(Clip.RATE).samples();
      float[] voice = new float[pcm.length];
      for (int i = 0; i < pcm.length; i++) {
        voice[i] = (float) (pcm[i] * scale);
      }
      return voice;
    }
  }

  /** Of the blocks in which somebody speaks, as scripts/prompts measures. */
  private static double speech(short[] pcm) {
    double squares = 0;
    long count = 0;
    for (int at = 0; at + 160 <= pcm.length; at += 160) {
      double square = Levels.meanSquare(pcm, at, 160);
      if (Levels.dbfs(square) > -45) {
        squares += square;
        count++;
      }
    }
    return Levels.dbfs(squares / count);
  }

  @ParameterizedTest
  @CsvSource({
    "flite-awb,1",
    "flite-rms,0.05",
    "espeak-german,1",
    "espeak-german,0.2",
    "flite-rms,3"
  })
  void everyVoiceBecomesAsLoudAsThePrompts(String name, double scale) throws IOException {
    short[] level = SpokenLevel.of(voice(name, scale));
    assertThat(speech(level)).isCloseTo(-20, within(1.2));
    assertThat(Levels.peak(level, 0, level.length)).isLessThan(22_100);
  }

  @Test
  void promptsAreThatLoudToo() {
    SoundLibrary library = new SoundLibrary();
    short[] prompt = library.samples(new Sound.Prompt("en", "welcome"), Clip.RATE);
    assertThat(speech(prompt)).isCloseTo(-20, within(1.2));
  }

  @Test
  void silenceBeforeAndAfterIsCutOffAndNothingStaysNothing() {
    float[] sound = new float[48_000];
    for (int i = 16_000; i < 24_000; i++) {
      sound[i] = (float) (3000 * Math.sin(i * 0.3));
    }
    assertThat(SpokenLevel.of(sound).length).isBetween(8000, 8000 + 5 * 160);
    assertThat(SpokenLevel.of(new float[5000])).isEmpty();
    assertThat(SpokenLevel.of(new float[0])).isEmpty();
    assertThat(SpokenLevel.of(new float[] {Float.NaN, Float.NaN})).isEmpty();
  }

  @Test
  void filtersRaiseWhatTheyShall() {
    float[] hiss = new float[16_000];
    for (int i = 0; i < hiss.length; i++) {
      hiss[i] =
          (float)
              (1000 * Math.sin(2 * Math.PI * 2600 * i / 16_000)
                  + 1000 * Math.sin(2 * Math.PI * 50 * i / 16_000));
    }
    Biquad.peak(2600, 0.8, 6, 16_000).process(hiss);
    Biquad.highPass(200, 16_000).process(hiss);
    short[] pcm = new short[8000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) hiss[8000 + i];
    }
    double before = Levels.dbfs(500_000);
    assertThat(Goertzel.dbfs(pcm, 2600, 16_000) - before).isCloseTo(6, within(0.3));
    assertThat(Goertzel.dbfs(pcm, 50, 16_000) - before).isLessThan(-20);
  }
}
