package org.convoke.dialin;

import java.util.ArrayList;
import java.util.List;

/** A caller in virtual time: feeds a dialogue and writes down what it does, in short words. */
final class TestCaller {
  static final Rules RULES = new Rules(3, seconds(10), seconds(5), seconds(30));

  final PinDialogue dialogue = new PinDialogue(RULES);
  final List<Action> actions = new ArrayList<>();
  State state = PinDialogue.start();

  /** Near the wrap of the clock, so that a comparison without subtraction shows. */
  long nowNs = Long.MAX_VALUE - seconds(20) - 7;

  static long seconds(long count) {
    return count * 1_000_000_000L;
  }

  TestCaller feed(Input input) {
    Step step = dialogue.step(state, input, nowNs);
    state = step.next();
    actions.addAll(step.actions());
    return this;
  }

  TestCaller keys(String keys) {
    for (char key : keys.toCharArray()) {
      feed(new Input.Digit(key));
    }
    return this;
  }

  TestCaller saidAll() {
    return feed(new Input.SaidAll());
  }

  /** Lets time pass and wakes the dialogue whenever it wants to be woken. */
  TestCaller after(long millis) {
    long endNs = nowNs + millis * 1_000_000;
    while (State.isDue(state.wakeAtNs(), endNs)) {
      long wakeNs = state.wakeAtNs();
      nowNs = wakeNs - nowNs > 0 ? wakeNs : nowNs;
      feed(new Input.Tick());
    }
    nowNs = endNs;
    return this;
  }

  /** What was done since the last call, as words. */
  String did() {
    List<String> words = new ArrayList<>();
    for (Action action : actions) {
      words.add(
          switch (action) {
            case Action.Say say -> "say " + phrases(say.phrases());
            case Action.Play play -> "play " + play.background();
            case Action.Hush _ -> "hush";
            case Action.Check check -> "check " + check.pin().digits() + " " + check.attempt();
            case Action.CheckCode check -> "code " + check.code().digits() + " " + check.attempt();
            case Action.Merge merge -> "merge " + merge.participant();
            case Action.Missed missed ->
                "missed " + missed.attempt() + " left " + missed.left() + " " + missed.why();
            case Action.Claim claim -> "claim " + claim.role() + (claim.lobby() ? " lobby" : "");
            case Action.HangUp end -> "hang up " + end.cause();
          });
    }
    actions.clear();
    return String.join(", ", words);
  }

  private static String phrases(List<Phrase> phrases) {
    List<String> words = new ArrayList<>();
    for (Phrase phrase : phrases) {
      words.add(
          switch (phrase) {
            case Phrase.Prompt prompt -> recorded(prompt.name());
            case Phrase.Number number -> Integer.toString(number.value());
            case Phrase.Keys keys -> "keys" + keys.keys();
          });
    }
    return String.join("+", words);
  }

  /** A prompt that nobody recorded would be silence. */
  private static String recorded(String name) {
    for (String language : List.of("en", "de")) {
      if (TestCaller.class.getResource("/prompts/" + language + "/" + name + ".wav") == null) {
        throw new AssertionError("there is no prompt " + language + "/" + name);
      }
    }
    return name;
  }
}
