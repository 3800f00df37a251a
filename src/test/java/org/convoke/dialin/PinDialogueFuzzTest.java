package org.convoke.dialin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

/** Whatever comes in whatever order: the promises that hold all the same. */
class PinDialogueFuzzTest {
  private static final RoomId ROOM = new RoomId("abcd-efgh-jkmn");
  private static final ParticipantId ADA = ParticipantId.random();

  @Test
  void noOrderOfInputsBreaksAPromise() {
    for (int seed = 0; seed < 500; seed++) {
      run(seed);
    }
  }

  private static void run(int seed) {
    Random random = new Random(seed);
    TestCaller caller = new TestCaller();
    boolean mayClaim = false;
    int hangUps = 0;
    int tries = 0;
    for (int i = 0; i < 300; i++) {
      Input input = input(random);
      boolean checking = caller.state instanceof State.Checking;
      boolean straight = input instanceof Input.GoTo || input instanceof Input.Become;
      mayClaim |= straight && caller.state instanceof State.Idle;
      mayClaim |=
          checking && (input instanceof Input.Accepted || input instanceof Input.AcceptedCode);
      caller.nowNs += random.nextInt(3_000) * 1_000_000L;
      caller.feed(input);
      for (Action action : caller.actions) {
        assertThat(hangUps).as("seed %d: silent after the end", seed).isZero();
        switch (action) {
          case Action.Claim _, Action.Merge _ -> {
            assertThat(mayClaim).as("seed %d: no seat without an answer", seed).isTrue();
            mayClaim = false;
          }
          case Action.HangUp _ -> hangUps++;
          case Action.Check check -> {
            assertThat(check.attempt()).as("seed %d", seed).isBetween(1, 3);
            assertThat(check.attempt()).as("seed %d", seed).isGreaterThanOrEqualTo(tries);
            tries = check.attempt();
          }
          case Action.CheckCode check -> {
            assertThat(check.code().digits()).as("seed %d", seed).hasSize(6);
            assertThat(check.attempt()).as("seed %d", seed).isBetween(Math.max(1, tries), 3);
            tries = check.attempt();
          }
          case Action.Missed missed -> {
            assertThat(missed.left()).as("seed %d", seed).isBetween(0, 2);
            tries = missed.attempt();
          }
          case Action.Say _, Action.Play _, Action.Hush _ -> {}
        }
      }
      caller.actions.clear();
    }
  }

  private static Input input(Random random) {
    String keys = "0123456789*#A";
    return switch (random.nextInt(24)) {
      case 0 -> new Input.Ask(random.nextBoolean() ? 4 : 0);
      case 1 -> new Input.GoTo(ROOM, Role.GUEST, random.nextBoolean(), random.nextInt(3_000));
      case 2 -> new Input.SaidAll();
      case 3, 4 -> new Input.Tick();
      case 5 -> new Input.Accepted(ROOM, Role.HOST, random.nextBoolean(), random.nextInt(9_000));
      case 6 -> new Input.Rejected(random.nextInt(9_000));
      case 7 -> new Input.NoAnswer();
      case 8 -> new Input.Joined(random.nextInt(3), random.nextBoolean());
      case 9 -> new Input.MustWait("host");
      case 10 -> new Input.LetIn(1, false);
      case 11 -> new Input.Alone(random.nextBoolean());
      case 12 -> new Input.Mention(List.of(new Phrase.Prompt("someone-waiting")));
      case 13 -> random.nextInt(10) > 0 ? new Input.Tick() : new Input.Dismissed("ended");
      case 14 -> random.nextInt(10) > 0 ? new Input.Tick() : new Input.TurnedAway("full");
      case 15 -> new Input.Become(ROOM, ADA, random.nextInt(3_000));
      case 16 -> new Input.AcceptedCode(ROOM, ADA, random.nextInt(9_000));
      default -> new Input.Digit(keys.charAt(random.nextInt(keys.length())));
    };
  }

  /** A caller who does nothing at all holds a line for no more than two and a half minutes. */
  @Test
  void silenceAlwaysEndsTheCall() {
    TestCaller caller = new TestCaller();
    caller.feed(new Input.Ask(4)).after(3 * 40_000 + 30_000);
    assertThat(caller.did()).endsWith("hang up pin_failed");
  }
}
