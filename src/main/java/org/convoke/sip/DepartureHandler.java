package org.convoke.sip;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import org.convoke.bus.EventType;
import org.convoke.bus.IvrCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a call is over on the wire, in an order that its events show. */
final class DepartureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DepartureHandler.class);

  /** As long as a slow database may keep those who lead the call from knowing where it is. */
  private static final long LEAVE_MS = 5000;

  private static final long REPORT_MS = 1000;

  private final SipScope scope;
  private final OwnRequestHandler own;

  DepartureHandler(SipScope scope, OwnRequestHandler own) {
    this.scope = scope;
    this.own = own;
  }

  /**
   * Lets the dialogue take the participant out, then closes the leg; {@link CallInput.Departed}
   * when its last report is there, or does not come in time.
   */
  void depart(Call call, String cause, CallHandler calls) {
    call.endedNs = scope.clock.nowNs();
    own.forget(call);
    Future<?> left = Future.succeededFuture();
    if (call.begun) {
      left =
          scope
              .vertx
              .eventBus()
              .request(
                  call.dialogue(),
                  new IvrCommand.End(call.id, call.leg, cause),
                  new DeliveryOptions().setSendTimeout(LEAVE_MS));
    }
    left.onComplete(done -> {
      if (done.failed()) {
        LOG.warn("call {}: the dialogue did not say that it ended", call.id);
      }
      closeLeg(call, calls);
    });
  }

  private void closeLeg(Call call, CallHandler calls) {
    if (!call.legOpen) {
      calls.feed(call, new CallInput.Departed());
      return;
    }
    scope.media.close(call.leg);
    long timer = scope.vertx.setTimer(REPORT_MS, t -> call.legClosed.tryComplete());
    call.legClosed
        .future()
        .onComplete(closed -> {
          scope.vertx.cancelTimer(timer);
          calls.feed(call, new CallInput.Departed());
        });
  }

  /** The last word on a call. */
  void complete(Call call, CallState.End end, long answeredNs) {
    long durationMs =
        answeredNs == CallState.NEVER ? 0 : Math.max(0, (call.endedNs - answeredNs) / 1_000_000);
    scope.calls.remove(call, scope.clock.nowNs());
    scope.peers.computeIfPresent(
        call.invite.source().getAddress(), (peer, n) -> n > 1 ? n - 1 : null);
    scope.fact(EventType.CALL_COMPLETED, call, CallFacts.completed(call, end, durationMs));
    LOG.info("call {} ended: {} {} after {} ms", call.id, end.cause(), end.sipCode(), durationMs);
    call.completed.tryComplete();
  }
}
