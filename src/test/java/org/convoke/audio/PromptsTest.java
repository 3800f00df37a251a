package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listens to every prompt by measuring. */
class PromptsTest {
  private static final int RATE = 16000;
  private static final int FRAME = 320;

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyTextHasItsRecordingAndNothingElseIsThere(String language) throws IOException {
    List<String> texts;
    try (Stream<String> lines = Files.lines(Path.of("src/main/prompts/" + language + ".txt"))) {
      texts =
          lines.filter(l -> !l.startsWith("#")).map(l -> l.substring(0, l.indexOf('|'))).toList();
    }
    assertThat(texts).doesNotHaveDuplicates();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/prompts/" + language))) {
      List<String> wavs =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".wav"))
              .map(f -> f.substring(0, f.length() - 4))
              .toList();
      assertThat(wavs).containsExactlyInAnyOrderElementsOf(texts);
    }
    assertThat(new SoundLibrary().names(language)).isEqualTo(new TreeSet<>(texts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyPromptIsLevelWholeAndWithoutClicks(String language) throws IOException {
    for (String name : new SoundLibrary().names(language)) {
      String resource = "/prompts/" + language + "/" + name + ".wav";
      try (InputStream in = getClass().getResourceAsStream(resource)) {
        WavFile wav = WavFile.read(in, resource);
        assertThat(wav.sampleRate()).as(resource).isEqualTo(RATE);
        listen(resource, wav.samples());
      }
    }
  }

  private static void listen(String name, short[] pcm) {
    assertThat(pcm.length).as(name + " length").isBetween(RATE / 6, 6 * RATE);
    assertThat(activeDbfs(pcm)).as(name + " level").isBetween(-21.5, -18.5);
    double peak = 20 * Math.log10(Levels.peak(pcm, 0, pcm.length) / 32768.0);
    assertThat(peak).as(name + " peak").isLessThan(-3);
    assertThat(Levels.peak(pcm, 0, 16)).as(name + " begins softly").isLessThan(200);
    assertThat(Levels.peak(pcm, pcm.length - 16, 16)).as(name + " ends softly").isLessThan(200);
    assertThat(Levels.rmsDbfs(pcm, 0, Math.min(pcm.length, RATE / 4)))
        .as(name + " begins with speech, not with silence")
        .isGreaterThan(-35);
    long sum = 0;
    for (short x : pcm) {
      sum += x;
    }
    assertThat(Math.abs(sum / pcm.length)).as(name + " offset").isLessThan(100);
  }

  /** The level of what is not pause: frames above -40 dBFS. */
  private static double activeDbfs(short[] pcm) {
    double squares = 0;
    int frames = 0;
    for (int at = 0; at + FRAME <= pcm.length; at += FRAME) {
      double power = Levels.meanSquare(pcm, at, FRAME);
      if (power > Levels.power(-40)) {
        squares += power;
        frames++;
      }
    }
    return Levels.dbfs(squares / Math.max(1, frames));
  }
}
