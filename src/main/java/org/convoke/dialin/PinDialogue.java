package org.convoke.dialin;

import static org.convoke.dialin.State.NEVER;
import static org.convoke.dialin.State.isDue;

import java.util.ArrayList;
import java.util.List;
import org.convoke.dialin.Action.Background;
import org.convoke.dialin.Action.Check;
import org.convoke.dialin.Action.Claim;
import org.convoke.dialin.Action.HangUp;
import org.convoke.dialin.Action.Hush;
import org.convoke.dialin.Action.Missed;
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
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** The dialogue of one call, from the welcome to the seat in the room; see the package. */
public final class PinDialogue {
  /** A prompt that lasts longer has lost its end. */
  private static final long PROMPT_MAX_NS = 30_000_000_000L;

  /** Shorter delays pass in silence: a blip of hold tone would only puzzle. */
  private static final long TONE_FROM_MS = 2_000;

  private static final int BUSY_MAX = 5;

  private final Rules rules;

  public PinDialogue(Rules rules) {
    this.rules = rules;
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
          ask(new Try(ask.pinLength(), 1, 0), nowNs, NEVER, "welcome", "enter-pin");
      case Input.GoTo to when state instanceof Idle ->
          enterAfter(to.room(), to.role(), to.lobby(), false, nowNs, to.delayMs(), nowNs);
      case Input.CannotServe _ when state instanceof Idle ->
          leave("unavailable", nowNs, "system-busy", "try-later", "goodbye");
      // Begun twice: the first beginning holds.
      case Input.Ask _, Input.GoTo _, Input.CannotServe _ -> Step.to(state);
      case Input.Digit _,
          Input.SaidAll _,
          Input.Tick _,
          Input.Accepted _,
          Input.Rejected _,
          Input.NoAnswer _,
          Input.Joined _,
          Input.MustWait _,
          Input.TurnedAway _,
          Input.LetIn _,
          Input.Alone _,
          Input.Mention _,
          Input.Tell _ ->
          during(state, input, nowNs);
    };
  }

  private Step during(State state, Input input, long nowNs) {
    return switch (state) {
      case Asking asking -> asking(asking, input, nowNs);
      case Checking checking -> checking(checking, input, nowNs);
      case Refusing refusing ->
          input instanceof Input.Tick && isDue(refusing.untilNs(), nowNs)
              ? lost(refusing.tried(), "wrong-pin", nowNs)
              : Step.to(state);
      case Delaying delaying ->
          input instanceof Input.Tick && isDue(delaying.untilNs(), nowNs)
              ? claim(delaying.room(), delaying.role(), delaying.lobby(), delaying.greeted())
              : Step.to(state);
      case Entering entering -> entering(entering, input, nowNs);
      case Waiting _ ->
          switch (input) {
            case Input.SaidAll _ -> Step.to(state, new Play(Background.WAITING));
            case Input.LetIn in -> seat("admitted", in.others(), in.muted());
            case Input.Tell tell -> Step.to(state, new Say(tell.phrases()));
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

  // --- asking for the PIN

  private Step ask(Try tried, long nowNs, long doneByNs, String... prompts) {
    return Step.to(
        new Asking(tried, "", true, nowNs + PROMPT_MAX_NS + rules.firstDigitNs(), NEVER, doneByNs),
        say(prompts));
  }

  private Step asking(Asking at, Input input, long nowNs) {
    return switch (input) {
      case Input.Digit digit -> key(at, digit.key(), nowNs);
      case Input.SaidAll _ when at.speaking() && at.digits().isEmpty() ->
          Step.to(
              new Asking(
                  at.tried(),
                  "",
                  false,
                  nowNs + rules.firstDigitNs(),
                  NEVER,
                  at.doneByNs() == NEVER ? nowNs + rules.totalNs() : at.doneByNs()));
      case Input.Tick _ when isDue(at.wakeAtNs(), nowNs) -> overdue(at, nowNs);
      default -> Step.to(at); // answers to what was asked before belong to nobody now
    };
  }

  private Step key(Asking at, char key, long nowNs) {
    long doneByNs = at.doneByNs() == NEVER ? nowNs + rules.totalNs() : at.doneByNs();
    if (key == '*') {
      return ask(at.tried(), nowNs, doneByNs, "enter-pin");
    }
    if (key == '#') {
      return at.digits().isEmpty() ? Step.to(at) : complete(at, nowNs, new ArrayList<>());
    }
    if (key < '0' || key > '9') {
      return Step.to(at);
    }
    Asking next =
        new Asking(
            at.tried(), at.digits() + key, false, NEVER, nowNs + rules.interDigitNs(), doneByNs);
    List<Action> actions = new ArrayList<>();
    if (at.speaking()) {
      actions.add(new Hush());
    }
    int full = at.tried().pinLength() > 0 ? at.tried().pinLength() : Pin.MAX_LENGTH;
    return next.digits().length() >= full
        ? complete(next, nowNs, actions)
        : new Step(next, actions);
  }

  private Step complete(Asking at, long nowNs, List<Action> actions) {
    if (!Pin.isPin(at.digits())) {
      return missed(at.tried(), "incomplete", "wrong-pin", nowNs);
    }
    actions.add(new Check(new Pin(at.digits()), at.tried().attempt()));
    return new Step(new Checking(at.tried(), nowNs), actions);
  }

  private Step overdue(Asking at, long nowNs) {
    return at.tried().pinLength() == 0 && Pin.isPin(at.digits())
        ? complete(at, nowNs, new ArrayList<>())
        : missed(at.tried(), "timeout", "too-slow", nowNs);
  }

  private Step missed(Try tried, String why, String prompt, long nowNs) {
    Step lost = lost(tried, prompt, nowNs);
    List<Action> actions = new ArrayList<>();
    actions.add(new Missed(tried.attempt(), rules.tries() - tried.attempt(), why));
    actions.addAll(lost.actions());
    return new Step(lost.next(), actions);
  }

  private Step lost(Try tried, String prompt, long nowNs) {
    if (tried.attempt() >= rules.tries()) {
      return leave("pin_failed", nowNs, prompt, "goodbye");
    }
    Try next = new Try(tried.pinLength(), tried.attempt() + 1, tried.busy());
    return ask(next, nowNs, NEVER, prompt, "enter-pin");
  }

  private Step checking(Checking at, Input input, long nowNs) {
    return switch (input) {
      case Input.Accepted yes ->
          enterAfter(
              yes.room(), yes.role(), yes.lobby(), true, at.keyedAtNs(), yes.delayMs(), nowNs);
      case Input.Rejected no -> {
        long untilNs = at.keyedAtNs() + no.delayMs() * 1_000_000;
        yield isDue(untilNs, nowNs)
            ? lost(at.tried(), "wrong-pin", nowNs)
            : new Step(new Refusing(at.tried(), untilNs), delay(no.delayMs()));
      }
      case Input.NoAnswer _ -> {
        Try next = new Try(at.tried().pinLength(), at.tried().attempt(), at.tried().busy() + 1);
        yield next.busy() >= BUSY_MAX
            ? leave("unavailable", nowNs, "system-busy", "try-later", "goodbye")
            : ask(next, nowNs, NEVER, "system-busy", "try-again", "enter-pin");
      }
      default -> Step.to(at); // keys after the last one: the PIN was complete
    };
  }

  private static List<Action> delay(long delayMs) {
    return delayMs >= TONE_FROM_MS ? List.of(new Play(Background.HOLD_TONE)) : List.of();
  }

  // --- entering the room

  private Step enterAfter(
      RoomId room,
      Role role,
      boolean lobby,
      boolean greeted,
      long sinceNs,
      long delayMs,
      long nowNs) {
    long untilNs = sinceNs + delayMs * 1_000_000;
    return isDue(untilNs, nowNs)
        ? claim(room, role, lobby, greeted)
        : new Step(new Delaying(room, role, lobby, greeted, untilNs), delay(delayMs));
  }

  private static Step claim(RoomId room, Role role, boolean lobby, boolean greeted) {
    return Step.to(new Entering(greeted), new Claim(room, role, lobby));
  }

  private Step entering(Entering at, Input input, long nowNs) {
    return switch (input) {
      case Input.Joined in -> seat(at.greeted() ? null : "welcome", in.others(), in.muted());
      case Input.MustWait wait -> {
        String prompt = wait.why().equals("host") ? "waiting-for-host" : "waiting-for-admission";
        yield Step.to(new Waiting(), at.greeted() ? say(prompt) : say("welcome", prompt));
      }
      case Input.TurnedAway away ->
          switch (away.why()) {
            case "full" -> leave("room_full", nowNs, "room-full", "goodbye");
            case "locked" -> leave("room_locked", nowNs, "room-locked", "goodbye");
            case "closed" -> leave("room_closed", nowNs, "room-closed", "goodbye");
            default -> leave("unavailable", nowNs, "system-busy", "try-later", "goodbye");
          };
      default -> Step.to(at); // keys between the PIN and the room
    };
  }

  private static Step seat(String first, int others, boolean muted) {
    List<Phrase> phrases = new ArrayList<>();
    if (first != null) {
      phrases.add(new Phrase.Prompt(first));
    }
    phrases.addAll(headCount(others, "you-are-first"));
    if (muted) {
      phrases.add(new Phrase.Prompt("audience-muted"));
    }
    return Step.to(new Seated(others == 0, true, List.of()), new Say(phrases));
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
      case Input.Tell tell ->
          Step.to(new Seated(at.alone(), true, at.later()), new Say(tell.phrases()));
      case Input.Mention mention when at.speaking() -> Step.to(at.andLater(mention.phrases()));
      case Input.Mention mention ->
          Step.to(new Seated(at.alone(), true, List.of()), new Say(mention.phrases()));
      case Input.Digit _ when at.speaking() ->
          at.alone()
              ? Step.to(new Seated(true, false, List.of()), new Play(Background.WAITING))
              : Step.to(new Seated(false, false, List.of()), new Hush());
      case Input.SaidAll _ when at.speaking() && !at.later().isEmpty() ->
          Step.to(new Seated(at.alone(), true, List.of()), new Say(at.later()));
      case Input.SaidAll _ when at.speaking() && at.alone() ->
          Step.to(new Seated(true, false, List.of()), new Play(Background.WAITING));
      case Input.SaidAll _ -> Step.to(new Seated(at.alone(), false, List.of()));
      case Input.Alone now -> {
        Seated next = new Seated(now.alone(), at.speaking(), at.later());
        if (at.speaking() || now.alone() == at.alone()) {
          yield Step.to(next); // what is being said goes on; its end decides about music
        }
        yield Step.to(next, now.alone() ? new Play(Background.WAITING) : new Hush());
      }
      default -> Step.to(at); // keys are the keypad's now
    };
  }

  // --- the end

  private Step dismissed(State state, String why, long nowNs) {
    if (state instanceof Leaving || state instanceof Over) {
      return Step.to(state);
    }
    return switch (why) {
      case "removed" -> leave("removed", nowNs, "removed", "goodbye");
      case "host_left" -> leave("room_ended", nowNs, "host-left", "meeting-ended", "goodbye");
      default -> leave("room_ended", nowNs, "meeting-ended", "goodbye");
    };
  }

  private static Step leave(String cause, long nowNs, String... prompts) {
    return Step.to(new Leaving(cause, nowNs + PROMPT_MAX_NS), say(prompts));
  }

  private static Say say(String... prompts) {
    List<Phrase> phrases = new ArrayList<>();
    for (String prompt : prompts) {
      phrases.add(new Phrase.Prompt(prompt));
    }
    return new Say(phrases);
  }
}
