package org.convoke.journal;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.convoke.clock.Clock;
import org.convoke.store.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes events, calls and participants that are old, some hundred at a time with a rest between:
 * nobody waits for it. Old is by a clock that nobody sets: what is deleted does not come back.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final long EVERY_MS = 600_000;
  private static final long REST_MS = 250;

  private final Vertx vertx;
  private final EventLog log;
  private final Clock steady;
  private final Duration kept;
  private boolean sweeping;

  /**
   * @param days that all is kept; 0: for ever
   */
  Retention(Vertx vertx, EventLog log, Clock clock, int days) {
    this.vertx = vertx;
    this.log = log;
    this.steady = Clock.steady(clock);
    this.kept = Duration.ofDays(days);
  }

  /** Now, and from time to time until the verticle ends. */
  void begin() {
    if (!kept.isZero()) {
      sweep();
      vertx.setPeriodic(
          EVERY_MS,
          timer -> {
            if (!sweeping) {
              sweep();
            }
          });
    }
  }

  private void sweep() {
    sweeping = true;
    log.forget(steady.now().minus(kept))
        .onComplete(done -> {
          if (done.failed()) {
            LOG.debug("Old events wait to be deleted: {}", done.cause().getMessage());
          }
          sweeping = done.succeeded() && done.result();
          if (sweeping) {
            vertx.setTimer(REST_MS, rested -> sweep());
          }
        });
  }
}
