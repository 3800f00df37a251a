package org.convoke.ivr;

import java.util.ArrayList;
import java.util.List;
import org.convoke.audio.Sound;
import org.convoke.audio.SoundLibrary;
import org.convoke.dialin.Phrase;

/** Phrases as the recorded prompts of a language. */
final class Speech {
  /** Between the parts of a longer speech, so that it can be followed. */
  private static final Sound PAUSE = new Sound.Silence(150);

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
        case Phrase.Number number -> sounds.addAll(SoundLibrary.numbers(language, number.value()));
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
}
