package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.HashMap;
import java.util.Map;
import org.convoke.sip.SipStackGateway.Incoming;

/**
 * Takes each CANCEL (RFC 3261 §9.2). The stack reads with several threads, so that one which was
 * sent right behind its INVITE may be here before it: it is kept for a moment.
 */
final class CancelHandler {
  /** Less than T1, after which the CANCEL would come again. */
  private static final long KEPT_MS = 400;

  private static final int MOST_KEPT = 1000;

  /** Strangers leave the rest to who is known by address. */
  private static final int MOST_STRANGE = 500;

  private final SipScope scope;
  private final StrangerHandler strangers;
  private final CallHandler calls;
  private final Map<String, Incoming> kept = new HashMap<>();

  CancelHandler(SipScope scope, StrangerHandler strangers, CallHandler calls) {
    this.scope = scope;
    this.strangers = strangers;
    this.calls = calls;
  }

  void handle(Incoming in) {
    SIPRequest request = in.request();
    Call call = call(request);
    // Where the stack has a transaction for it, the INVITE came before.
    boolean mayFollow =
        in.transaction() == null
            && request.getToTag() == null
            && kept.size() < (strangers.knows(in.source().getAddress()) ? MOST_KEPT : MOST_STRANGE);
    if (call != null || !mayFollow) {
      answer(in, call);
    } else if (kept.putIfAbsent(key(request), in) == null) {
      scope.vertx.setTimer(
          KEPT_MS,
          t -> {
            if (kept.remove(key(request), in)) {
              answer(in, call(request));
            }
          });
    }
  }

  /** An INVITE was judged: its CANCEL may be here already. */
  void begun(SIPRequest invite) {
    Incoming early = kept.isEmpty() ? null : kept.remove(key(invite));
    if (early != null) {
      answer(early, call(early.request()));
    }
  }

  /** The call of whose INVITE all is right; else null. */
  private Call call(SIPRequest cancel) {
    Call call =
        scope.calls.byInvite(cancel.getCallId().getCallId(), Messages.orEmpty(cancel.getFromTag()));
    return call != null && key(call.invite.request()).equals(key(cancel)) ? call : null;
  }

  private void answer(Incoming in, Call call) {
    SIPRequest request = in.request();
    if (call != null) {
      respond(in, Refusal.of(200, "OK"), call.dialog.localTag);
      calls.feed(call, new CallInput.Cancelled());
      return;
    }
    if (in.transaction() == null) {
      strangers.refuse(in, Replies.noDialog());
      return;
    }
    // One with a To tag is that of a re-INVITE, which has been answered by now.
    boolean answered = request.getToTag() != null;
    respond(in, answered ? Refusal.of(200, "OK") : Replies.noDialog(), strangers.tag(request));
  }

  /** By its transaction, where the stack has begun one: it keeps it for a minute unanswered. */
  private void respond(Incoming in, Refusal answer, String tag) {
    scope.stack.respond(in, in.transaction(), Messages.answer(in.request(), answer, tag));
  }

  /** What a CANCEL has in common with its INVITE (RFC 3261 §9.1). */
  private static String key(SIPRequest request) {
    return request.getCallId().getCallId()
        + ' '
        + Messages.orEmpty(request.getFromTag())
        + ' '
        + request.getCSeq().getSeqNumber()
        + ' '
        + Messages.branch(request);
  }
}
