package org.convoke.dialin;

import static org.convoke.dialin.State.NEVER;
import static org.convoke.dialin.State.isDue;

import java.util.ArrayList;
import java.util.List;
import org.convoke.dialin.Action.Background;
import org.convoke.dialin.Action.Claim;
import org.convoke.dialin.Action.Entry;
import org.convoke.dialin.Action.HangUp;
import org.convoke.dialin.Action.Hush;
import org.convoke.dialin.Action.Merge;
import org.convoke.dialin.Action.Play;
import org.convoke.dialin.Action.Say;
import org.convoke.dialin.State.Asking;
import org.convoke.dialin.State.Checking;
import org.convoke.dialin.State.Delaying;
import org.convoke.dialin.State.Entering;
import org.convoke.dialin.State.Idle;
import org.convoke.dialin.State.Leaving;
import org.convoke.dialin.State.Over;
import org.convoke.dialin.State.Refusing;
import org.convoke.dialin.State.Seated;
import org.convoke.dialin.State.Try;
import org.convoke.dialin.State.Waiting;

/** The dialogue of one call, from the welcome to the seat in the room; see the package. */
public final class PinDialogue {
  /** A prompt that lasts longer has lost its end. */
  static final long PROMPT_MAX_NS = 30_000_000_000L;

  /** Shorter delays pass in silence: a blip of hold tone would only puzzle. */
  private static final long TONE_FROM_MS = 2_000;

  private final PinEntry entry;

  public PinDialogue(Rules rules) {
    entry = new PinEntry(rules);
  }

  /** Where every dialogue begins. */
  public static State start() {
    return new Idle();
  }

  /** What follows when {@code input} comes at {@code nowNs}. */
  public Step step(State state, Input input, long nowNs) {
    return switch (input) {
      case Input.Dismissed dismissed -> dismissed(state, dismissed.why(), nowNs);
      case Input.Ask ask when state instanceof Idle ->
          entry.ask(new Try(ask.pinLength(), 1, 0), nowNs, NEVER, "welcome", "enter-pin");
      case Input.GoTo to when state instanceof Idle ->
          enterAfter(
              new Claim(to.room(), to.role(), to.lobby()), false, nowNs, to.delayMs(), nowNs);
      case Input.Become to when state instanceof Idle ->
          enterAfter(new Merge(to.room(), to.participant()), false, nowNs, to.delayMs(), nowNs);
      case Input.CannotServe _ when state instanceof Idle ->
          leave("unavailable", nowNs, "system-busy", "try-later", "goodbye");
      // Begun twice: the first beginning holds.
      case Input.Ask _, Input.GoTo _, Input.Become _, Input.CannotServe _ -> Step.to(state);
      case Input.Digit _,
          Input.SaidAll _,
          Input.Tick _,
          Input.Accepted _,
          Input.AcceptedCode _,
          Input.Rejected _,
          Input.NoAnswer _,
          Input.Joined _,
          Input.MustWait _,
          Input.TurnedAway _,
          Input.LetIn _,
          Input.Alone _,
          Input.Held _,
          Input.Mention _,
          Input.Tell _ ->
          during(state, input, nowNs);
    };
  }

  private Step during(State state, Input input, long nowNs) {
    return switch (state) {
      case Asking asking -> entry.asking(asking, input, nowNs);
      case Checking checking -> entry.checking(checking, input, nowNs);
      case Refusing refusing -> entry.refusing(refusing, input, nowNs);
      case Delaying delaying ->
          input instanceof Input.Tick && isDue(delaying.untilNs(), nowNs)
              ? enter(delaying.then(), delaying.greeted())
              : Step.to(state);
      case Entering entering -> entering(entering, input, nowNs);
      case Waiting _ ->
          switch (input) {
            case Input.SaidAll _ -> Step.to(state, new Play(Background.WAITING));
            case Input.LetIn in ->
                seat("admitted", in.others(), in.muted() ? "audience-muted" : null);
            case Input.Tell tell -> Step.to(state, new Say(tell.phrases()));
            case Input.Joined _, Input.MustWait _, Input.TurnedAway _ -> moved(state, input);
            default -> Step.to(state); // keys mean nothing to one who waits
          };
      case Seated seated -> seated(seated, input);
      case Leaving leaving ->
          input instanceof Input.SaidAll
                  || input instanceof Input.Tick && isDue(leaving.byNs(), nowNs)
              ? Step.to(new Over(), new HangUp(leaving.cause()))
              : Step.to(state);
      // Idle gets nothing before it begins; after the end whatever comes is late.
      case Idle _, Over _ -> Step.to(state);
    };
  }

  // --- entering the room

  static List<Action> delay(long delayMs) {
    return delayMs >= TONE_FROM_MS ? List.of(new Play(Background.HOLD_TONE)) : List.of();
  }

  static Step enterAfter(Entry then, boolean greeted, long sinceNs, long delayMs, long nowNs) {
    long untilNs = sinceNs + delayMs * 1_000_000;
    return isDue(untilNs, nowNs)
        ? enter(then, greeted)
        : new Step(new Delaying(then, greeted, untilNs), delay(delayMs));
  }

  private static Step enter(Entry entry, boolean greeted) {
    return Step.to(new Entering(greeted, entry instanceof Merge), entry);
  }

  private Step entering(Entering at, Input input, long nowNs) {
    return switch (input) {
      case Input.Joined in when at.merging() ->
          seat("merged", in.others(), in.muted() ? "now-muted" : null);
      case Input.Joined in ->
          seat(at.greeted() ? null : "welcome", in.others(), in.muted() ? "audience-muted" : null);
      case Input.MustWait wait -> {
        String prompt = waitingFor(wait);
        yield Step.to(new Waiting(), at.greeted() ? say(prompt) : say("welcome", prompt));
      }
      case Input.TurnedAway away ->
          switch (away.why()) {
            case "full" -> leave("room_full", nowNs, "room-full", "goodbye");
            case "locked" -> leave("room_locked", nowNs, "room-locked", "goodbye");
            case "closed" -> leave("room_closed", nowNs, "room-closed", "goodbye");
            // Whose sound it would be left meanwhile: his code is valid no more.
            case "gone" -> leave("pin_failed", nowNs, "wrong-pin", "goodbye");
            default -> leave("unavailable", nowNs, "system-busy", "try-later", "goodbye");
          };
      default -> Step.to(at); // keys between the PIN and the room
    };
  }

  private static Step seat(String first, int others, String last) {
    List<Phrase> phrases = new ArrayList<>();
    if (first != null) {
      phrases.add(new Phrase.Prompt(first));
    }
    phrases.addAll(headCount(others, "you-are-first"));
    if (last != null) {
      phrases.add(new Phrase.Prompt(last));
    }
    return Step.to(new Seated(others == 0, false, true, List.of()), new Say(phrases));
  }

  /** How many others are here, in words; {@code nobody} is the prompt for none. */
  public static List<Phrase> headCount(int others, String nobody) {
    return switch (others) {
      case 0 -> List.of(new Phrase.Prompt(nobody));
      case 1 -> List.of(new Phrase.Prompt("one-other-here"));
      default -> List.of(new Phrase.Number(others), new Phrase.Prompt("others-here"));
    };
  }

  // --- in the room

  private static Step seated(Seated at, Input input) {
    return switch (input) {
      case Input.Tell tell -> Step.to(at.speaking(true, at.later()), new Say(tell.phrases()));
      case Input.Mention mention when at.speaking() -> Step.to(at.andLater(mention.phrases()));
      case Input.Mention mention ->
          Step.to(at.speaking(true, List.of()), new Say(mention.phrases()));
      case Input.Digit _ when at.speaking() -> Step.to(at.speaking(false, List.of()), silence(at));
      case Input.SaidAll _ when at.speaking() && !at.later().isEmpty() ->
          Step.to(at.speaking(true, List.of()), new Say(at.later()));
      case Input.SaidAll _ when at.speaking() && at.waits() ->
          Step.to(at.speaking(false, List.of()), silence(at));
      case Input.SaidAll _ -> Step.to(at.speaking(false, List.of()));
      case Input.Alone now ->
          waits(at, new Seated(now.alone(), at.held(), at.speaking(), at.later()));
      case Input.Held now ->
          waits(at, new Seated(at.alone(), now.held(), at.speaking(), at.later()));
      case Input.Joined _, Input.MustWait _, Input.TurnedAway _ -> moved(at, input);
      default -> Step.to(at); // keys are the keypad's now
    };
  }

  /** What one hears to whom nothing is said. */
  private static Action silence(Seated at) {
    return at.waits() ? new Play(Background.WAITING) : new Hush();
  }

  /** What is being said goes on; its end decides about music. */
  private static Step waits(Seated before, Seated next) {
    return next.speaking() || next.waits() == before.waits()
        ? Step.to(next)
        : Step.to(next, silence(next));
  }

  /** Who has a place was to get one in another room. */
  private static Step moved(State at, Input input) {
    return switch (input) {
      case Input.Joined in -> seat("welcome", in.others(), in.muted() ? "audience-muted" : null);
      case Input.MustWait wait -> Step.to(new Waiting(), say("welcome", waitingFor(wait)));
      case Input.TurnedAway away when at instanceof Seated seated ->
          Step.to(seated.speaking(true, seated.later()), say(turnedAway(away)));
      case Input.TurnedAway away -> Step.to(at, say(turnedAway(away)));
      default -> Step.to(at);
    };
  }

  private static String waitingFor(Input.MustWait wait) {
    return wait.why().equals("host") ? "waiting-for-host" : "waiting-for-admission";
  }

  private static String turnedAway(Input.TurnedAway away) {
    return switch (away.why()) {
      case "full" -> "room-full";
      case "locked" -> "room-locked";
      case "closed" -> "room-closed";
      default -> "system-busy";
    };
  }

  // --- the end

  private Step dismissed(State state, String why, long nowNs) {
    if (state instanceof Leaving || state instanceof Over) {
      return Step.to(state);
    }
    return switch (why) {
      case "removed" -> leave("removed", nowNs, "removed", "goodbye");
      case "left" -> leave("left", nowNs, "goodbye");
      case "host_left" -> leave("room_ended", nowNs, "host-left", "meeting-ended", "goodbye");
      default -> leave("room_ended", nowNs, "meeting-ended", "goodbye");
    };
  }

  static Step leave(String cause, long nowNs, String... prompts) {
    return Step.to(new Leaving(cause, nowNs + PROMPT_MAX_NS), say(prompts));
  }

  static Say say(String... prompts) {
    List<Phrase> phrases = new ArrayList<>();
    for (String prompt : prompts) {
      phrases.add(new Phrase.Prompt(prompt));
    }
    return new Say(phrases);
  }
}
