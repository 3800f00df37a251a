package org.convoke.webhook;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.convoke.bus.Addresses;
import org.convoke.bus.Committed;
import org.convoke.clock.Clock;
import org.convoke.config.WebhooksConfig;
import org.convoke.fetch.Fetcher;
import org.convoke.store.Outbox;

/** Delivers the outbox; see the package's text. */
public final class WebhookVerticle extends VerticleBase {
  private static final long TICK_MS = 1_000;
  private static final long KEEP_MS = 10_000;
  private static final long READ_MS = 10_000;

  /** What is under way at the end may still arrive. */
  private static final long FLUSH_MS = 1_500;

  private final Outbox outbox;
  private final Fetcher fetcher;
  private final Clock clock;
  private final WebhooksConfig config;
  private Dispatcher dispatcher;
  private KeepHandler keeping;
  private MessageConsumer<Committed> consumer;
  private long ticks;
  private long keeps;
  private long reads;
  private volatile WebhookReadings readings =
      new WebhookReadings(WebhookReadings.newAttempts(), 0, 0, 0, 0, 0);

  public WebhookVerticle(Outbox outbox, Fetcher fetcher, Clock clock, WebhooksConfig config) {
    this.outbox = outbox;
    this.fetcher = fetcher;
    this.clock = clock;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    keeping = new KeepHandler(vertx, outbox, clock, Duration.ofHours(config.keepHours()));
    dispatcher =
        new Dispatcher(
            vertx,
            outbox,
            fetcher,
            clock,
            config,
            new SplittableRandom(clock.nowNs()),
            keeping::tell);
    consumer =
        vertx
            .eventBus()
            .<Committed>localConsumer(Addresses.COMMITTED, message -> dispatcher.hint());
    ticks = vertx.setPeriodic(TICK_MS, tick -> dispatcher.tick());
    keeps = vertx.setPeriodic(KEEP_MS, tick -> keeping.keep());
    reads = vertx.setPeriodic(0, READ_MS, tick -> read());
    dispatcher.tick();
    keeping.keep();
    return Future.succeededFuture();
  }

  /** How the webhooks are; any thread. */
  public WebhookReadings readings() {
    return readings;
  }

  private void read() {
    outbox
        .backlog()
        .onSuccess(backlog -> readings = dispatcher.readings(backlog))
        .onFailure(away -> readings = dispatcher.readings(lastBacklog()));
  }

  /** What was known before the database went away. */
  private Outbox.Backlog lastBacklog() {
    return new Outbox.Backlog(readings.waiting(), readings.oldestSeconds());
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(ticks);
    vertx.cancelTimer(keeps);
    vertx.cancelTimer(reads);
    keeping.stop();
    return consumer.unregister().eventually(() -> dispatcher.stop(FLUSH_MS));
  }
}
