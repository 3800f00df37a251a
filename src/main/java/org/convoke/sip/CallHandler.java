package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.EventType;
import org.convoke.bus.IvrCommand;
import org.convoke.media.LegPorts;
import org.convoke.sdp.Negotiation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what {@link CallMachine} decides for a call. */
final class CallHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);
  private static final long WARN_EVERY_NS = 10_000_000_000L;

  private final SipScope scope;
  private final OwnRequestHandler own;
  private final DepartureHandler departure;
  private boolean mediaWarned;
  private long mediaWarnedNs;

  CallHandler(SipScope scope, OwnRequestHandler own) {
    this.scope = scope;
    this.own = own;
    this.departure = new DepartureHandler(scope, own);
  }

  /** Feeds one input to a call and does what follows. */
  void feed(Call call, CallInput input) {
    long nowNs = scope.clock.nowNs();
    CallMachine.Step step = scope.machine.step(call.state, input, nowNs);
    call.state = step.next();
    try {
      for (CallAction action : step.actions()) {
        perform(call, action);
      }
    } catch (RuntimeException e) {
      broken(call, e);
    }
    arm(call);
  }

  /** A defect costs one call, never the bridge. */
  private void broken(Call call, RuntimeException e) {
    LOG.error("call {} in {} failed", call.id, call.stateName(), e);
    switch (call.state) {
      case CallState.Up up -> feed(call, new CallInput.HangUp("failed"));
      case CallState.Arriving a -> unavailable(call);
      case CallState.Ringing r -> unavailable(call);
      case CallState.Leaving l -> feed(call, new CallInput.Departed());
      case CallState.Over o -> call.completed.tryComplete();
    }
  }

  private void arm(Call call) {
    if (call.timer != Call.NO_TIMER) {
      scope.vertx.cancelTimer(call.timer);
      call.timer = Call.NO_TIMER;
    }
    long deadlineNs = CallMachine.nextDeadlineNs(call.state);
    if (deadlineNs != CallState.NEVER) {
      long delayMs = Math.max(1, (deadlineNs - scope.clock.nowNs() + 999_999) / 1_000_000);
      call.timer =
          scope.vertx.setTimer(
              delayMs,
              t -> {
                call.timer = Call.NO_TIMER;
                feed(call, new CallInput.Wake());
              });
    }
  }

  private void perform(Call call, CallAction action) {
    switch (action) {
      case CallAction.Ring(CallInput.Prack reliable) -> ring(call, reliable);
      case CallAction.RingAgain r -> resend(call, call.ringing);
      case CallAction.OpenLeg o -> openLeg(call);
      case CallAction.Answer a -> answer(call);
      case CallAction.AnswerAgain a -> resendAnswer(call);
      case CallAction.Refuse(int code, String reason) -> refuse(call, code, reason);
      case CallAction.SendBye(String cause) -> own.bye(call, cause);
      case CallAction.Refresh r -> own.refresh(call);
      case CallAction.Depart(String cause) -> departure.depart(call, cause, this);
      case CallAction.Complete(CallState.End end, long answeredNs) ->
          departure.complete(call, end, answeredNs);
    }
  }

  /** Refuses a call that has not been answered, for what we lack. */
  void unavailable(Call call) {
    call.refusal = Replies.unavailable(scope.random);
    feed(call, new CallInput.Refused(503, "Service Unavailable", "unavailable"));
  }

  private void ring(Call call, CallInput.Prack reliable) {
    SIPResponse ringing =
        Messages.answer(call.invite.request(), 180, "Ringing", call.dialog.localTag);
    Messages.add(ringing, "Contact: " + scope.contact(call));
    Messages.add(ringing, "Allow: " + Rules.ALLOW);
    if (reliable != CallInput.Prack.NONE) {
      call.rseq = 1 + scope.random.nextInt(1_000_000);
      Messages.reliable(ringing, call.rseq);
      call.ringing = ringing;
    }
    respond(call, ringing);
    scope.fact(EventType.CALL_RINGING, call, Map.of());
  }

  private void openLeg(Call call) {
    Promise<LegPorts> opened = Promise.promise();
    scope
        .media
        .open(call.leg)
        .whenComplete((ports, failure) ->
            scope.context.runOnContext(v -> {
              if (failure != null) {
                opened.fail(failure);
              } else {
                opened.complete(ports);
              }
            }));
    opened
        .future()
        .onSuccess(ports -> {
          call.legOpen = true;
          call.ports = ports;
          call.talk.ports(ports);
          if (call.state instanceof CallState.Ringing) {
            feed(call, new CallInput.PortsOpen());
          } else {
            // It ended while the ports were being reserved.
            scope.media.close(call.leg);
          }
        })
        .onFailure(failure -> {
          warnOfMedia(failure);
          unavailable(call);
        });
  }

  /** Says so once in a while: when ports run out, every call meets it. */
  private void warnOfMedia(Throwable failure) {
    long nowNs = scope.clock.nowNs();
    if (!mediaWarned || nowNs - mediaWarnedNs > WARN_EVERY_NS) {
      mediaWarned = true;
      mediaWarnedNs = nowNs;
      LOG.warn("calls are refused for lack of media: {}", failure.getMessage());
    }
  }

  private void answer(Call call) {
    SIPRequest invite = call.invite.request();
    byte[] body = Messages.body(invite);
    String sdp;
    if (body == null) {
      sdp = call.talk.offer();
      call.awaitsAnswer = true;
    } else {
      switch (call.talk.answer(Talk.text(body))) {
        case Negotiation.Agreed agreed -> sdp = agreed.text();
        // The offer was looked at when it came, so only ports could have changed.
        case Negotiation.Refused refused ->
            throw new IllegalStateException("an offer that fitted does not fit: " + refused.why());
      }
    }
    SIPResponse ok = ok(call, invite, sdp);
    sessionHeaders(call, ok);
    remember(call, call.invite, ok);
    // Whoever has the answer may speak and key at once (RFC 3264 §6.1): we listen before that.
    if (!call.awaitsAnswer) {
      connected(call);
    }
    respond(call, ok);
    scope.counters.callsAnswered.increment();
    feedSession(call);
  }

  /** Media may flow: the journal and the dialogue are told. */
  void connected(Call call) {
    scope.media.connect(call.leg, call.talk.settings());
    if (call.begun) {
      return;
    }
    call.begun = true;
    call.held = call.talk.isHeld();
    scope.fact(EventType.CALL_ANSWERED, call, CallFacts.answered(call));
    scope
        .vertx
        .eventBus()
        .send(
            call.dialogue(),
            new IvrCommand.Begin(
                call.id,
                call.leg,
                call.caller,
                call.name,
                scope.config.rooms().language(),
                call.entry,
                headers(call)));
    if (call.held) {
      toldHeld(call, true);
    }
  }

  private static Map<String, String> headers(Call call) {
    return call.entry instanceof AdmissionAnswer.Run
        ? AppHeaders.of(call.invite.request())
        : Map.of();
  }

  /** After a later agreement: the leg is changed, and the room told of hold and resume. */
  void renegotiated(Call call) {
    scope.media.connect(call.leg, call.talk.settings());
    boolean held = call.talk.isHeld();
    if (held != call.held) {
      call.held = held;
      toldHeld(call, held);
    }
  }

  private void toldHeld(Call call, boolean held) {
    scope.fact(EventType.CALL_HELD, call, Map.of("held", held));
    scope
        .vertx
        .eventBus()
        .send(call.dialogue(), new IvrCommand.HeldByPeer(call.id, call.leg, held));
  }

  /** A 200 with a body for INVITE or UPDATE; {@code sdp} null: no body. */
  SIPResponse ok(Call call, SIPRequest request, String sdp) {
    SIPResponse ok = Messages.answer(request, 200, "OK", call.dialog.localTag);
    Messages.add(ok, "Contact: " + scope.contact(call));
    Messages.add(ok, "Allow: " + Rules.ALLOW);
    Messages.add(ok, "Supported: " + Rules.SUPPORTED);
    if (sdp != null) {
      Messages.body(ok, sdp);
    }
    return ok;
  }

  void sessionHeaders(Call call, SIPResponse ok) {
    if (call.session != null) {
      Messages.add(ok, "Session-Expires: " + call.session.header());
      if (call.session.peerKnows() && !call.session.weRefresh()) {
        Messages.add(ok, "Require: timer");
      }
    }
  }

  void feedSession(Call call) {
    feed(call, new CallInput.Refreshed(call.session));
  }

  /** Keeps a 200 to an INVITE so that it can be sent until its ACK comes. */
  void remember(Call call, SipStackGateway.Incoming to, SIPResponse ok) {
    call.answered = to;
    call.answer = ok;
    call.answerCseq = to.request().getCSeq().getSeqNumber();
  }

  /** Sends the last 200 again: no ACK came, or the INVITE came again. */
  void resendAnswer(Call call) {
    resend(call, call.answer);
  }

  private void resend(Call call, SIPResponse response) {
    SipStackGateway.Incoming to =
        response == call.answer && call.answered != null ? call.answered : call.invite;
    // The stack writes into what it sends; it gets a copy, past its transaction, which is over.
    scope.stack.respond(to, null, (SIPResponse) response.clone());
  }

  private void refuse(Call call, int code, String reason) {
    Refusal refusal =
        call.refusal != null && call.refusal.code() == code
            ? call.refusal
            : new Refusal(code, reason, List.of());
    respond(call, Messages.answer(call.invite.request(), refusal, call.dialog.localTag));
  }

  /** By the transaction of the INVITE that began the call. */
  void respond(Call call, SIPResponse response) {
    scope.stack.respond(call.invite, call.transaction, response);
  }
}
