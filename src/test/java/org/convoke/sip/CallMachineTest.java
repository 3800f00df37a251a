package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convoke.sip.CallAction.Complete;
import org.convoke.sip.CallAction.Depart;
import org.convoke.sip.CallInput.Prack;
import org.convoke.sip.CallState.End;
import org.junit.jupiter.api.Test;

/** A call in virtual time. */
class CallMachineTest {
  private static final long SECOND = 1_000_000_000L;

  private final CallMachine machine = new CallMachine(32 * SECOND, 8 * 3600 * SECOND);
  private final List<CallAction> done = new ArrayList<>();
  private CallState state = new CallState.Arriving();
  private long nowNs = 5;

  private List<CallAction> feed(CallInput input) {
    CallMachine.Step step = machine.step(state, input, nowNs);
    state = step.next();
    done.addAll(step.actions());
    return step.actions();
  }

  /** Lets time pass, waking the machine whenever it asked for it. */
  private void pass(long ns) {
    long endNs = nowNs + ns;
    while (CallMachine.nextDeadlineNs(state) <= endNs) {
      nowNs = Math.max(nowNs, CallMachine.nextDeadlineNs(state));
      feed(new CallInput.Wake());
    }
    nowNs = endNs;
  }

  private void answered() {
    feed(new CallInput.Admitted(Prack.NONE));
    feed(new CallInput.PortsOpen());
    done.clear();
  }

  private End end() {
    feed(new CallInput.Departed());
    return ((CallState.Over) state).end();
  }

  @Test
  void anAdmittedCallRingsThenIsAnswered() {
    assertThat(feed(new CallInput.Admitted(Prack.NONE)))
        .containsExactly(new CallAction.Ring(Prack.NONE), new CallAction.OpenLeg());
    assertThat(feed(new CallInput.PortsOpen())).containsExactly(new CallAction.Answer());
    assertThat(feed(new CallInput.AckReceived())).isEmpty();
    assertThat(feed(new CallInput.ByeReceived(""))).containsExactly(new Depart("caller_hung_up"));
    assertThat(end()).isEqualTo(End.byCaller("caller_hung_up", 200, "OK"));
  }

  @Test
  void the200IsRepeatedAtDoublingIntervalsUntilTheAckIsOverdue() {
    answered();
    pass(33 * SECOND);
    // 0.5, 1.5, 3.5, 7.5, then every 4 s up to 32 (RFC 3261 §13.3.1.4).
    assertThat(done).filteredOn(CallAction.AnswerAgain.class::isInstance).hasSize(10);
    assertThat(done).endsWith(new CallAction.SendBye("ack_timeout"), new Depart("ack_timeout"));
    assertThat(end().cause()).isEqualTo("ack_timeout");
  }

  @Test
  void anAckStopsTheRepetition() {
    answered();
    pass(SECOND);
    feed(new CallInput.AckReceived());
    done.clear();
    pass(3600 * SECOND);
    assertThat(done).isEmpty();
  }

  @Test
  void aReinvitesAnswerAwaitsAnAckOfItsOwn() {
    answered();
    feed(new CallInput.AckReceived());
    feed(new CallInput.AnsweredAgain());
    pass(33 * SECOND);
    assertThat(end().cause()).isEqualTo("ack_timeout");
  }

  @Test
  void noCallOutlivesItsLongest() {
    answered();
    feed(new CallInput.AckReceived());
    pass(8 * 3600 * SECOND);
    assertThat(end()).isEqualTo(End.byBridge("max_duration", 200, "OK"));
  }

  @Test
  void weRefreshAtHalfTimeAndGiveUpWhenNothingComesBack() {
    answered();
    feed(new CallInput.AckReceived());
    feed(new CallInput.Refreshed(new SessionTimer.Session(100, true, true)));
    pass(50 * SECOND);
    assertThat(done).containsExactly(new CallAction.Refresh());
    feed(new CallInput.Refreshed(new SessionTimer.Session(100, true, true)));
    pass(50 * SECOND);
    assertThat(done).hasSize(2);
    pass(18 * SECOND);
    assertThat(end().cause()).isEqualTo("session_expired");
  }

  @Test
  void aPeerThatCeasesToRefreshIsGivenUpBeforeTheEnd() {
    answered();
    feed(new CallInput.AckReceived());
    feed(new CallInput.Refreshed(new SessionTimer.Session(90, false, true)));
    pass(59 * SECOND);
    assertThat(done).isEmpty();
    pass(2 * SECOND);
    assertThat(end().cause()).isEqualTo("session_expired");
  }

  @Test
  void aRequiredPrackIsAwaitedAndItsLackRefusesTheCall() {
    feed(new CallInput.Admitted(Prack.REQUIRED));
    feed(new CallInput.PortsOpen());
    assertThat(done).doesNotContain(new CallAction.Answer());
    pass(32 * SECOND);
    assertThat(done).contains(new CallAction.RingAgain());
    assertThat(end()).isEqualTo(End.byBridge("unavailable", 504, "Server Time-out"));
  }

  @Test
  void anOptionalPrackIsNotAwaitedForLong() {
    feed(new CallInput.Admitted(Prack.SUPPORTED));
    feed(new CallInput.PortsOpen());
    pass(2 * SECOND);
    assertThat(done).contains(new CallAction.Answer());
  }

  @Test
  void thePrackMayComeBeforeThePorts() {
    feed(new CallInput.Admitted(Prack.REQUIRED));
    assertThat(feed(new CallInput.PrackReceived())).isEmpty();
    assertThat(feed(new CallInput.PortsOpen())).containsExactly(new CallAction.Answer());
  }

  @Test
  void cancelEndsWhatRingsAndNothingElse() {
    feed(new CallInput.Admitted(Prack.NONE));
    assertThat(feed(new CallInput.Cancelled()))
        .containsExactly(new CallAction.Refuse(487, "Request Terminated"), new Depart("cancelled"));
    state = new CallState.Arriving();
    answered();
    assertThat(feed(new CallInput.Cancelled())).isEmpty();
  }

  @Test
  void aHangUpBeforeTheAnswerIsAFinalAnswerAndAfterItABye() {
    assertThat(feed(new CallInput.HangUp("bridge_stopping")))
        .containsExactly(
            new CallAction.Refuse(503, "Service Unavailable"), new Depart("bridge_stopping"));
    state = new CallState.Arriving();
    answered();
    assertThat(feed(new CallInput.HangUp("removed")))
        .containsExactly(new CallAction.SendBye("removed"), new Depart("removed"));
  }

  @Test
  void whateverComesWheneverItEndsExactlyOnceAndInOrder() {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      state = new CallState.Arriving();
      done.clear();
      nowNs = random.nextLong(1_000_000) * SECOND;
      for (int i = 0; i < 30; i++) {
        feed(any(random));
        nowNs += random.nextLong(20 * SECOND);
      }
      feed(new CallInput.HangUp("api"));
      feed(new CallInput.Departed());
      assertThat(state).as("seed %d", seed).isInstanceOf(CallState.Over.class);
      assertThat(done).as("seed %d", seed).filteredOn(Depart.class::isInstance).hasSize(1);
      assertThat(done).as("seed %d", seed).filteredOn(Complete.class::isInstance).hasSize(1);
      assertThat(done.getLast()).as("seed %d", seed).isInstanceOf(Complete.class);
    }
  }

  private static CallInput any(Random random) {
    return switch (random.nextInt(13)) {
      case 0 -> new CallInput.Admitted(Prack.values()[random.nextInt(3)]);
      case 1 -> new CallInput.Refused(404, "Not Found", "refused");
      case 2 -> new CallInput.PortsOpen();
      case 3 -> new CallInput.PrackReceived();
      case 4 -> new CallInput.Cancelled();
      case 5 -> new CallInput.ByeReceived("");
      case 6 -> new CallInput.AckReceived();
      case 7 -> new CallInput.AnsweredAgain();
      case 8 -> new CallInput.Refreshed(new SessionTimer.Session(90, random.nextBoolean(), true));
      case 9 -> new CallInput.HangUp("api");
      case 10 -> new CallInput.PeerGone(481, "Gone");
      default -> new CallInput.Wake();
    };
  }
}
