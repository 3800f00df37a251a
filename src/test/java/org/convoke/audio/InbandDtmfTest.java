package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InbandDtmfTest {
  private static final int RATE = 8000;
  private static final String KEYS = "123A456B789C*0#D";
  private static final double[] ROWS = {697, 770, 852, 941};
  private static final double[] COLUMNS = {1209, 1336, 1477, 1633};

  private static String heard(short[] pcm) {
    InbandDtmf detector = new InbandDtmf();
    StringBuilder keys = new StringBuilder();
    for (int t = 0; t * 160 < pcm.length; t++) {
      char key = detector.accept(Tones.frame(pcm, t, 160), 160);
      if (key != InbandDtmf.NONE) {
        keys.append(key);
      }
    }
    return keys.toString();
  }

  /** Keys with hard edges, {@code onMs} each and {@code offMs} apart, from an odd beginning. */
  private static short[] dial(
      String keys,
      int onMs,
      int offMs,
      double rowDbfs,
      double twistDb,
      double rowOff,
      double colOff) {
    int on = onMs * 8;
    int off = offMs * 8;
    short[] pcm = new short[keys.length() * (on + off + 13) + 1000];
    for (int k = 0; k < keys.length(); k++) {
      int index = KEYS.indexOf(keys.charAt(k));
      short[] row = Tones.sine(ROWS[index / 4] * (1 + rowOff), onMs, rowDbfs, RATE);
      short[] column = Tones.sine(COLUMNS[index % 4] * (1 + colOff), onMs, rowDbfs + twistDb, RATE);
      System.arraycopy(Tones.sum(row, column), 0, pcm, 37 + k * (on + off + 13), on);
    }
    return pcm;
  }

  @ParameterizedTest
  @CsvSource({
    "40,40,-15,0,0,0",
    "45,45,-15,0,0,0",
    "80,80,-10,0,0,0",
    "100,100,-33,0,0,0",
    "60,60,-15,0,0.015,0.015",
    "60,60,-15,0,-0.015,-0.015",
    "60,60,-15,0,0.015,-0.015",
    "60,60,-20,4,0,0",
    "60,60,-12,-8,0,0",
    "60,60,-20,4,0.015,0.015",
    "60,60,-12,-8,-0.015,0.015",
    "1500,60,-15,0,0,0"
  })
  void everyKeyIsHeardOnceWithinTheLimitsOfQ24(
      int on, int off, double dbfs, double twist, double rowOff, double colOff) {
    String keys = KEYS + "1122334455667788990011" + KEYS;
    assertThat(heard(dial(keys, on, off, dbfs, twist, rowOff, colOff))).isEqualTo(keys);
  }

  @ParameterizedTest
  @CsvSource({"0.035,0.035", "-0.035,-0.035", "0.035,0", "0,0.035", "-0.035,0", "0,-0.035"})
  void tonesFarOutOfTuneAreNoKeys(double rowOff, double colOff) {
    assertThat(heard(dial(KEYS, 100, 100, -15, 0, rowOff, colOff))).isEmpty();
  }

  @Test
  void aVeryShortOrVeryFaintToneIsNoKey() {
    assertThat(heard(dial(KEYS, 20, 80, -15, 0, 0, 0))).isEmpty();
    assertThat(heard(dial(KEYS, 80, 80, -55, 0, 0, 0))).isEmpty();
  }

  @Test
  void aDropoutWithinAPressDoesNotDoubleIt() {
    short[] pcm = dial("5", 300, 50, -15, 0, 0, 0);
    java.util.Arrays.fill(pcm, 1000, 1080, (short) 0);
    assertThat(heard(pcm)).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keysAreHeardThroughNoise(long seed) {
    short[] pcm = dial(KEYS.repeat(5), 70, 70, -15, 2, 0.005, -0.005);
    short[] noisy = Tones.sum(pcm, Tones.noise(seed, pcm.length / 8, -30, RATE));
    assertThat(heard(noisy)).isEqualTo(KEYS.repeat(5));
  }

  /**
   * A thousand keys of random levels, twists and offsets within Q.24's limits, with white noise so
   * far below both tones.
   */
  @ParameterizedTest
  @CsvSource({"40,40,15,1,0", "50,50,15,1,0", "65,65,15,12,0", "50,50,15,12,5", "40,40,20,12,4"})
  void aThousandKeysAreHeardThroughNoise(int on, int off, int snrDb, int twistDb, int missed) {
    Random random = new Random(5);
    int step = (on + off) * 8;
    short[] pcm = new short[1000 * step + 1000];
    StringBuilder sent = new StringBuilder();
    for (int k = 0; k < 1000; k++) {
      int index = random.nextInt(16);
      sent.append(KEYS.charAt(index));
      double level = -13 - 8 * random.nextDouble();
      double other = level + twistDb * (random.nextDouble() - 2.0 / 3);
      double row = ROWS[index / 4] * (1 + 0.03 * (random.nextDouble() - 0.5));
      double column = COLUMNS[index % 4] * (1 + 0.03 * (random.nextDouble() - 0.5));
      double both = Levels.power(level) + Levels.power(other);
      double noise = Math.sqrt(both * Math.pow(10, -snrDb / 10.0));
      double shift = random.nextDouble();
      for (int i = 0; i < step; i++) {
        double tones =
            Math.sqrt(2 * Levels.power(level)) * Math.sin(2 * Math.PI * (row * i / RATE + shift))
                + Math.sqrt(2 * Levels.power(other)) * Math.sin(2 * Math.PI * column * i / RATE);
        double sample = (i < on * 8 ? tones : 0) + noise * random.nextGaussian();
        short clamped = Limiter.clamp((float) sample);
        pcm[97 + k * step + i] = G711.A_LAW.decode(G711.A_LAW.encode(clamped));
      }
    }
    String heard = heard(pcm);
    int at = 0;
    for (char key : heard.toCharArray()) {
      at = sent.indexOf(String.valueOf(key), at) + 1;
      assertThat(at).as("keys in order, none made up: %s", heard).isPositive();
    }
    assertThat(1000 - heard.length()).isBetween(0, missed);
  }

  @Test
  void keysSurviveTheCodec() {
    for (char key : KEYS.toCharArray()) {
      assertThat(heard(ToneGenerator.dtmf(key, 80, -13, RATE))).isEqualTo(String.valueOf(key));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void noiseAndBabbleDialNothing(long seed) {
    assertThat(heard(Tones.noise(seed, 60_000, -15, RATE))).as("noise %d", seed).isEmpty();
    assertThat(heard(Tones.babble(seed, 120_000, -15, RATE))).as("babble %d", seed).isEmpty();
  }

  @Test
  void spokenPromptsAndMusicDialNothing() {
    SoundLibrary library = new SoundLibrary();
    for (String language : SoundLibrary.languages()) {
      for (String name : library.names(language)) {
        assertThat(heard(library.samples(new Sound.Prompt(language, name), RATE)))
            .as(name)
            .isEmpty();
      }
    }
    assertThat(heard(library.samples(new Sound.Music(), RATE))).isEmpty();
    for (Sound.Kind kind : Sound.Kind.values()) {
      assertThat(heard(library.samples(new Sound.Tone(kind), RATE))).isEmpty();
    }
  }

  @Test
  void recordedSpeechDialsNothing() throws IOException {
    List<Path> speech;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/speech"))) {
      speech = files.sorted().toList();
    }
    assertThat(speech).isNotEmpty();
    for (Path file : speech) {
      assertThat(heard(WavFile.read(file).at(RATE).samples())).as(file.toString()).isEmpty();
    }
  }

  @Test
  void singleTonesAndRandomPairsThatAreNoKeysDialNothing() {
    Random random = new Random(99);
    for (int n = 0; n < 200; n++) {
      double a = 300 + 400 * random.nextDouble() * 0.95;
      double b = 1000 + 170 * random.nextDouble();
      short[] pair = Tones.sum(Tones.sine(a, 200, -15, RATE), Tones.sine(b, 200, -15, RATE));
      assertThat(heard(pair)).as("%f %f", a, b).isEmpty();
      assertThat(heard(Tones.sine(600 + 1100 * random.nextDouble(), 200, -12, RATE))).isEmpty();
    }
  }

  @Test
  void aPressTellsItsLengthAndThatItSounds() {
    InbandDtmf detector = new InbandDtmf();
    short[] pcm = dial("7", 200, 100, -15, 0, 0, 0);
    int sounding = 0;
    for (int t = 0; t < pcm.length / 160; t++) {
      detector.accept(Tones.frame(pcm, t, 160), 160);
      sounding += detector.toneNow() ? 1 : 0;
    }
    assertThat(detector.pressedMs()).isBetween(170, 230);
    assertThat(sounding).isBetween(9, 13);
    assertThat(detector.toneNow()).isFalse();
  }
}
