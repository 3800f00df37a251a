package org.convoke.provider;

import java.util.ArrayList;
import java.util.List;
import org.convoke.dialin.Action;
import org.convoke.dialin.Input;
import org.convoke.dialin.Phrase;
import org.convoke.dialin.PinDialogue;
import org.convoke.dialin.Rules;
import org.convoke.dialin.State;
import org.convoke.dialin.Step;

/**
 * One caller's PIN dialogue over webhooks. Between two of them no time is known to pass: the
 * provider waits for the keys, and what our own dialogue would wait for is told as a pause.
 */
public final class Inquiry {
  /** What is to be done next. */
  public sealed interface Next {
    /**
     * Say this and gather keys; then {@link Inquiry#keyed}. {@code digits} 0: as many as come.
     * Nothing is said to one whom the provider stopped in the middle of his keys.
     */
    record Gather(List<Phrase> phrases, long pauseMs, int digits) implements Next {}

    /** Ask whether the PIN or code lets in; then {@link Inquiry#answered}. */
    record Ask(Action question) implements Next {}

    /** He may go in, after the pause. */
    record Enter(Action.Entry where, long pauseMs) implements Next {}

    /** Say this and end the call. */
    record End(List<Phrase> phrases, long pauseMs) implements Next {}
  }

  private static final List<Phrase> GOODBYE = List.of(new Phrase.Prompt("goodbye"));

  private final PinDialogue dialogue;
  private State state = PinDialogue.start();
  private long nowNs;

  /** What was gathered since the last {@link Next}. */
  private final List<Phrase> phrases = new ArrayList<>();

  private long pauseNs;
  private Next decided;

  public Inquiry(PinDialogue dialogue) {
    this.dialogue = dialogue;
  }

  /** It begins by {@link Input.Ask}, {@link Input.GoTo} or {@link Input.CannotServe}. */
  public Next begin(Input first) {
    return after(first);
  }

  /** What the caller keyed: 0-9 * #, and nothing else counts; empty when he keyed nothing. */
  public Next keyed(String keys) {
    step(new Input.SaidAll());
    int wanted = state instanceof State.Asking asking ? missing(asking) : 0;
    int taken = 0;
    for (int i = 0; i < keys.length() && state instanceof State.Asking; i++) {
      char key = keys.charAt(i);
      if (key >= '0' && key <= '9' || key == '*') {
        taken++;
        step(new Input.Digit(key));
      }
    }
    if (taken > 0 && state instanceof State.Asking asking && !asking.digits().isEmpty()) {
      if (wanted > 0 && taken >= wanted) {
        // With a star there is more to come than a PIN has digits; what was said is past.
        phrases.clear();
      } else {
        step(new Input.Digit('#'));
      }
    } else if (taken == 0) {
      sleep();
    }
    return next();
  }

  /** How many keys are to come, 0 when that is not known. */
  private static int missing(State.Asking asking) {
    String keyed = asking.digits();
    int pinLength = asking.tried().pinLength();
    int length = keyed.startsWith("*") ? 1 + Rules.CODE_LENGTH : pinLength;
    return pinLength == 0 ? 0 : length - keyed.length();
  }

  /** The answer to {@link Next.Ask}. */
  public Next answered(Input answer) {
    return after(answer);
  }

  private Next after(Input input) {
    step(input);
    return next();
  }

  private Next next() {
    while (decided == null
        && (state instanceof State.Refusing || state instanceof State.Delaying)) {
      pauseNs += sleep();
    }
    if (decided == null && state instanceof State.Leaving) {
      step(new Input.SaidAll());
    }
    long pauseMs = pauseNs / 1_000_000;
    Next next = decided;
    if (next == null && state instanceof State.Asking asking) {
      next = new Next.Gather(List.copyOf(phrases), pauseMs, missing(asking));
    } else if (next == null) {
      // He was let in or sent away before; what comes now is late.
      next = new Next.End(GOODBYE, 0);
    } else if (next instanceof Next.Enter enter) {
      next = new Next.Enter(enter.where(), pauseMs);
    } else if (next instanceof Next.End) {
      next = new Next.End(List.copyOf(phrases), pauseMs);
    }
    decided = null;
    phrases.clear();
    pauseNs = 0;
    return next;
  }

  /** The time that the dialogue waits for comes; returns how long that is. */
  private long sleep() {
    long sinceNs = nowNs;
    if (state.wakeAtNs() != State.NEVER) {
      nowNs = state.wakeAtNs();
      step(new Input.Tick());
    }
    return nowNs - sinceNs;
  }

  private void step(Input input) {
    Step step = dialogue.step(state, input, nowNs);
    state = step.next();
    for (Action action : step.actions()) {
      switch (action) {
        case Action.Say say -> phrases.addAll(say.phrases());
        case Action.Check _, Action.CheckCode _ -> decided = new Next.Ask(action);
        case Action.Entry entry -> decided = new Next.Enter(entry, 0);
        case Action.HangUp _ -> decided = new Next.End(List.of(), 0);
        case Action.Play _, Action.Hush _, Action.Missed _ -> {
          // A webhook has nothing to play between its answers; a missed try counts in its call
          // only.
        }
      }
    }
  }
}
