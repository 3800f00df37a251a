package org.convoke.sip;

import java.util.List;
import org.convoke.sip.CallAction.Answer;
import org.convoke.sip.CallAction.AnswerAgain;
import org.convoke.sip.CallAction.Complete;
import org.convoke.sip.CallAction.Depart;
import org.convoke.sip.CallAction.OpenLeg;
import org.convoke.sip.CallAction.Refresh;
import org.convoke.sip.CallAction.Refuse;
import org.convoke.sip.CallAction.Ring;
import org.convoke.sip.CallAction.RingAgain;
import org.convoke.sip.CallAction.SendBye;
import org.convoke.sip.CallState.Arriving;
import org.convoke.sip.CallState.End;
import org.convoke.sip.CallState.Leaving;
import org.convoke.sip.CallState.Over;
import org.convoke.sip.CallState.Ringing;
import org.convoke.sip.CallState.Session;
import org.convoke.sip.CallState.Up;

/**
 * Decides what becomes of a call. The transactions and their timers are the stack's; this is the
 * layer above: offer answered, 180 and 200 acknowledged, session refreshed, ended once. Whatever
 * way a call ends, {@link Depart} comes before {@link Complete} and each comes once.
 */
final class CallMachine {
  static final long T1_NS = 500_000_000L;
  static final long T2_NS = 4_000_000_000L;

  /** How long a 200 is repeated before the bridge gives up may differ; a 180 gets 64*T1. */
  private static final long PRACK_NS = 64 * T1_NS;

  /** A peer that can, but need not, acknowledge a 180 is answered after so long. */
  private static final long PRACK_OPTIONAL_NS = 2_000_000_000L;

  /** A new state and what to do. */
  record Step(CallState next, List<CallAction> actions) {
    static Step to(CallState next, CallAction... actions) {
      return new Step(next, List.of(actions));
    }
  }

  private final long ackTimeoutNs;
  private final long maxCallNs;

  CallMachine(long ackTimeoutNs, long maxCallNs) {
    this.ackTimeoutNs = ackTimeoutNs;
    this.maxCallNs = maxCallNs;
  }

  Step step(CallState state, CallInput input, long nowNs) {
    return switch (state) {
      case Arriving arriving -> arriving(arriving, input, nowNs);
      case Ringing ringing -> ringing(ringing, input, nowNs);
      case Up up -> up(up, input, nowNs);
      case Leaving leaving -> leaving(leaving, input);
      case Over over -> Step.to(over);
    };
  }

  /** The next time at which {@link CallInput.Wake} is due, or NEVER. */
  static long nextDeadlineNs(CallState state) {
    return switch (state) {
      case Ringing r -> Math.min(r.prackDueNs(), r.resendAtNs());
      case Up up ->
          Math.min(
              Math.min(Math.min(up.ackDueNs(), up.resendAtNs()), up.endAtNs()),
              Math.min(up.session().refreshAtNs(), up.session().giveUpAtNs()));
      case Arriving a -> CallState.NEVER;
      case Leaving l -> CallState.NEVER;
      case Over o -> CallState.NEVER;
    };
  }

  private Step arriving(Arriving state, CallInput input, long nowNs) {
    return switch (input) {
      case CallInput.Admitted(CallInput.Prack reliable) ->
          Step.to(ring(reliable, nowNs), new Ring(reliable), new OpenLeg());
      case CallInput.Refused(int code, String reason, String cause) ->
          refuse(End.byBridge(cause, code, reason));
      case CallInput.Cancelled c -> cancel();
      case CallInput.ByeReceived b -> cancel();
      case CallInput.HangUp(String cause) ->
          refuse(End.byBridge(cause, 503, "Service Unavailable"));
      case CallInput.PeerGone p -> cancel();
      case CallInput.PortsOpen p -> Step.to(state);
      case CallInput.PrackReceived p -> Step.to(state);
      case CallInput.AckReceived a -> Step.to(state);
      case CallInput.AnsweredAgain a -> Step.to(state);
      case CallInput.Refreshed r -> Step.to(state);
      case CallInput.Departed d -> Step.to(state);
      case CallInput.Wake w -> Step.to(state);
    };
  }

  private static Ringing ring(CallInput.Prack reliable, long nowNs) {
    return switch (reliable) {
      case NONE -> new Ringing(false, CallState.NEVER, true, CallState.NEVER, 0);
      case SUPPORTED -> new Ringing(false, nowNs + PRACK_OPTIONAL_NS, true, nowNs + T1_NS, T1_NS);
      case REQUIRED -> new Ringing(false, nowNs + PRACK_NS, false, nowNs + T1_NS, T1_NS);
    };
  }

  private Step ringing(Ringing state, CallInput input, long nowNs) {
    return switch (input) {
      case CallInput.PortsOpen p ->
          state.awaitsPrack()
              ? Step.to(
                  new Ringing(
                      true,
                      state.prackDueNs(),
                      state.answerAnyway(),
                      state.resendAtNs(),
                      state.resendEveryNs()))
              : answer(nowNs);
      case CallInput.PrackReceived p ->
          state.portsOpen()
              ? answer(nowNs)
              : Step.to(new Ringing(false, CallState.NEVER, true, CallState.NEVER, 0));
      case CallInput.Wake w -> ringingWake(state, nowNs);
      case CallInput.Refused(int code, String reason, String cause) ->
          refuse(End.byBridge(cause, code, reason));
      case CallInput.Cancelled c -> cancel();
      // A BYE on an early dialog ends the call like a CANCEL (RFC 3261 §15).
      case CallInput.ByeReceived b -> cancel();
      case CallInput.PeerGone p -> cancel();
      case CallInput.HangUp(String cause) ->
          refuse(End.byBridge(cause, 480, "Temporarily Unavailable"));
      case CallInput.Admitted a -> Step.to(state);
      case CallInput.AckReceived a -> Step.to(state);
      case CallInput.AnsweredAgain a -> Step.to(state);
      case CallInput.Refreshed r -> Step.to(state);
      case CallInput.Departed d -> Step.to(state);
    };
  }

  private Step ringingWake(Ringing state, long nowNs) {
    if (state.awaitsPrack() && state.prackDueNs() - nowNs <= 0) {
      if (!state.answerAnyway()) {
        return refuse(End.byBridge("unavailable", 504, "Server Time-out"));
      }
      return state.portsOpen()
          ? answer(nowNs)
          : Step.to(new Ringing(false, CallState.NEVER, true, CallState.NEVER, 0));
    }
    if (state.resendAtNs() != CallState.NEVER && state.resendAtNs() - nowNs <= 0) {
      long every = state.resendEveryNs() * 2;
      return Step.to(
          new Ringing(
              state.portsOpen(), state.prackDueNs(), state.answerAnyway(), nowNs + every, every),
          new RingAgain());
    }
    return Step.to(state);
  }

  private Step answer(long nowNs) {
    return Step.to(
        new Up(nowNs, nowNs + ackTimeoutNs, nowNs + T1_NS, T1_NS, nowNs + maxCallNs, Session.NONE),
        new Answer());
  }

  private static Step refuse(End end) {
    return Step.to(
        new Leaving(end, CallState.NEVER),
        new Refuse(end.sipCode(), end.sipReason()),
        new Depart(end.cause()));
  }

  private static Step cancel() {
    return refuse(End.byCaller("cancelled", 487, "Request Terminated"));
  }

  private Step up(Up up, CallInput input, long nowNs) {
    return switch (input) {
      case CallInput.AckReceived a ->
          Step.to(
              new Up(
                  up.answeredNs(),
                  CallState.NEVER,
                  CallState.NEVER,
                  0,
                  up.endAtNs(),
                  up.session()));
      case CallInput.AnsweredAgain a ->
          Step.to(
              new Up(
                  up.answeredNs(),
                  nowNs + ackTimeoutNs,
                  nowNs + T1_NS,
                  T1_NS,
                  up.endAtNs(),
                  up.session()));
      case CallInput.Refreshed(SessionTimer.Session session) ->
          Step.to(
              new Up(
                  up.answeredNs(),
                  up.ackDueNs(),
                  up.resendAtNs(),
                  up.resendEveryNs(),
                  up.endAtNs(),
                  deadlines(session, nowNs)));
      case CallInput.ByeReceived(String reason) ->
          Step.to(
              new Leaving(
                  End.byCaller("caller_hung_up", 200, reason.isEmpty() ? "OK" : reason),
                  up.answeredNs()),
              new Depart("caller_hung_up"));
      case CallInput.HangUp(String cause) -> hangUp(up, cause);
      case CallInput.PeerGone(int code, String reason) ->
          bye(up, End.byCaller("caller_hung_up", code, reason));
      case CallInput.Wake w -> upWake(up, nowNs);
      // CANCEL has no effect on a call that was answered (RFC 3261 §9.2).
      case CallInput.Cancelled c -> Step.to(up);
      case CallInput.Admitted a -> Step.to(up);
      case CallInput.Refused r -> hangUp(up, r.cause());
      case CallInput.PortsOpen p -> Step.to(up);
      case CallInput.PrackReceived p -> Step.to(up);
      case CallInput.Departed d -> Step.to(up);
    };
  }

  private static Session deadlines(SessionTimer.Session session, long nowNs) {
    if (session == null) {
      return Session.NONE;
    }
    long refresh = session.weRefresh() ? nowNs + session.refreshAfterNs() : CallState.NEVER;
    return new Session(refresh, nowNs + session.giveUpAfterNs());
  }

  private Step upWake(Up up, long nowNs) {
    if (due(up.ackDueNs(), nowNs)) {
      return hangUp(up, "ack_timeout");
    }
    if (due(up.endAtNs(), nowNs)) {
      return hangUp(up, "max_duration");
    }
    if (due(up.session().giveUpAtNs(), nowNs)) {
      return hangUp(up, "session_expired");
    }
    if (due(up.session().refreshAtNs(), nowNs)) {
      Session waiting = new Session(CallState.NEVER, up.session().giveUpAtNs());
      return Step.to(
          new Up(
              up.answeredNs(),
              up.ackDueNs(),
              up.resendAtNs(),
              up.resendEveryNs(),
              up.endAtNs(),
              waiting),
          new Refresh());
    }
    if (due(up.resendAtNs(), nowNs)) {
      long every = Math.min(T2_NS, up.resendEveryNs() * 2);
      return Step.to(
          new Up(up.answeredNs(), up.ackDueNs(), nowNs + every, every, up.endAtNs(), up.session()),
          new AnswerAgain());
    }
    return Step.to(up);
  }

  private static boolean due(long deadlineNs, long nowNs) {
    return deadlineNs != CallState.NEVER && deadlineNs - nowNs <= 0;
  }

  private static Step hangUp(Up up, String cause) {
    return bye(up, End.byBridge(cause, 200, "OK"));
  }

  private static Step bye(Up up, End end) {
    return Step.to(
        new Leaving(end, up.answeredNs()), new SendBye(end.cause()), new Depart(end.cause()));
  }

  private static Step leaving(Leaving leaving, CallInput input) {
    return input instanceof CallInput.Departed
        ? Step.to(
            new Over(leaving.end(), leaving.answeredNs()),
            new Complete(leaving.end(), leaving.answeredNs()))
        : Step.to(leaving);
  }
}
