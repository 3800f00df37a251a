package org.convoke.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Sound;
import org.convoke.dialin.Phrase;
import org.junit.jupiter.api.Test;

class SpeechTest {
  @Test
  void englishNumbersAreSaidFromTheLeft() {
    assertThat(Speech.number("en", 0)).containsExactly("number-0");
    assertThat(Speech.number("en", 17)).containsExactly("number-17");
    assertThat(Speech.number("en", 20)).containsExactly("number-20");
    assertThat(Speech.number("en", 21)).containsExactly("number-20", "number-1");
    assertThat(Speech.number("en", 100)).containsExactly("number-1", "number-hundred");
    assertThat(Speech.number("en", 342))
        .containsExactly("number-3", "number-hundred", "number-40", "number-2");
    assertThat(Speech.number("en", 1_005))
        .containsExactly("number-1", "number-thousand", "number-5");
  }

  @Test
  void germanNumbersSayTheOnesFirst() {
    assertThat(Speech.number("de", 21)).containsExactly("number-1-and", "number-20");
    assertThat(Speech.number("de", 101))
        .containsExactly("number-1-unit", "number-hundred", "number-1");
    assertThat(Speech.number("de", 342))
        .containsExactly("number-3", "number-hundred", "number-2-and", "number-40");
  }

  @Test
  void numbersBeyondTheRecordedOnesAreSaidAsTheGreatest() {
    assertThat(Speech.number("en", 1_000_000)).isEqualTo(Speech.number("en", 9_999));
    assertThat(Speech.number("en", -1)).containsExactly("number-0");
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
