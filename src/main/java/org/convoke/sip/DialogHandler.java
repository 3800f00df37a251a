package org.convoke.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import javax.sip.ServerTransaction;
import javax.sip.header.ContactHeader;
import org.convoke.sdp.Negotiation;
import org.convoke.sip.SipStackGateway.Incoming;

/** Requests within a call. */
final class DialogHandler {
  private final SipScope scope;
  private final CallHandler calls;

  DialogHandler(SipScope scope, CallHandler calls) {
    this.scope = scope;
    this.calls = calls;
  }

  /** The ACK of a 200 of ours. */
  void ack(Call call, SIPRequest ack) {
    if (call.answer == null || ack.getCSeq().getSeqNumber() != call.answerCseq) {
      return;
    }
    calls.feed(call, new CallInput.AckReceived());
    if (!call.awaitsAnswer || !(call.state instanceof CallState.Up)) {
      return;
    }
    call.awaitsAnswer = false;
    byte[] body = Messages.body(ack);
    boolean first = !call.talk.isAgreed();
    if (body != null && call.talk.accept(Talk.text(body)) instanceof Negotiation.Agreed) {
      if (first) {
        calls.connected(call);
      } else {
        calls.renegotiated(call);
      }
    } else {
      call.talk.withdraw();
      if (first) {
        calls.feed(call, new CallInput.HangUp("refused"));
      }
    }
  }

  void handle(Call call, Incoming in) {
    SIPRequest request = in.request();
    String method = request.getMethod();
    long cseq = request.getCSeq().getSeqNumber();
    if (method.equals("INVITE") && cseq == call.answerCseq && call.answer != null) {
      // The transaction is over with its 200; the INVITE still comes until that arrives.
      calls.resendAnswer(call);
      return;
    }
    ServerTransaction transaction = scope.stack.transaction(in);
    if (transaction == null) {
      return;
    }
    if (!call.dialog.takeCseq(cseq)) {
      reply(in, transaction, call, Refusal.of(500, "Request Out Of Order", "Retry-After: 1"));
      return;
    }
    Refusal refusal = Replies.generalRefusal(request);
    if (refusal != null) {
      reply(in, transaction, call, refusal);
      return;
    }
    switch (method) {
      case "BYE" -> bye(call, in, transaction);
      case "INFO" -> info(call, in, transaction);
      case "UPDATE" -> update(call, in, transaction);
      case "PRACK" -> prack(call, in, transaction);
      case "INVITE" -> reinvite(call, in, transaction);
      case "OPTIONS" -> {
        SIPResponse ok = Messages.answer(request, 200, "OK", call.dialog.localTag);
        Replies.capabilities(ok);
        scope.stack.respond(in, transaction, ok);
      }
      default -> reply(in, transaction, call, Refusal.of(501, "Not Implemented"));
    }
  }

  private void bye(Call call, Incoming in, ServerTransaction transaction) {
    scope.stack.respond(
        in, transaction, Messages.answer(in.request(), 200, "OK", call.dialog.localTag));
    String reason = Messages.value(in.request(), "Reason");
    calls.feed(call, new CallInput.ByeReceived(reason == null ? "" : Messages.plain(reason, 128)));
  }

  private void info(Call call, Incoming in, ServerTransaction transaction) {
    SIPRequest request = in.request();
    byte[] body = Messages.body(request);
    String type = Messages.contentType(request);
    if (body == null) {
      reply(in, transaction, call, Refusal.of(200, "OK"));
      return;
    }
    boolean known =
        "application/dtmf-relay".equalsIgnoreCase(type)
            || "application/dtmf".equalsIgnoreCase(type);
    if (!known) {
      reply(
          in,
          transaction,
          call,
          Refusal.of(
              415, "Unsupported Media Type", "Accept: application/dtmf-relay, application/dtmf"));
      return;
    }
    DtmfBody digit = DtmfBody.parse(type.substring("application/".length()), body);
    if (digit == null) {
      reply(in, transaction, call, Refusal.of(400, "No Digit In Body"));
      return;
    }
    if (call.legOpen) {
      scope.media.infoDigit(call.leg, digit.digit(), digit.durationMs());
    }
    reply(in, transaction, call, Refusal.of(200, "OK"));
  }

  private void prack(Call call, Incoming in, ServerTransaction transaction) {
    String rack = Messages.value(in.request(), "RAck");
    long inviteCseq = call.invite.request().getCSeq().getSeqNumber();
    String expected = call.rseq + " " + inviteCseq + " INVITE";
    if (call.ringing == null || rack == null || !rack.replaceAll("\\s+", " ").equals(expected)) {
      reply(in, transaction, call, Refusal.of(481, "No Such Provisional Response"));
      return;
    }
    call.ringing = null;
    reply(in, transaction, call, Refusal.of(200, "OK"));
    calls.feed(call, new CallInput.PrackReceived());
  }

  private void update(Call call, Incoming in, ServerTransaction transaction) {
    SIPRequest request = in.request();
    SessionTimer.Verdict timer = Replies.session(request, scope.config.sip());
    Refusal refusal = Replies.termsRefusal(request, timer, scope.config.sip());
    byte[] body = Messages.body(request);
    if (refusal == null && body != null) {
      refusal = glare(call);
    }
    if (refusal != null) {
      reply(in, transaction, call, refusal);
      return;
    }
    String sdp = null;
    if (body != null) {
      switch (call.talk.answer(Talk.text(body))) {
        case Negotiation.Agreed agreed -> sdp = agreed.text();
        case Negotiation.Refused refused -> {
          reply(in, transaction, call, Replies.unfit(refused));
          return;
        }
      }
    }
    follow(call, request, timer);
    SIPResponse ok = calls.ok(call, request, sdp);
    calls.sessionHeaders(call, ok);
    scope.stack.respond(in, transaction, ok);
    if (sdp != null) {
      calls.renegotiated(call);
    }
    if (call.state instanceof CallState.Up) {
      calls.feedSession(call);
    }
  }

  private void reinvite(Call call, Incoming in, ServerTransaction transaction) {
    SIPRequest request = in.request();
    SessionTimer.Verdict timer = Replies.session(request, scope.config.sip());
    Refusal refusal = Replies.termsRefusal(request, timer, scope.config.sip());
    if (refusal == null) {
      refusal = glare(call);
    }
    if (refusal != null) {
      reply(in, transaction, call, refusal);
      return;
    }
    byte[] body = Messages.body(request);
    String sdp;
    if (body == null) {
      sdp = call.talk.offer();
      call.awaitsAnswer = true;
    } else {
      switch (call.talk.answer(Talk.text(body))) {
        case Negotiation.Agreed agreed -> sdp = agreed.text();
        case Negotiation.Refused refused -> {
          // The call stays as it was (RFC 3261 §14.2).
          reply(in, transaction, call, Replies.unfit(refused));
          return;
        }
      }
    }
    follow(call, request, timer);
    SIPResponse ok = calls.ok(call, request, sdp);
    calls.sessionHeaders(call, ok);
    calls.remember(call, in, ok);
    scope.stack.respond(in, transaction, ok);
    if (body != null) {
      calls.renegotiated(call);
    }
    calls.feed(call, new CallInput.AnsweredAgain());
    calls.feedSession(call);
  }

  /** Whether an offer comes at the wrong moment (RFC 3261 §14.2, RFC 3311 §5.2). */
  private Refusal glare(Call call) {
    if (!(call.state instanceof CallState.Up)) {
      int wait = scope.random.nextInt(10);
      return Refusal.of(500, "Not Answered Yet", "Retry-After: " + wait);
    }
    if (call.awaitsAnswer || call.refresh != null && call.refresh.offer()) {
      return Refusal.of(491, "Request Pending");
    }
    return null;
  }

  /**
   * What a request that was taken changes: where the peer is, what it takes, the session's timer.
   */
  private static void follow(Call call, SIPRequest request, SessionTimer.Verdict timer) {
    call.session = timer.session();
    String contact = contact(request);
    if (contact != null) {
      call.dialog.moved(contact);
    }
    call.takesUpdate |= Replies.allows(request, "UPDATE");
  }

  /** The URI of a message's Contact, or null. */
  static String contact(SIPMessage message) {
    List<?> contacts = message.getContactHeaders();
    if (contacts == null || contacts.isEmpty()) {
      return null;
    }
    ContactHeader contact = (ContactHeader) contacts.getFirst();
    return contact.isWildCard() || contact.getAddress() == null
        ? null
        : contact.getAddress().getURI().toString();
  }

  private void reply(Incoming in, ServerTransaction transaction, Call call, Refusal refusal) {
    scope.stack.respond(
        in, transaction, Messages.answer(in.request(), refusal, call.dialog.localTag));
  }
}
