package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.id.PhoneNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first steps of a call that is trusted: it is told of, and asked where it leads. */
final class ArrivalHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivalHandler.class);

  /** Longer than a slow database takes, shorter than a caller's patience. */
  private static final long ADMISSION_MS = 4000;

  private final SipScope scope;
  private final CallHandler calls;
  private final DialledNumbersGateway numbers;

  ArrivalHandler(SipScope scope, CallHandler calls, DialledNumbersGateway numbers) {
    this.scope = scope;
    this.calls = calls;
    this.numbers = numbers;
  }

  /** A call is known and trusted: its story begins. {@code refusal} null: it may go on. */
  void begin(Call call, Refusal refusal) {
    scope.calls.add(call);
    scope.peers.merge(call.invite.source().getAddress(), 1, Integer::sum);
    scope.counters.callsStarted.increment();
    LOG.info(
        "call {} from {} by {} over {}",
        call.id,
        call.caller.from(),
        call.source.id(),
        call.invite.transport());
    if (refusal == null) {
      calls.respond(call, Messages.answer(call.invite.request(), 100, "Trying", null));
    }
    // Who is refused costs no question to the database, and is over before the next one comes.
    PhoneNumber dialled = call.caller.dialled();
    Future<Boolean> told =
        refusal == null
            ? numbers.isPublic(dialled)
            : Future.succeededFuture(numbers.isSurelyPublic(dialled));
    told.onComplete(isPublic -> {
      call.dialledIsPublic = isPublic.succeeded() && isPublic.result();
      // Elsewhere call.started says where the call leads; PINs tell their own story after it.
      if (refusal != null || bringsPin(call)) {
        scope.begins(call);
      }
      if (!(call.state instanceof CallState.Arriving)) {
        return;
      }
      if (refusal == null) {
        admission(call);
      } else {
        call.refusal = refusal;
        String cause = refusal.code() == 503 ? "unavailable" : "refused";
        calls.feed(call, new CallInput.Refused(refusal.code(), refusal.reason(), cause));
      }
    });
  }

  private static String pin(Call call) {
    return Messages.value(call.invite.request(), "X-Convoke-Pin");
  }

  private boolean bringsPin(Call call) {
    return !call.dialledIsPublic
        || pin(call) != null && !numbers.isOfApplication(call.caller.dialled());
  }

  private void admission(Call call) {
    scope
        .vertx
        .eventBus()
        .<AdmissionAnswer>request(
            Addresses.ADMISSION,
            new AdmissionQuery.Route(call.caller, pin(call), true),
            new DeliveryOptions().setSendTimeout(ADMISSION_MS))
        .onComplete(reply -> {
          if (!(call.state instanceof CallState.Arriving)) {
            // Cancelled while it was asked.
            return;
          }
          if (reply.failed()) {
            LOG.warn("call {}: the admission does not answer", call.id);
            calls.unavailable(call);
          } else {
            admitted(call, reply.result().body());
          }
        });
  }

  private void admitted(Call call, AdmissionAnswer answer) {
    call.entry = answer;
    scope.begins(call);
    switch (answer) {
      // Merge, dialled as sip:*CODE: the phone becomes the sound of a browser's participant.
      case AdmissionAnswer.AskPin _,
          AdmissionAnswer.Admit _,
          AdmissionAnswer.Merge _,
          AdmissionAnswer.Run _ ->
          calls.feed(call, new CallInput.Admitted(prack(call.invite.request())));
      case AdmissionAnswer.NotFound n -> notFound(call);
      case AdmissionAnswer.MergeCode _, AdmissionAnswer.Pass _ -> notFound(call);
      // A wrong PIN in a header or URI is told like an unknown room, and as late as it should be.
      case AdmissionAnswer.Reject(long delayMs, boolean throttled) ->
          scope.vertx.setTimer(Math.max(1, delayMs), t -> notFound(call));
      case AdmissionAnswer.Unavailable u -> calls.unavailable(call);
    }
  }

  private void notFound(Call call) {
    calls.feed(call, new CallInput.Refused(404, "Not Found", "refused"));
  }

  private static CallInput.Prack prack(SIPRequest invite) {
    if (Messages.has(invite, "Require", "100rel")) {
      return CallInput.Prack.REQUIRED;
    }
    return Messages.has(invite, "Supported", "100rel") || Messages.has(invite, "k", "100rel")
        ? CallInput.Prack.SUPPORTED
        : CallInput.Prack.NONE;
  }
}
