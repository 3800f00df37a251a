package org.convoke.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Sound;
import org.convoke.dialin.Phrase;
import org.junit.jupiter.api.Test;

class SpeechTest {
  private static List<Sound> count(String language, int others) {
    return Speech.sounds(
        language, List.of(new Phrase.Number(others), new Phrase.Prompt("others-here")));
  }

  @Test
  void aHeadCountIsANumberAndWhatItCounts() {
    assertThat(count("en", 21))
        .containsExactly(
            new Sound.Prompt("en", "number-20"),
            new Sound.Prompt("en", "number-1"),
            new Sound.Silence(150),
            new Sound.Prompt("en", "others-here"));
    assertThat(count("de", 21))
        .startsWith(new Sound.Prompt("de", "number-1-and"), new Sound.Prompt("de", "number-20"));
  }

  @Test
  void keysAreSaidOneByOne() {
    assertThat(Speech.sounds("de", List.of(new Phrase.Prompt("help-mute"), new Phrase.Keys("*#6"))))
        .containsExactly(
            new Sound.Prompt("de", "help-mute"),
            new Sound.Prompt("de", "star"),
            new Sound.Prompt("de", "pound"),
            new Sound.Prompt("de", "number-6"));
  }
}
