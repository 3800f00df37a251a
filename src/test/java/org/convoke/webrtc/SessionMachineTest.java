package org.convoke.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convoke.id.LegId;
import org.convoke.webrtc.SessionAction.Away;
import org.convoke.webrtc.SessionAction.Close;
import org.convoke.webrtc.SessionAction.Complete;
import org.convoke.webrtc.SessionAction.Depart;
import org.convoke.webrtc.SessionAction.Hush;
import org.convoke.webrtc.SessionAction.Music;
import org.convoke.webrtc.SessionAction.Reseat;
import org.convoke.webrtc.SessionAction.TellEnded;
import org.convoke.webrtc.SessionAction.TellMedia;
import org.convoke.webrtc.SessionAction.TellResumed;
import org.convoke.webrtc.SessionAction.TellSilent;
import org.convoke.webrtc.SessionInput.Admitted;
import org.convoke.webrtc.SessionInput.CameBack;
import org.convoke.webrtc.SessionInput.Departed;
import org.convoke.webrtc.SessionInput.Detached;
import org.convoke.webrtc.SessionInput.Dismissed;
import org.convoke.webrtc.SessionInput.HangUp;
import org.convoke.webrtc.SessionInput.Left;
import org.convoke.webrtc.SessionInput.LegClosed;
import org.convoke.webrtc.SessionInput.LegConnected;
import org.convoke.webrtc.SessionInput.LegLost;
import org.convoke.webrtc.SessionInput.LegResumed;
import org.convoke.webrtc.SessionInput.LegSilent;
import org.convoke.webrtc.SessionInput.Refused;
import org.convoke.webrtc.SessionInput.Renewing;
import org.convoke.webrtc.SessionInput.Seat;
import org.convoke.webrtc.SessionState.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A browser's session in virtual time: 15 s to connect, a seat kept for 30 s. */
class SessionMachineTest {
  private static final long SECOND = 1_000_000_000L;
  private static final LegId ONE = new LegId(1);
  private static final LegId TWO = new LegId(2);
  private static final LegId THREE = new LegId(3);

  private final SessionMachine machine = new SessionMachine(15 * SECOND, 30 * SECOND);
  private final List<SessionAction> done = new ArrayList<>();
  private SessionState state = new SessionState.Joining();
  private boolean roomAway;
  private boolean silent;
  private long nowNs = Long.MAX_VALUE - 20 * SECOND; // the clock may wrap

  private List<SessionAction> feed(SessionInput input) {
    SessionMachine.Step step = machine.step(state, input, nowNs);
    state = step.next();
    done.addAll(step.actions());
    watch(input, step.actions());
    return step.actions();
  }

  /** What the room and the journal know is always what is so, and nothing is told twice. */
  private void watch(SessionInput input, List<SessionAction> actions) {
    if (input instanceof CameBack && state instanceof SessionState.Seated) {
      roomAway = false;
    }
    for (SessionAction action : actions) {
      switch (action) {
        case Away(boolean away) -> {
          assertThat(away).as("%s", done).isNotEqualTo(roomAway);
          roomAway = away;
        }
        case Reseat _ -> roomAway = false; // another leg is there for the room
        case TellSilent _ -> {
          assertThat(silent).as("%s", done).isFalse();
          silent = true;
        }
        case TellResumed _ -> {
          assertThat(silent).as("%s", done).isTrue();
          silent = false;
        }
        case TellMedia _, TellEnded _, Close _, Music _, Hush _, Depart _, Complete _ -> {}
      }
    }
    if (state instanceof SessionState.Seated seated) {
      assertThat(roomAway).as("%s", done).isEqualTo(seated.gone());
    }
  }

  /** Lets time pass, waking the machine whenever it asked for it; returns what it did. */
  private List<SessionAction> pass(double seconds) {
    long endNs = nowNs + (long) (seconds * SECOND);
    List<SessionAction> actions = new ArrayList<>();
    for (long dueNs = machine.nextDeadlineNs(state);
        dueNs != SessionState.NEVER && dueNs - endNs <= 0;
        dueNs = machine.nextDeadlineNs(state)) {
      nowNs = dueNs - nowNs > 0 ? dueNs : nowNs;
      actions.addAll(feed(new SessionInput.Wake()));
    }
    nowNs = endNs;
    return actions;
  }

  private void joined() {
    assertThat(feed(new Seat(ONE, "s1", false, nowNs))).isEmpty();
    assertThat(feed(new LegConnected(ONE))).containsExactly(new TellMedia("s1", "connected"));
  }

  private void assertEnds(List<SessionAction> actions, String cause, String endedBy) {
    assertThat(actions).last().isEqualTo(new Depart(cause));
    assertThat(feed(new Departed()))
        .singleElement()
        .satisfies(last -> {
          End end = ((Complete) last).end();
          assertThat(end.cause()).isEqualTo(cause);
          assertThat(end.endedBy()).isEqualTo(endedBy);
        });
    assertThat(machine.nextDeadlineNs(state)).isEqualTo(SessionState.NEVER);
  }

  @Test
  void aBrowserJoinsIsConnectedAndLeaves() {
    joined();
    assertThat(pass(3600)).isEmpty();
    List<SessionAction> last = feed(new Left("left"));
    assertThat(last).containsExactly(new TellEnded("s1", "left"), new Depart("left"));
    assertEnds(last, "left", "caller");
  }

  @Test
  void oneWhoWaitsHearsMusicUntilHeIsAdmitted() {
    assertThat(feed(new Seat(ONE, "s1", true, nowNs))).containsExactly(new Music(ONE));
    feed(new LegConnected(ONE));
    assertThat(pass(600)).isEmpty();
    assertThat(feed(new Admitted())).containsExactly(new Hush(ONE));
    assertThat(feed(new Admitted())).isEmpty();
  }

  @Test
  void oneWhoIsNotConnectedInTimeIsLetGoAtOnce() {
    feed(new Seat(ONE, "s1", false, nowNs));
    assertThat(pass(14.9)).isEmpty();
    List<SessionAction> last = pass(0.2);
    assertThat(last)
        .containsExactly(new TellEnded("s1", "connect_timeout"), new Depart("connect_timeout"));
    assertEnds(last, "connect_timeout", "bridge");
  }

  @Test
  void aHandshakeThatFailsEndsItBeforeItsTime() {
    feed(new Seat(ONE, "s1", false, nowNs));
    pass(1);
    assertEnds(feed(new LegLost(ONE)), "failed", "bridge");
  }

  @Test
  void aLineThatFallsSilentKeepsItsSeatAndIsBackWithoutAWord() {
    joined();
    assertThat(feed(new LegSilent(ONE, 4000)))
        .containsExactly(new TellMedia("s1", "lost"), new TellSilent(4000), new Away(true));
    assertThat(pass(25)).isEmpty();
    assertThat(feed(new LegResumed(ONE)))
        .containsExactly(new TellMedia("s1", "back"), new TellResumed(), new Away(false));
    assertThat(pass(3600)).isEmpty();
  }

  @Test
  void aSeatIsKeptForThirtySecondsAndNoLonger() {
    joined();
    feed(new LegSilent(ONE, 4000));
    assertThat(pass(29.9)).isEmpty();
    List<SessionAction> last = pass(0.2);
    assertThat(last)
        .containsExactly(new TellEnded("s1", "media_timeout"), new Depart("media_timeout"));
    assertEnds(last, "media_timeout", "bridge");
  }

  @Test
  void aConnectionThatIsGoneIsAwayThoughSoundStillFlows() {
    joined();
    assertThat(feed(new Detached("s1"))).containsExactly(new Away(true));
    assertThat(feed(new Detached("s1"))).isEmpty();
    assertThat(pass(29.9)).isEmpty();
    assertEnds(pass(0.2), "detached", "bridge");
  }

  @Test
  void theTimeRunsFromTheFirstLossWhicheverWasFirst() {
    joined();
    feed(new Detached("s1"));
    pass(4);
    assertThat(feed(new LegSilent(ONE, 4000)))
        .containsExactly(new TellMedia("s1", "lost"), new TellSilent(4000));
    assertThat(pass(25.9)).isEmpty();
    assertEnds(pass(0.2), "media_timeout", "bridge");
  }

  @Test
  void whoComesBackInTimeHasHisSeatAndIsThereWhenSoundFlows() {
    joined();
    feed(new Detached("s1"));
    feed(new LegSilent(ONE, 4000));
    pass(20);
    assertThat(feed(new CameBack(TWO, "s2", false, nowNs))).containsExactly(new Close(ONE));
    assertThat(pass(12)).as("past the seat's time, but connecting").isEmpty();
    assertThat(feed(new LegClosed(ONE))).isEmpty();
    assertThat(feed(new LegConnected(TWO)))
        .containsExactly(new TellMedia("s2", "connected"), new TellResumed());
    assertThat(pass(3600)).isEmpty();
    assertThat(feed(new Detached("s1"))).as("the old connection").isEmpty();
  }

  @Test
  void tryingWithoutSuccessDoesNotKeepASeat() {
    joined();
    feed(new LegSilent(ONE, 4000));
    pass(20);
    feed(new CameBack(TWO, "s2", false, nowNs));
    pass(10);
    assertThat(feed(new LegLost(TWO))).containsExactly(new TellMedia("s2", "lost"), new Away(true));
    assertEnds(pass(0), "media_timeout", "bridge");
  }

  @Test
  void aSecondTabTakesOverAndTheFirstIsTold() {
    joined();
    assertThat(feed(new CameBack(TWO, "s2", false, nowNs)))
        .containsExactly(new TellEnded("s1", "replaced"), new Close(ONE));
    feed(new LegConnected(TWO));
    assertThat(feed(new Detached("s1"))).isEmpty();
    assertThat(feed(new Left("left"))).contains(new TellEnded("s2", "left"));
  }

  @Test
  void whoComesBackToTheLobbyHearsMusicAgain() {
    feed(new Seat(ONE, "s1", true, nowNs));
    assertThat(feed(new CameBack(TWO, "s2", true, nowNs)))
        .containsExactly(new TellEnded("s1", "replaced"), new Close(ONE), new Music(TWO));
    assertThat(feed(new CameBack(THREE, "s2", false, nowNs)))
        .as("the same connection, admitted meanwhile")
        .containsExactly(new Close(TWO));
    assertThat(feed(new Admitted())).isEmpty();
  }

  @Test
  void aFreshOfferIsHeardOnceItIsConnected() {
    joined();
    assertThat(feed(new Renewing(TWO, nowNs))).isEmpty();
    pass(1);
    assertThat(feed(new LegConnected(TWO)))
        .containsExactly(new Reseat(TWO), new Close(ONE), new TellMedia("s1", "connected"));
    assertThat(feed(new LegClosed(ONE))).isEmpty();
    assertThat(feed(new LegSilent(ONE, 4000))).as("late").isEmpty();
    assertThat(pass(3600)).isEmpty();
  }

  @Test
  void aFreshOfferMendsALostLine() {
    joined();
    feed(new LegSilent(ONE, 4000));
    pass(5);
    feed(new Renewing(TWO, nowNs));
    assertThat(feed(new LegConnected(TWO)))
        .containsExactly(
            new Reseat(TWO), new Close(ONE), new TellMedia("s1", "back"), new TellResumed());
    assertThat(pass(3600)).isEmpty();
  }

  @Test
  void aFreshOfferThatComesToNothingIsGivenUpAndTheOldLineGoesOn() {
    joined();
    feed(new Renewing(TWO, nowNs));
    assertThat(feed(new Renewing(THREE, nowNs))).containsExactly(new Close(TWO));
    assertThat(feed(new LegClosed(TWO))).isEmpty();
    assertThat(feed(new LegConnected(TWO))).as("given up already").isEmpty();
    assertThat(pass(15)).containsExactly(new Close(THREE));
    assertThat(pass(3600)).isEmpty();
    feed(new Renewing(TWO, nowNs));
    assertThat(feed(new LegLost(TWO))).containsExactly(new Close(TWO));
    feed(new Renewing(THREE, nowNs));
    assertThat(feed(new LegClosed(THREE))).isEmpty();
    assertThat(pass(3600)).isEmpty();
  }

  @Test
  void whoComesBackWhileHisFreshOfferConnectsNeedsItNoMore() {
    joined();
    feed(new Renewing(TWO, nowNs));
    assertThat(feed(new CameBack(THREE, "s1", false, nowNs)))
        .containsExactly(new Close(ONE), new Close(TWO));
  }

  @Test
  void aGoodbyeOfTheBrowsersLineLosesItAtOnce() {
    joined();
    assertThat(feed(new LegLost(ONE))).containsExactly(new TellMedia("s1", "lost"), new Away(true));
    assertThat(feed(new LegLost(ONE))).isEmpty();
    assertThat(feed(new LegSilent(ONE, 4000))).isEmpty();
  }

  @Test
  void aLegThatIsClosedUnaskedEndsTheSession() {
    joined();
    assertEnds(feed(new LegClosed(ONE)), "failed", "bridge");
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(new Left("left"), "left", "left", "caller"),
        Arguments.of(new Left("token_expired"), "token_expired", "token_expired", "bridge"),
        Arguments.of(new Dismissed("removed"), "removed", "removed", "bridge"),
        Arguments.of(new Dismissed("ended"), "room_ended", "room_ended", "bridge"),
        Arguments.of(new Dismissed("host_left"), "room_ended", "host_left", "bridge"),
        Arguments.of(new HangUp("api"), "api", "hung_up_by_api", "bridge"),
        Arguments.of(new HangUp("bridge_stopping"), "bridge_stopping", "bridge_stopping", "bridge"),
        Arguments.of(new HangUp("failed"), "failed", "failed", "bridge"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void eachEndIsToldOnceAndInItsWords(
      SessionInput input, String cause, String told, String endedBy) {
    joined();
    List<SessionAction> last = feed(input);
    assertThat(last).containsExactly(new TellEnded("s1", told), new Depart(cause));
    assertThat(feed(input)).isEmpty();
    assertEnds(last, cause, endedBy);
    assertThat(feed(input)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whoseJoiningEndsHasHisAnswerAndIsToldNothingElse(
      SessionInput input, String cause, String told, String endedBy) {
    List<SessionAction> last = feed(input);
    assertThat(last).containsExactly(new Depart(cause));
    assertThat(feed(new Seat(ONE, "s1", false, nowNs))).as("too late").isEmpty();
    assertThat(feed(new Departed())).hasSize(1).allMatch(it -> it instanceof Complete);
  }

  @Test
  void aRefusedOneDeparts() {
    assertEnds(feed(new Refused("room_full")), "room_full", "bridge");
  }

  /**
   * Whatever happens in whatever order: one Depart, then one Complete, and all is told in turns.
   */
  @Test
  void anyStoryEndsOnceAndTellsItsRoomInTurns() {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      state = new SessionState.Joining();
      roomAway = false;
      silent = false;
      done.clear();
      feed(new Seat(ONE, "s1", random.nextBoolean(), nowNs));
      int leg = 1;
      for (int i = 0; i < 40; i++) {
        LegId any = new LegId(1 + random.nextInt(leg));
        switch (random.nextInt(10)) {
          case 0, 1 -> feed(new LegConnected(any));
          case 2 -> feed(new LegSilent(any, 4000));
          case 3 -> feed(new LegResumed(any));
          case 4 -> feed(new LegLost(any));
          case 5 -> feed(new Detached("s" + random.nextInt(4)));
          case 6 ->
              feed(
                  new CameBack(
                      new LegId(++leg), "s" + random.nextInt(4), random.nextBoolean(), nowNs));
          case 7 -> feed(new Renewing(new LegId(++leg), nowNs));
          case 8 -> feed(new Admitted());
          default -> pass(random.nextInt(20));
        }
      }
      feed(new HangUp("bridge_stopping"));
      feed(new Departed());
      String story = "seed " + seed + ": " + done;
      assertThat(done.stream().filter(it -> it instanceof Depart)).as(story).hasSize(1);
      assertThat(done.stream().filter(it -> it instanceof Complete)).as(story).hasSize(1);
      assertThat(done).as(story).last().isInstanceOf(Complete.class);
    }
  }
}
