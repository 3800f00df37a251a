package org.convoke.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.convoke.bus.Addresses;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.store.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps house: forgets what was delivered long ago, little by little, and tells the journal of
 * endpoints that were disabled, also of those of which a crash kept us from telling.
 */
final class KeepHandler {
  private static final Logger LOG = LoggerFactory.getLogger(KeepHandler.class);
  private static final long REST_MS = 100;

  private final Vertx vertx;
  private final Outbox outbox;
  private final Clock clock;
  private final Clock steady;
  private final Duration keep;
  private boolean sweeping;
  private boolean over;

  KeepHandler(Vertx vertx, Outbox outbox, Clock clock, Duration keep) {
    this.vertx = vertx;
    this.outbox = outbox;
    this.clock = clock;
    this.steady = Clock.steady(clock);
    this.keep = keep;
  }

  void stop() {
    over = true;
  }

  /** To be called from time to time; returns when it has told of what is disabled. */
  Future<Void> keep() {
    if (!sweeping) {
      sweeping = true;
      sweep();
    }
    return tell();
  }

  /** The event has an id of its own already, so telling it twice is harmless. */
  Future<Void> tell() {
    return outbox
        .untold()
        .<Void>map(all -> {
          all.forEach(one ->
              vertx
                  .eventBus()
                  .send(
                      Addresses.FACTS,
                      new Fact(
                          one.event(),
                          EventType.WEBHOOK_DISABLED,
                          clock.now(),
                          null,
                          null,
                          null,
                          Map.of("webhook_id", one.webhook(), "reason", one.reason().wire()))));
          return null;
        })
        .onFailure(failure -> LOG.debug("Cannot tell of webhooks: {}", failure.getMessage()))
        .otherwiseEmpty();
  }

  private void sweep() {
    outbox
        .sweep(steady.now().minus(keep))
        .onComplete(done -> {
          if (done.failed()) {
            LOG.debug("Cannot forget old deliveries: {}", done.cause().getMessage());
          }
          sweeping = done.succeeded() && done.result() && !over;
          if (sweeping) {
            vertx.setTimer(REST_MS, rested -> sweep());
          }
        });
  }
}
