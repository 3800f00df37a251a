package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.convoke.id.RoomId;
import org.convoke.ncco.ProgramEffect.Question;
import org.junit.jupiter.api.Test;

/** Whatever comes in whatever order: the promises that hold all the same. */
class ProgramWalkTest {
  private static final String[] ACTIONS = {
    "{'action':'talk','text':'a'}",
    "{'action':'talk','text':'b','loop':0}",
    "{'action':'talk','text':'c','bargeIn':true},{'action':'input','type':['dtmf']}",
    "{'action':'stream','streamUrl':['http://s/'],'bargeIn':true,'loop':0},"
        + "{'action':'talk','text':'d'},{'action':'input','type':['dtmf']}",
    "{'action':'input','type':['dtmf'],'dtmf':{'maxDigits':6,'submitOnHash':true}}",
    "{'action':'input','type':['dtmf'],'mode':'asynchronous'}",
    "{'action':'conversation','name':'a'}",
    "{'action':'notify','payload':{},'eventUrl':['http://n/']}",
    "{'action':'wait','timeout':3}",
    "{'action':'transfer','conversationId':'CON-abcd-efgh-jkmn'}",
  };
  private static final RoomId ROOM = new RoomId("abcd-efgh-jkmn");

  @Test
  void noOrderOfInputsBreaksAPromise() {
    Map<Class<?>, Integer> visits = new HashMap<>();
    for (int seed = 0; seed < 400; seed++) {
      Walk walk = new Walk(seed);
      walk.feed(new ProgramInput.Begin());
      int beyond = 0;
      for (int i = 0; i < 200 && beyond < 5; i++) {
        walk.feed(walk.anything());
        walk.passes(walk.random.nextInt(2_500));
        visits.merge(walk.call.state.getClass(), 1, Integer::sum);
        beyond += walk.call.state instanceof ProgramState.Over ? 1 : 0;
      }
    }
    assertThat(visits.keySet())
        .containsExactlyInAnyOrder(
            ProgramState.Playing.class,
            ProgramState.Collecting.class,
            ProgramState.Asking.class,
            ProgramState.Pausing.class,
            ProgramState.Entering.class,
            ProgramState.Waiting.class,
            ProgramState.InRoom.class,
            ProgramState.Leaving.class,
            ProgramState.Over.class);
    assertThat(visits.values()).as("%s", visits).allMatch(count -> count > 20);
  }

  @Test
  void whoeverAnswersEverythingAsPromisedComesToAnEnd() {
    for (int seed = 0; seed < 300; seed++) {
      Walk walk = new Walk(seed);
      walk.feed(new ProgramInput.Begin());
      int steps = 0;
      while (!(walk.call.state instanceof ProgramState.Over)) {
        assertThat(++steps).as("seed %d ends", seed).isLessThan(5_000);
        walk.answer();
      }
      assertThat(walk.hangUps).as("seed %d", seed).isEqualTo(1);
    }
  }

  /** One call and what its caller hears. */
  private static final class Walk {
    final int seed;
    final Random random;
    final TestCall call;
    final Set<Long> ids = new HashSet<>();
    final List<Long> open = new ArrayList<>();
    boolean sounding;

    /** Of what is heard, -1 of music. */
    long heardId;

    boolean seated;
    int hangUps;
    int replies;

    Walk(int seed) {
      this.seed = seed;
      random = new Random(seed);
      call = new TestCall(random.nextBoolean());
    }

    void feed(ProgramInput input) {
      switch (input) {
        case ProgramInput.SoundEnded ended -> sounding &= ended.id() != heardId;
        case ProgramInput.SoundFailed failed -> sounding &= failed.id() != heardId;
        default -> {}
      }
      if (input instanceof ProgramInput.Dismissed
          && (call.state instanceof ProgramState.InRoom
              || call.state instanceof ProgramState.Waiting)) {
        seated = false;
      }
      if (input instanceof ProgramInput.TurnedAway away
          && call.state instanceof ProgramState.Entering at
          && at.entry().id() == away.id()) {
        seated = false;
      }
      seated |= input instanceof ProgramInput.Moved && call.state instanceof ProgramState.Running;
      boolean hungUp = input instanceof ProgramInput.HungUp;
      boolean over = call.state instanceof ProgramState.Over;
      call.feed(input);
      if (over || hungUp) {
        assertThat(call.effects).as("seed %d: silent after the end", seed).isEmpty();
      }
      call.effects.forEach(this::check);
      call.effects.clear();
      if (!hungUp && !over) {
        checkState();
      }
    }

    private void check(ProgramEffect effect) {
      assertThat(hangUps).as("seed %d: nothing after the end", seed).isZero();
      switch (effect) {
        case ProgramEffect.Play play -> sound(play.id());
        case ProgramEffect.Say say -> sound(say.id());
        case ProgramEffect.PlayMusic _ -> {
          assertThat(sounding).as("seed %d: one sound at a time", seed).isFalse();
          sounding = true;
          heardId = -1;
        }
        case ProgramEffect.Hush _ -> sounding = false;
        case ProgramEffect.Ask ask -> fresh(ask.id());
        case ProgramEffect.Entry entry -> {
          fresh(entry.id());
          assertThat(seated).as("seed %d: one room at a time", seed).isFalse();
          seated = true;
        }
        case ProgramEffect.Leave _ -> {
          assertThat(seated).as("seed %d: leaves what it has", seed).isTrue();
          seated = false;
        }
        case ProgramEffect.HangUp _ -> hangUps++;
        case ProgramEffect.Report report ->
            assertThat(report.fault().reason()).as("seed %d", seed).endsWith(".");
        case ProgramEffect.Tell _, ProgramEffect.Transferred _ -> {}
      }
    }

    private void sound(long id) {
      fresh(id);
      assertThat(sounding).as("seed %d: one sound at a time", seed).isFalse();
      sounding = true;
      heardId = id;
    }

    private void fresh(long id) {
      assertThat(ids.add(id)).as("seed %d: an id is given once", seed).isTrue();
      open.add(id);
    }

    /** What is heard and where it sits is what the state says; and it waits for something. */
    private void checkState() {
      boolean waits = call.state.wakeAtNs() != ProgramState.NEVER;
      switch (call.state) {
        case ProgramState.Playing _ -> {} // a deadline, or endless: for a key or another's hand
        case ProgramState.Collecting _, ProgramState.Pausing _ -> {
          assertThat(waits).as("seed %d", seed).isTrue();
          assertThat(sounding).as("seed %d: silence", seed).isFalse();
        }
        case ProgramState.Entering _ -> {
          assertThat(waits).as("seed %d", seed).isTrue();
          assertThat(sounding).as("seed %d: silence", seed).isFalse();
          assertThat(seated).as("seed %d", seed).isTrue();
        }
        case ProgramState.Asking _, ProgramState.Leaving _ ->
            assertThat(waits).as("seed %d", seed).isTrue();
        case ProgramState.Waiting _ -> {
          assertThat(sounding).as("seed %d: music", seed).isTrue();
          assertThat(seated).as("seed %d", seed).isTrue();
        }
        case ProgramState.InRoom _ -> {
          assertThat(sounding).as("seed %d: only the room", seed).isFalse();
          assertThat(seated).as("seed %d", seed).isTrue();
        }
        case ProgramState.Idle _ -> {}
        case ProgramState.Over _ ->
            assertThat(hangUps).as("seed %d: ended by a hang-up", seed).isEqualTo(1);
      }
      if (call.state instanceof ProgramState.Running at
          && !(at instanceof ProgramState.Entering
              || at instanceof ProgramState.Waiting
              || at instanceof ProgramState.InRoom)) {
        assertThat(seated).as("seed %d: out of every room", seed).isFalse();
      }
    }

    /** Lets time pass, with all the ticks that are asked for. */
    void passes(long millis) {
      long endNs = call.nowNs + millis * 1_000_000;
      for (int ticks = 0; ProgramState.isDue(call.state.wakeAtNs(), endNs); ticks++) {
        assertThat(ticks).as("seed %d: no busy loop", seed).isLessThan(1_000);
        long wakeNs = call.state.wakeAtNs();
        call.nowNs = wakeNs - call.nowNs > 0 ? wakeNs : call.nowNs;
        feed(new ProgramInput.Tick());
      }
      call.nowNs = endNs;
    }

    Ncco program() {
      List<String> actions = new ArrayList<>();
      int count = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        actions.add(ACTIONS[random.nextInt(ACTIONS.length)]);
      }
      return NccoTest.program("[" + String.join(",", actions) + "]");
    }

    /** Now and then an id that was given before, or never. */
    private long id(long right) {
      return switch (random.nextInt(6)) {
        case 0 -> random.nextInt(50);
        case 1 -> open.isEmpty() ? 0 : open.get(random.nextInt(open.size()));
        default -> right;
      };
    }

    ProgramInput anything() {
      String keys = "0123456789*#A";
      return switch (random.nextInt(32)) {
        case 0 -> new ProgramInput.Begin();
        case 1, 2, 3 -> new ProgramInput.SoundEnded(id(call.soundId));
        case 4 -> new ProgramInput.SoundFailed(id(call.soundId), "text", "No voice.");
        case 5, 6, 7, 8 -> new ProgramInput.Replied(id(call.questionId), program());
        case 9 -> new ProgramInput.Faulty(id(call.questionId), NccoFault.of("Faulty."));
        case 10 -> new ProgramInput.Failed(id(call.questionId), "Failed.");
        case 11 -> new ProgramInput.Replace(program());
        case 12 -> new ProgramInput.ReplaceByUrl("http://r/");
        case 13 -> new ProgramInput.Moved(random.nextBoolean());
        case 14 -> new ProgramInput.Listen(random.nextBoolean() ? new Webhook("u", "GET") : null);
        case 15, 16 -> new ProgramInput.Joined(id(call.entryId));
        case 17 -> new ProgramInput.MustWait(id(call.entryId));
        case 18 -> new ProgramInput.TurnedAway(id(call.entryId), "full");
        case 19 -> new ProgramInput.LetIn();
        case 20 -> new ProgramInput.Dismissed(random.nextInt(9) == 0 ? "removed" : "ended");
        case 21, 22 -> new ProgramInput.Tick();
        case 23 -> random.nextInt(20) == 0 ? new ProgramInput.HungUp() : new ProgramInput.Tick();
        case 24 -> new ProgramInput.Answered(program());
        case 25 -> new ProgramInput.Follow(new NccoAction.Transfer(ROOM, false, null, null));
        default -> new ProgramInput.Digit(keys.charAt(random.nextInt(keys.length())));
      };
    }

    /** What the rest of the bridge and the application do when all is well, or not so well. */
    void answer() {
      boolean well = random.nextInt(4) > 0;
      switch (call.state) {
        case ProgramState.Playing at when at.wakeAtNs() == ProgramState.NEVER ->
            feed(
                at.bargeIn() && well
                    ? new ProgramInput.Digit('1')
                    : new ProgramInput.Replace(program()));
        case ProgramState.Playing _ -> feed(new ProgramInput.SoundEnded(call.soundId));
        case ProgramState.Asking at when well ->
            feed(new ProgramInput.Replied(at.questionId(), answerTo(at.question())));
        case ProgramState.Asking at ->
            feed(new ProgramInput.Failed(at.questionId(), "It did not answer."));
        case ProgramState.Entering at when well -> feed(new ProgramInput.Joined(at.entry().id()));
        case ProgramState.Entering at ->
            feed(new ProgramInput.TurnedAway(at.entry().id(), "unavailable"));
        case ProgramState.InRoom _, ProgramState.Waiting _ ->
            feed(new ProgramInput.Dismissed("ended"));
        case ProgramState.Collecting _, ProgramState.Pausing _, ProgramState.Leaving _ ->
            passes(31_000);
        case ProgramState.Idle _, ProgramState.Over _ -> {}
      }
    }

    /** An application that answers with programs for ever, as some do by mistake. */
    private Ncco answerTo(Question question) {
      replies++;
      return question instanceof Question.Answer || replies % 3 > 0
          ? program()
          : new Ncco(List.of());
    }
  }
}
