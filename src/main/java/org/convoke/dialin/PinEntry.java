package org.convoke.dialin;

import static org.convoke.dialin.PinDialogue.PROMPT_MAX_NS;
import static org.convoke.dialin.State.NEVER;
import static org.convoke.dialin.State.isDue;

import java.util.ArrayList;
import java.util.List;
import org.convoke.dialin.Action.Check;
import org.convoke.dialin.Action.CheckCode;
import org.convoke.dialin.Action.Claim;
import org.convoke.dialin.Action.Hush;
import org.convoke.dialin.Action.Merge;
import org.convoke.dialin.Action.Missed;
import org.convoke.dialin.State.Asking;
import org.convoke.dialin.State.Checking;
import org.convoke.dialin.State.Refusing;
import org.convoke.dialin.State.Try;
import org.convoke.id.Pin;

/**
 * Collects the keys of a PIN, or of a code that begins with a star, and has them judged. The keys
 * of a code are kept with their star.
 */
final class PinEntry {
  private static final int BUSY_MAX = 5;
  private static final char STAR = '*';

  private final Rules rules;

  PinEntry(Rules rules) {
    this.rules = rules;
  }

  Step ask(Try tried, long nowNs, long doneByNs, String... prompts) {
    return Step.to(
        new Asking(tried, "", true, nowNs + PROMPT_MAX_NS + rules.firstDigitNs(), NEVER, doneByNs),
        PinDialogue.say(prompts));
  }

  Step asking(Asking at, Input input, long nowNs) {
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
    if (key == STAR && !at.digits().isEmpty()) {
      return ask(at.tried(), nowNs, doneByNs, "enter-pin");
    }
    if (key == '#') {
      return at.digits().isEmpty() ? Step.to(at) : complete(at, nowNs, new ArrayList<>());
    }
    if (key != STAR && (key < '0' || key > '9')) {
      return Step.to(at);
    }
    Asking next =
        new Asking(
            at.tried(), at.digits() + key, false, NEVER, nowNs + rules.interDigitNs(), doneByNs);
    List<Action> actions = new ArrayList<>();
    if (at.speaking()) {
      actions.add(new Hush());
    }
    return isFull(next) ? complete(next, nowNs, actions) : new Step(next, actions);
  }

  private static boolean isFull(Asking at) {
    if (isCode(at)) {
      return at.digits().length() == 1 + Rules.CODE_LENGTH;
    }
    return at.digits().length() >= (hasOneLength(at) ? at.tried().pinLength() : Pin.MAX_LENGTH);
  }

  private static boolean hasOneLength(Asking at) {
    return at.tried().pinLength() > 0;
  }

  private static boolean isCode(Asking at) {
    return !at.digits().isEmpty() && at.digits().charAt(0) == STAR;
  }

  private static String digits(Asking at) {
    return isCode(at) ? at.digits().substring(1) : at.digits();
  }

  /** Who keys a star before his PIN means his PIN. */
  private static boolean isPinAfterStar(Asking at) {
    return isCode(at)
        && Pin.isPin(digits(at))
        && (!hasOneLength(at) || digits(at).length() == at.tried().pinLength());
  }

  private Step complete(Asking at, long nowNs, List<Action> actions) {
    String digits = digits(at);
    if (isCode(at) && digits.length() == Rules.CODE_LENGTH) {
      actions.add(new CheckCode(new Pin(digits), at.tried().attempt()));
    } else if (isCode(at) ? isPinAfterStar(at) : Pin.isPin(digits)) {
      actions.add(new Check(new Pin(digits), at.tried().attempt()));
    } else {
      return missed(at.tried(), "incomplete", "wrong-pin", nowNs);
    }
    return new Step(new Checking(at.tried(), nowNs), actions);
  }

  private Step overdue(Asking at, long nowNs) {
    boolean done = isCode(at) ? isPinAfterStar(at) : !hasOneLength(at) && Pin.isPin(at.digits());
    return done
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
      return PinDialogue.leave("pin_failed", nowNs, prompt, "goodbye");
    }
    Try next = new Try(tried.pinLength(), tried.attempt() + 1, tried.busy());
    return ask(next, nowNs, NEVER, prompt, "enter-pin");
  }

  Step checking(Checking at, Input input, long nowNs) {
    return switch (input) {
      case Input.Accepted yes -> {
        Claim claim = new Claim(yes.room(), yes.role(), yes.lobby());
        yield PinDialogue.enterAfter(claim, true, at.keyedAtNs(), yes.delayMs(), nowNs);
      }
      case Input.AcceptedCode yes -> {
        Merge merge = new Merge(yes.room(), yes.participant());
        yield PinDialogue.enterAfter(merge, true, at.keyedAtNs(), yes.delayMs(), nowNs);
      }
      case Input.Rejected no -> {
        long untilNs = at.keyedAtNs() + no.delayMs() * 1_000_000;
        yield isDue(untilNs, nowNs)
            ? lost(at.tried(), "wrong-pin", nowNs)
            : new Step(new Refusing(at.tried(), untilNs), PinDialogue.delay(no.delayMs()));
      }
      case Input.NoAnswer _ -> {
        Try next = new Try(at.tried().pinLength(), at.tried().attempt(), at.tried().busy() + 1);
        yield next.busy() >= BUSY_MAX
            ? PinDialogue.leave("unavailable", nowNs, "system-busy", "try-later", "goodbye")
            : ask(next, nowNs, NEVER, "system-busy", "try-again", "enter-pin");
      }
      default -> Step.to(at); // keys after the last one: it was complete
    };
  }

  Step refusing(Refusing at, Input input, long nowNs) {
    return input instanceof Input.Tick && isDue(at.untilNs(), nowNs)
        ? lost(at.tried(), "wrong-pin", nowNs)
        : Step.to(at);
  }
}
