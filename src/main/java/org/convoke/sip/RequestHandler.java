package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import org.convoke.sip.SipStackGateway.Incoming;

/** Takes every request that comes in: refuses it, hands it to its call, or begins a call. */
final class RequestHandler {
  private final SipScope scope;
  private final StrangerHandler strangers;
  private final CallHandler calls;
  private final DialogHandler dialogs;
  private final InviteHandler invites;

  RequestHandler(
      SipScope scope,
      StrangerHandler strangers,
      CallHandler calls,
      DialogHandler dialogs,
      InviteHandler invites) {
    this.scope = scope;
    this.strangers = strangers;
    this.calls = calls;
    this.dialogs = dialogs;
    this.invites = invites;
  }

  /** From now on no call begins. */
  void drain() {
    invites.drain();
  }

  void handle(Incoming in) {
    SIPRequest request = in.request();
    String method = request.getMethod();
    String toTag = request.getToTag();
    if (request.getApplicationData() == SelfTest.OURS) {
      strangers.reply(in, Refusal.of(200, "OK"));
    } else if (request.getApplicationData()
        instanceof GuardParser.Malformed(int code, String reason)) {
      strangers.refuse(in, Refusal.of(code, reason));
    } else if (method.equals("ACK")) {
      Call call = inDialog(request, toTag);
      if (call != null) {
        dialogs.ack(call, request);
      }
    } else if (method.equals("CANCEL")) {
      cancel(in);
    } else if (toTag != null) {
      Call call = inDialog(request, toTag);
      if (call == null) {
        Refusal refusal = Replies.generalRefusal(request);
        strangers.refuse(in, refusal == null ? noDialog() : refusal);
      } else {
        dialogs.handle(call, in);
      }
    } else if (method.equals("INVITE")) {
      invites.handle(in);
    } else {
      outside(in);
    }
  }

  private static Refusal noDialog() {
    return Refusal.of(481, "Call/Transaction Does Not Exist");
  }

  private Call inDialog(SIPRequest request, String toTag) {
    return toTag == null
        ? null
        : scope.calls.byDialog(
            request.getCallId().getCallId(), toTag, Messages.orEmpty(request.getFromTag()));
  }

  private void outside(Incoming in) {
    SIPRequest request = in.request();
    Refusal refusal = Replies.generalRefusal(request);
    if (refusal != null) {
      strangers.refuse(in, refusal);
      return;
    }
    if (!request.getMethod().equals("OPTIONS")) {
      strangers.refuse(in, noDialog());
      return;
    }
    InetAddress address = in.source().getAddress();
    boolean known = strangers.knows(address);
    if (!known && !strangers.tolerated(address)) {
      return;
    }
    SIPResponse ok = Messages.answer(request, 200, "OK", strangers.tag(request));
    if (known) {
      Replies.capabilities(ok);
    }
    scope.stack.respond(in, null, ok);
  }

  private void cancel(Incoming in) {
    SIPRequest request = in.request();
    Call call =
        scope.calls.byInvite(
            request.getCallId().getCallId(), Messages.orEmpty(request.getFromTag()));
    boolean matches =
        call != null
            && request.getCSeq().getSeqNumber() == call.invite.request().getCSeq().getSeqNumber()
            && Messages.orEmpty(request.getTopmostVia().getBranch())
                .equals(call.invite.request().getTopmostVia().getBranch());
    if (in.transaction() == null) {
      strangers.refuse(in, noDialog());
      return;
    }
    if (!matches && request.getToTag() == null) {
      // By its transaction, which the stack has begun and keeps for a minute without an answer.
      SIPResponse late = Messages.answer(request, noDialog(), strangers.tag(request));
      scope.stack.respond(in, in.transaction(), late);
      return;
    }
    String tag = call == null ? strangers.tag(request) : call.dialog.localTag;
    scope.stack.respond(in, in.transaction(), Messages.answer(request, 200, "OK", tag));
    if (matches) {
      calls.feed(call, new CallInput.Cancelled());
    }
  }
}
