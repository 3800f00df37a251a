package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import org.convoke.sip.SipStackGateway.Incoming;

/** Takes every request that comes in: refuses it, hands it to its call, or begins a call. */
final class RequestHandler {
  private final SipScope scope;
  private final StrangerHandler strangers;
  private final DialogHandler dialogs;
  private final InviteHandler invites;
  private final CancelHandler cancels;

  RequestHandler(
      SipScope scope,
      StrangerHandler strangers,
      DialogHandler dialogs,
      InviteHandler invites,
      CancelHandler cancels) {
    this.scope = scope;
    this.strangers = strangers;
    this.dialogs = dialogs;
    this.invites = invites;
    this.cancels = cancels;
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
      cancels.handle(in);
    } else if (toTag != null) {
      Call call = inDialog(request, toTag);
      if (call == null) {
        Refusal refusal = Replies.generalRefusal(request);
        strangers.refuse(in, refusal == null ? Replies.noDialog() : refusal);
      } else {
        dialogs.handle(call, in);
      }
    } else if (method.equals("INVITE")) {
      invites.handle(in);
    } else {
      outside(in);
    }
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
      strangers.refuse(in, Replies.noDialog());
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
}
