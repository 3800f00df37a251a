package org.convoke.ivr;

import java.util.ArrayList;
import java.util.List;
import org.convoke.audio.Sound;
import org.convoke.dialin.Phrase;

/** Phrases as the recorded prompts of a language. */
final class Speech {
  /** Between the parts of a longer speech, so that it can be followed. */
  private static final Sound PAUSE = new Sound.Silence(150);

  private static final int NUMBER_MAX = 9_999;

  private Speech() {}

  static List<Sound> sounds(String language, List<Phrase> phrases) {
    List<Sound> sounds = new ArrayList<>();
    for (Phrase phrase : phrases) {
      switch (phrase) {
        case Phrase.Prompt prompt -> {
          if (!sounds.isEmpty()) {
            sounds.add(PAUSE);
          }
          sounds.add(new Sound.Prompt(language, prompt.name()));
        }
        case Phrase.Number number -> {
          for (String part : number(language, number.value())) {
            sounds.add(new Sound.Prompt(language, part));
          }
        }
        case Phrase.Keys keys -> {
          for (char key : keys.keys().toCharArray()) {
            sounds.add(new Sound.Prompt(language, key(key)));
          }
        }
      }
    }
    return sounds;
  }

  private static String key(char key) {
    return switch (key) {
      case '*' -> "star";
      case '#' -> "pound";
      default -> "number-" + key;
    };
  }

  /** A number's parts by the names of prompts; more than 9,999 is said as 9,999. */
  static List<String> number(String language, int value) {
    boolean german = language.equals("de");
    int n = Math.clamp(value, 0, NUMBER_MAX);
    List<String> parts = new ArrayList<>();
    if (n >= 1_000) {
      parts.add(times(n / 1_000, german));
      parts.add("number-thousand");
    }
    if (n % 1_000 >= 100) {
      parts.add(times(n % 1_000 / 100, german));
      parts.add("number-hundred");
    }
    int rest = n % 100;
    if (rest > 20 && rest % 10 != 0) {
      // German says the ones first: einundzwanzig.
      parts.add(german ? "number-" + rest % 10 + "-and" : "number-" + rest / 10 * 10);
      parts.add(german ? "number-" + rest / 10 * 10 : "number-" + rest % 10);
    } else if (rest > 0 || parts.isEmpty()) {
      parts.add("number-" + rest);
    }
    return parts;
  }

  private static String times(int count, boolean german) {
    return german && count == 1 ? "number-1-unit" : "number-" + count;
  }
}
