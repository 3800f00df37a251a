package org.convoke.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convoke.config.KeypadConfig;
import org.convoke.dialin.Phrase;
import org.convoke.id.Pin;
import org.junit.jupiter.api.Test;

class KeypadTest {
  static final KeypadConfig DEFAULTS =
      new KeypadConfig("*1", "*2", "*8", "*3", "*4", "*5", "*9", "*6", "*7", "*0", "*#", "**");

  private static List<KeyAction> press(Keypad keypad, String keys) {
    List<KeyAction> done = new ArrayList<>();
    String pending = "";
    for (char key : keys.toCharArray()) {
      Keypad.Pressed pressed = keypad.press(pending, key);
      done.addAll(pressed.done());
      pending = pressed.pending();
    }
    return done;
  }

  @Test
  void theDefaultsAreTheWidelyUsedHabits() {
    assertThat(press(new Keypad(DEFAULTS), "*1*2*8*3*4*5*9*6*7*0*#"))
        .containsExactly(
            KeyAction.HELP,
            KeyAction.VOLUME_DOWN,
            KeyAction.VOLUME_UP,
            KeyAction.HEAD_COUNT,
            KeyAction.AUDIENCE_MUTE,
            KeyAction.RAISE_HAND,
            KeyAction.RAISE_HAND,
            KeyAction.MUTE,
            KeyAction.LOCK,
            KeyAction.END,
            KeyAction.ADMIT);
  }

  @Test
  void keysThatMeanNothingAreIgnoredAndTheNextSequenceCounts() {
    assertThat(press(new Keypad(DEFAULTS), "6#12*A*6")).containsExactly(KeyAction.MUTE);
    assertThat(new Keypad(DEFAULTS).press("", '7').known()).isFalse();
    assertThat(new Keypad(DEFAULTS).press("", '*').known()).isTrue();
  }

  @Test
  void theLongestSequenceCounts() {
    Keypad keypad =
        new Keypad(new KeypadConfig("1", "12", "123", "", "", "", "", "", "", "", "", ""));
    assertThat(press(keypad, "123")).containsExactly(KeyAction.VOLUME_UP);
    assertThat(press(keypad, "129")).containsExactly(KeyAction.VOLUME_DOWN);
    assertThat(keypad.press("", '1').done()).isEmpty();
    assertThat(keypad.timeout("1")).isEqualTo(KeyAction.HELP);
    assertThat(keypad.timeout("12")).isEqualTo(KeyAction.VOLUME_DOWN);
  }

  @Test
  void aSequenceThatIsTurnedOffDoesNothing() {
    Keypad keypad = new Keypad(new KeypadConfig("", "", "", "", "", "", "", "*6", "", "", "", ""));
    assertThat(press(keypad, "*1*6")).containsExactly(KeyAction.MUTE);
    assertThat(keypad.timeout("*")).isNull();
  }

  @Test
  void twoStarsAndSixDigitsAreACode() {
    Keypad keypad = new Keypad(DEFAULTS);
    assertThat(keypad.press("*", '*').pending()).isEqualTo("**");
    assertThat(keypad.press("**12345", '6'))
        .isEqualTo(new Keypad.Pressed("", List.of(), true, new Pin("123456")));
    assertThat(keypad.press("**12345", '6').toString()).doesNotContain("123456");
    assertThat(keypad.press("**123", '#').done()).containsExactly(KeyAction.INCOMPLETE_CODE);
    assertThat(keypad.press("**123", '*').pending()).isEqualTo("*");
    assertThat(keypad.timeout("**123")).isEqualTo(KeyAction.INCOMPLETE_CODE);
    assertThat(keypad.timeout("**")).isNull();
    assertThat(keypad.isCode("**")).isTrue();
    assertThat(keypad.isCode("*")).isFalse();
    assertThat(keypad.patienceNs("**1")).isGreaterThan(keypad.patienceNs("*"));
  }

  @Test
  void codesCanBeTurnedOff() {
    Keypad keypad = new Keypad(new KeypadConfig("", "", "", "", "", "", "", "*6", "", "", "", ""));
    assertThat(press(keypad, "**6")).containsExactly(KeyAction.MUTE);
    assertThat(keypad.isCode("**")).isFalse();
  }

  @Test
  void noKeysWhateverMakeItRememberMoreThanASequence() {
    Random random = new Random(7);
    Keypad keypad = new Keypad(DEFAULTS);
    String pending = "";
    for (int i = 0; i < 10_000; i++) {
      pending = keypad.press(pending, "0123456789*#ABCD".charAt(random.nextInt(16))).pending();
      assertThat(pending).hasSizeLessThan(keypad.isCode(pending) ? 8 : 2);
    }
  }

  @Test
  void helpSpeaksTheMapAsItIsConfiguredAndHostsHearTheirs() {
    Help help =
        new Help(new KeypadConfig("*1", "", "", "*3", "*4", "*5", "", "*6", "", "", "", ""));
    assertThat(help.phrases(false))
        .containsExactly(
            new Phrase.Prompt("help-intro"),
            new Phrase.Prompt("help-mute"),
            new Phrase.Keys("*6"),
            new Phrase.Prompt("help-hand"),
            new Phrase.Keys("*5"),
            new Phrase.Prompt("help-count"),
            new Phrase.Keys("*3"),
            new Phrase.Prompt("help-help"),
            new Phrase.Keys("*1"));
    assertThat(help.phrases(true))
        .containsSequence(
            new Phrase.Prompt("help-host"),
            new Phrase.Prompt("help-audience-mute"),
            new Phrase.Keys("*4"))
        .doesNotContain(new Phrase.Prompt("help-lock"));
    assertThat(new Help(DEFAULTS).phrases(false))
        .containsSequence(
            new Phrase.Prompt("help-hand"),
            new Phrase.Keys("*5"),
            new Phrase.Prompt("or"),
            new Phrase.Keys("*9"));
  }
}
