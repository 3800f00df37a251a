package org.convoke.webhook;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.convoke.clock.Clock;
import org.convoke.config.WebhooksConfig;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.store.Outbox;
import org.convoke.store.Outbox.Target;
import org.convoke.store.Outbox.Waiting;
import org.convoke.store.Unavailable;
import org.convoke.store.Webhooks.DisabledReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers. All of it on one event loop: at any time one round of statements is under way at the
 * most, while requests go out and answers come in beside it.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int LEASE_MS = 10_000;

  /** We stop sending before others may think that we are gone. */
  private static final int LEASE_MARGIN_MS = 1_500;

  private static final int MOST_HELD = 20_000;

  /** Between two rounds, so that many outcomes are one statement. */
  private static final int PACE_MS = 20;

  private final Vertx vertx;
  private final Outbox outbox;
  private final Fetcher fetcher;
  private final Clock wall;

  /** When to try again, and how long it failed: a clock that is set starts no burst of retries. */
  private final Clock clock;

  private final WebhooksConfig config;
  private final Runnable disabled;
  private final RandomGenerator random;
  private final UUID owner = UUID.randomUUID();
  private final Map<Integer, Holding> holdings = new LinkedHashMap<>();
  private final EventShelf shelf = new EventShelf();
  private final SettleHandler settling;
  private final ReadHandler reading;

  /** Chosen to go, but their events were not at hand. */
  private final List<Chosen> chosen = new ArrayList<>();

  private boolean working;
  private boolean wanted;
  private boolean leaseDue = true;
  private boolean stopping;
  private long leasedUntilNs;
  private int sending;
  private final Map<String, LongAdder> attempts = WebhookReadings.newAttempts();
  private Promise<Void> idle;

  private record Chosen(Holding holding, Item item) {}

  /**
   * @param disabled called when an endpoint was disabled
   */
  Dispatcher(
      Vertx vertx,
      Outbox outbox,
      Fetcher fetcher,
      Clock clock,
      WebhooksConfig config,
      RandomGenerator random,
      Runnable disabled) {
    this.vertx = vertx;
    this.outbox = outbox;
    this.fetcher = fetcher;
    this.wall = clock;
    this.clock = Clock.steady(clock);
    this.config = config;
    this.random = random;
    this.disabled = disabled;
    this.settling = new SettleHandler(outbox);
    this.reading = new ReadHandler(outbox, holdings, shelf, () -> this.clock.now().toEpochMilli());
    this.leasedUntilNs = clock.nowNs();
  }

  /** To be called each second: leases are renewed, and what is due is looked for. */
  void tick() {
    leaseDue = true;
    hint();
  }

  /** There may be something new. */
  void hint() {
    wanted = true;
    if (!working && !stopping) {
      round();
    }
  }

  /** Waits for what is under way, up to {@code ms}, and gives everything back. */
  Future<Void> stop(long ms) {
    stopping = true;
    idle = Promise.promise();
    long timer = vertx.setTimer(ms, fired -> idle.tryComplete());
    endIfIdle();
    return idle.future()
        .onComplete(waited -> vertx.cancelTimer(timer))
        .compose(waited -> settling.settle(holdings.values()))
        .eventually(() -> outbox.release(owner))
        .otherwiseEmpty();
  }

  private void endIfIdle() {
    if (idle != null && sending == 0 && !working) {
      idle.tryComplete();
    }
  }

  /** How it is, with so many deliveries waiting. */
  WebhookReadings readings(Outbox.Backlog backlog) {
    int failing = 0;
    for (Holding holding : holdings.values()) {
      failing += holding.lane().pulse().failingSince() == null ? 0 : 1;
    }
    return new WebhookReadings(
        attempts, backlog.waiting(), backlog.oldestSeconds(), sending, holdings.size(), failing);
  }

  private void round() {
    working = true;
    wanted = false;
    settling
        .settle(holdings.values())
        .compose(done -> disable())
        .compose(done -> lease())
        .compose(done -> reading.read())
        .compose(done -> sendChosen())
        .onComplete(done -> {
          if (done.failed()) {
            failed(done.cause());
          }
          holdings.values().forEach(this::feed);
          boolean more =
              done.succeeded() && (reading.isMore() || !settling.isEmpty() || !chosen.isEmpty());
          wanted |= more;
          vertx.setTimer(
              PACE_MS,
              paced -> {
                working = false;
                endIfIdle();
                if (wanted && !stopping) {
                  round();
                }
              });
        });
  }

  private static void failed(Throwable cause) {
    if (cause instanceof Unavailable) {
      LOG.debug("The outbox is away: {}", cause.getMessage());
    } else {
      LOG.error("Cannot read or write the outbox", cause);
    }
  }

  private Future<?> disable() {
    Future<?> all = Future.succeededFuture();
    for (Holding holding : List.copyOf(holdings.values())) {
      DisabledReason reason = holding.toDisable();
      if (reason != null) {
        all =
            all.compose(done -> outbox.disable(holding.key(), reason))
                .onSuccess(done -> {
                  holdings.remove(holding.key(), holding);
                  LOG.warn("Webhook {} is disabled: {}", holding.id(), reason.wire());
                  disabled.run();
                });
      }
    }
    return all;
  }

  private Future<?> lease() {
    if (!leaseDue || stopping) {
      return Future.succeededFuture();
    }
    leaseDue = false;
    long untilNs = clock.nowNs() + (LEASE_MS - LEASE_MARGIN_MS) * 1_000_000L;
    return outbox
        .lease(owner, LEASE_MS, MOST_HELD)
        .onSuccess(targets -> {
          leasedUntilNs = untilNs;
          hold(targets);
        });
  }

  private void hold(List<Target> targets) {
    Set<Integer> keys = targets.stream().map(Target::key).collect(Collectors.toSet());
    holdings.keySet().removeIf(key -> !keys.contains(key));
    for (Target target : targets) {
      try {
        Holding held = holdings.get(target.key());
        if (held == null) {
          holdings.put(target.key(), new Holding(target, config.maxInFlight()));
        } else {
          held.update(target);
        }
      } catch (IllegalArgumentException bad) {
        LOG.error("The secret of webhook {} {}", target.id(), bad.getMessage());
        holdings.remove(target.key());
      }
    }
  }

  /** Sends what may go of one endpoint. */
  private void feed(Holding holding) {
    if (stopping || clock.nowNs() - leasedUntilNs >= 0 || holding.toDisable() != null) {
      return;
    }
    for (Item item : holding.lane().next(clock.now())) {
      Waiting row = item.row();
      Sheet sheet = shelf.get(row.position());
      if (sheet == null) {
        chosen.add(new Chosen(holding, item));
        wanted = true;
      } else {
        send(holding, item, sheet);
      }
    }
  }

  /** Fetches the events that were not at hand. */
  private Future<?> sendChosen() {
    if (chosen.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Chosen> batch = List.copyOf(chosen);
    return reading
        .fetch(batch.stream().map(one -> one.item().row()).toList())
        .onSuccess(done -> {
          chosen.removeAll(batch);
          batch.forEach(this::sendFetched);
        });
  }

  private void sendFetched(Chosen one) {
    Holding holding = one.holding();
    Sheet sheet = shelf.get(one.item().row().position());
    if (holdings.get(holding.key()) != holding || clock.nowNs() - leasedUntilNs >= 0) {
      holding.lane().unsent(one.item());
    } else if (sheet == null) {
      settling.add(holding.lane(), holding.lane().eventGone(one.item()));
    } else {
      send(holding, one.item(), sheet);
    }
  }

  private void send(Holding holding, Item item, Sheet sheet) {
    long startNs = clock.nowNs();
    sending++;
    Future<Fetched> sent;
    try {
      sent = fetcher.send(holding.letter().request(sheet, item.attempts(), wall.now()));
    } catch (RuntimeException e) {
      LOG.error("Delivery {} cannot be written as a request", item.id(), e);
      sent = Future.failedFuture(e);
    }
    sent.onComplete(answer -> {
      sending--;
      if (answer.cause() instanceof FetchFailed failed
          && failed.kind() == FetchFailed.Kind.CROWDED) {
        holding.lane().putOff(item, clock.now());
        endIfIdle();
        return;
      }
      Verdict verdict = verdict(answer, startNs);
      attempts.get(WebhookReadings.outcome(verdict)).increment();
      arrived(holding, item, verdict);
      endIfIdle();
    });
  }

  private Verdict verdict(AsyncResult<Fetched> answer, long startNs) {
    if (answer.succeeded()) {
      Fetched fetched = answer.result();
      String retryAfter = fetched.headers().get("retry-after");
      return Verdict.ofAnswer(fetched.status(), retryAfter, fetched.tookMs(), wall.now());
    }
    long tookMs = (clock.nowNs() - startNs) / 1_000_000;
    if (answer.cause() instanceof FetchFailed failed) {
      // Of an answer that is too large we know what we wanted to know.
      return failed.kind() == FetchFailed.Kind.TOO_LARGE && failed.status() > 0
          ? Verdict.ofAnswer(failed.status(), null, tookMs, wall.now())
          : Verdict.ofFailure(failed.kind().name().toLowerCase(Locale.ROOT), tookMs);
    }
    return Verdict.ofFailure("refused: " + answer.cause().getMessage(), tookMs);
  }

  private void arrived(Holding holding, Item item, Verdict verdict) {
    Lane lane = holding.lane();
    Instant now = clock.now();
    settling.add(lane, lane.done(item, verdict, now, random.nextDouble()));
    if (verdict.kind() == Verdict.Kind.GONE) {
      holding.disable(DisabledReason.GONE);
    } else if (lane.isHopeless(now, config.disableAfterHours() * 3_600_000L)) {
      holding.disable(DisabledReason.FAILING);
    }
    if (holdings.get(holding.key()) == holding) {
      feed(holding);
    }
    hint();
  }
}
