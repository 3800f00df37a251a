package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundLibraryTest {
  private final SoundLibrary library = new SoundLibrary();

  @ParameterizedTest
  @CsvSource({
    "en,0,0",
    "en,1,1",
    "en,20,20",
    "en,21,20 1",
    "en,90,90",
    "en,100,1 hundred",
    "en,342,3 hundred 40 2",
    "en,1000,1 thousand",
    "en,2014,2 thousand 14",
    "en,9999,9 thousand 9 hundred 90 9",
    "de,1,1",
    "de,16,16",
    "de,21,1-and 20",
    "de,101,1-unit hundred 1",
    "de,342,3 hundred 2-and 40",
    "de,1100,1-unit thousand 1-unit hundred",
    "de,9999,9 thousand 9 hundred 9-and 90",
    "en,12345,9 thousand 9 hundred 90 9",
    "en,-3,0",
    "fr,7,7"
  })
  void numbersAreSaidInTheirLanguagesOrder(String language, int n, String parts) {
    List<Sound.Prompt> said = SoundLibrary.numbers(language, n);
    assertThat(said.stream().map(p -> p.name().substring(7)).collect(Collectors.joining(" ")))
        .isEqualTo(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyNumberHasItsRecordings(String language) {
    for (int n = 0; n <= 9999; n++) {
      for (Sound.Prompt part : SoundLibrary.numbers(language, n)) {
        assertThat(library.names(part.language())).contains(part.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 48000})
  void aPromptLastsAsLongAtEveryRate(int rate) {
    Sound prompt = new Sound.Prompt("en", "enter-pin");
    short[] pcm = library.samples(prompt, rate);
    double seconds = library.samples(prompt, 16000).length / 16000.0;
    assertThat((double) pcm.length / rate).isBetween(seconds - 0.002, seconds + 0.002);
    assertThat(Levels.rmsDbfs(pcm)).isBetween(-26.0, -19.0);
    assertThat(library.samples(prompt, rate)).isSameAs(pcm);
  }

  @Test
  void anUnknownLanguageSpeaksEnglishAndAnUnknownPromptIsNamed() {
    assertThat(library.samples(new Sound.Prompt("xx", "welcome"), 8000)).isNotEmpty();
    assertThat(library.has("xx", "welcome")).isTrue();
    assertThat(library.has("en", "no-such")).isFalse();
    assertThatThrownBy(() -> library.samples(new Sound.Prompt("en", "no-such"), 8000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such");
  }

  @Test
  void silenceIsAsLongAsAskedAndNeverEndless() {
    assertThat(library.samples(new Sound.Silence(250), 8000)).hasSize(2000).containsOnly(0);
    assertThat(library.samples(new Sound.Silence(Integer.MAX_VALUE), 8000)).hasSize(480_000);
    assertThat(library.samples(new Sound.Silence(-1), 8000)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Sound.Kind.class)
  void tonesBeginAndEndSoftly(Sound.Kind kind) {
    short[] tone = library.samples(new Sound.Tone(kind), 8000);
    assertThat(Levels.peak(tone, 0, tone.length)).isBetween(1000, 8000);
    assertThat(tone[0]).isZero();
    assertThat(tone[tone.length - 1]).isZero();
    assertThat(Levels.peak(tone, 0, 8)).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 48000})
  void musicIsQuietAndItsLoopHasNoSeam(int rate) {
    short[] music = library.samples(new Sound.Music(), rate);
    assertThat(music.length / rate).isBetween(20, 30);
    assertThat(Levels.rmsDbfs(music)).isBetween(-27.0, -25.0);
    assertThat(Levels.peak(music, 0, music.length)).isLessThan(16000);
    short[] seam = new short[2000];
    System.arraycopy(music, music.length - 1000, seam, 0, 1000);
    System.arraycopy(music, 0, seam, 1000, 1000);
    assertThat(Tones.sharpestBend(seam, 0, 2000))
        .isLessThanOrEqualTo(Tones.sharpestBend(music, 0, music.length));
  }
}
