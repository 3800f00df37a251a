package org.convoke.ivr;

import java.util.ArrayList;
import java.util.List;
import org.convoke.config.KeypadConfig;
import org.convoke.dialin.Phrase;

/** The keypad's map in words, as it is configured; hosts hear theirs too. */
final class Help {
  private final KeypadConfig keypad;

  Help(KeypadConfig keypad) {
    this.keypad = keypad;
  }

  List<Phrase> phrases(boolean host) {
    List<Phrase> all = new ArrayList<>();
    all.add(new Phrase.Prompt("help-intro"));
    add(all, "help-mute", keypad.mute());
    add(all, "help-hand", keypad.raiseHand(), keypad.raiseHandToo());
    add(all, "help-volume-down", keypad.volumeDown());
    add(all, "help-volume-up", keypad.volumeUp());
    add(all, "help-count", keypad.headCount());
    if (host) {
      List<Phrase> own = new ArrayList<>();
      add(own, "help-audience-mute", keypad.audienceMute());
      add(own, "help-lock", keypad.lock());
      add(own, "help-admit", keypad.admit());
      add(own, "help-end", keypad.end());
      if (!own.isEmpty()) {
        all.add(new Phrase.Prompt("help-host"));
        all.addAll(own);
      }
    }
    add(all, "help-help", keypad.help());
    return all;
  }

  private static void add(List<Phrase> to, String prompt, String... sequences) {
    boolean said = false;
    for (String keys : sequences) {
      if (keys.isEmpty()) {
        continue;
      }
      to.add(new Phrase.Prompt(said ? "or" : prompt));
      to.add(new Phrase.Keys(keys));
      said = true;
    }
  }
}
