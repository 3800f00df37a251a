package org.convoke.dialin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * The PIN dialogue under any order of inputs at any times. Nobody gets a seat without an answer of
 * ours, there are never more than three tries, each PIN is asked for once, nothing is said after
 * the end, and a caller who does nothing more is hung up or seated.
 */
public final class PinDialogueFuzz {
  private static final int TRIES = TestCaller.RULES.tries();
  private static final RoomId ROOM = new RoomId("abcd-efgh-jkmn");
  private static final ParticipantId ADA = ParticipantId.random();
  private static final String KEYS = "0123456789*#ABCD";
  private static final String[] REASONS = {"full", "locked", "closed", "gone", "ended", "host"};

  private final TestCaller caller = new TestCaller();
  private boolean mayEnter;
  private boolean asked;
  private int hangUps;
  private int attempt;

  private PinDialogueFuzz() {}

  /** Three bytes an input: which, how, and how long after the last. */
  public static List<byte[]> seeds() {
    byte[] ask = {0, 4, 0, 2, 0, 3};
    byte[] wrong = {16, 1, 1, 16, 1, 1, 16, 1, 1, 16, 1, 1, 6, 10, 2, 3, 0, 40};
    byte[] right = {16, 4, 1, 16, 8, 1, 16, 2, 1, 16, 1, 1, 5, 1, 2, 8, 0, 3};
    byte[] code = {16, 10, 1, 16, 1, 1, 16, 2, 1, 16, 3, 1, 16, 4, 1, 16, 5, 1, 16, 6, 1, 15, 0, 9};
    byte[] away = {16, 4, 1, 16, 8, 1, 16, 2, 1, 16, 1, 1, 7, 0, 90};
    byte[] told = {9, 0, 1, 10, 1, 1, 11, 1, 5, 12, 0, 4, 17, 1, 9, 18, 1, 3, 13, 4, 1, 2, 0, 1};
    return List.of(
        Seeds.joined(ask, wrong, wrong, wrong),
        Seeds.joined(ask, right, told),
        Seeds.joined(ask, code, told),
        Seeds.joined(ask, away, away, away, away, away),
        Seeds.joined(new byte[] {1, 1, 0}, told),
        Seeds.joined(new byte[] {14, 1, 30}, told));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    new PinDialogueFuzz().run(new Choices(input));
  }

  private void run(Choices choices) {
    while (choices.isLeft()) {
      Input input = input(choices.octet(), choices.octet());
      long afterNs = choices.octet() * 50_000_000L;
      caller.nowNs += afterNs;
      allow(input);
      caller.feed(input);
      done();
      assertThat(caller.state.toString()).hasSizeLessThan(2_000).doesNotContain("digits=");
    }
    comesToAnEnd();
  }

  /** What gives a right to a seat: an answer to a question, or a call that leads straight there. */
  private void allow(Input input) {
    boolean begins = caller.state instanceof State.Idle;
    boolean checking = caller.state instanceof State.Checking;
    mayEnter |= begins && (input instanceof Input.GoTo || input instanceof Input.Become);
    mayEnter |=
        checking && (input instanceof Input.Accepted || input instanceof Input.AcceptedCode);
    boolean answers =
        input instanceof Input.Accepted
            || input instanceof Input.AcceptedCode
            || input instanceof Input.Rejected
            || input instanceof Input.NoAnswer;
    asked &= !(checking && answers);
  }

  private void done() {
    for (Action action : caller.actions) {
      assertThat(hangUps).as("silent after the end").isZero();
      switch (action) {
        case Action.Claim _, Action.Merge _ -> {
          assertThat(mayEnter).as("a seat without an answer").isTrue();
          mayEnter = false;
        }
        case Action.HangUp end -> {
          assertThat(end.cause()).isNotBlank();
          hangUps++;
        }
        case Action.Check check -> {
          assertThat(check.pin().digits()).matches("[0-9]{4,10}");
          tried(check.attempt());
        }
        case Action.CheckCode check -> {
          assertThat(check.code().digits()).matches("[0-9]{6}");
          tried(check.attempt());
        }
        case Action.Missed missed -> {
          assertThat(missed.left()).isEqualTo(TRIES - missed.attempt());
          assertThat(missed.attempt()).isBetween(Math.max(1, attempt), TRIES);
          attempt = missed.attempt();
        }
        case Action.Say say -> assertThat(say.phrases()).isNotEmpty();
        case Action.Play _, Action.Hush _ -> {
          // Anything may be heard before the end.
        }
      }
    }
    caller.actions.clear();
  }

  private void tried(int number) {
    assertThat(asked).as("asked again before the answer").isFalse();
    assertThat(number).isBetween(Math.max(1, attempt), TRIES);
    attempt = number;
    asked = true;
  }

  /** Nobody keys any more, nobody answers: within the limits of each step it is over. */
  private void comesToAnEnd() {
    for (int i = 0; i < 2 * TRIES + 20 && hangUps == 0; i++) {
      if (caller.state instanceof State.Checking) {
        Input none = new Input.NoAnswer();
        allow(none);
        caller.feed(none);
      }
      caller.after(60_000);
      done();
    }
    boolean stays =
        caller.state instanceof State.Seated
            || caller.state instanceof State.Waiting
            || caller.state instanceof State.Entering
            || caller.state instanceof State.Idle;
    assertThat(stays || caller.state instanceof State.Over).as("%s", caller.state).isTrue();
    assertThat(hangUps).isEqualTo(caller.state instanceof State.Over ? 1 : 0);
  }

  private static Input input(int which, int how) {
    String why = REASONS[how % REASONS.length];
    return switch (which % 24) {
      case 0 -> new Input.Ask(how % 11);
      case 1 -> new Input.GoTo(ROOM, Role.GUEST, how % 2 == 0, how * 40);
      case 2 -> new Input.SaidAll();
      case 3, 4 -> new Input.Tick();
      case 5 -> new Input.Accepted(ROOM, Role.HOST, how % 2 == 0, how * 40);
      case 6 -> new Input.Rejected(how * 40);
      case 7 -> new Input.NoAnswer();
      case 8 -> new Input.Joined(how % 4, how % 3 == 0);
      case 9 -> new Input.MustWait(why);
      case 10 -> new Input.LetIn(how % 4, how % 3 == 0);
      case 11 -> new Input.Alone(how % 2 == 0);
      case 12 -> new Input.Mention(new ArrayList<>(List.of(new Phrase.Prompt("someone-waiting"))));
      case 13 -> new Input.Dismissed(why);
      case 14 -> new Input.Become(ROOM, ADA, how * 40);
      case 15 -> new Input.AcceptedCode(ROOM, ADA, how * 40);
      case 17 -> new Input.Held(how % 2 == 0);
      case 18 -> new Input.Tell(List.of(new Phrase.Prompt("now-muted"), new Phrase.Number(how)));
      case 19 -> new Input.TurnedAway(why);
      case 20 -> new Input.CannotServe();
      default -> new Input.Digit(KEYS.charAt(how % KEYS.length()));
    };
  }
}
