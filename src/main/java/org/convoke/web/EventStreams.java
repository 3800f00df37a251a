package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.bus.Addresses;
import org.convoke.bus.Committed;
import org.convoke.clock.Clock;
import org.convoke.store.ApiKeys;
import org.convoke.store.ApiKeys.ApiKey;
import org.convoke.store.Events;

/** The live streams: opened, woken by the journal's hints and by time, limited per key, ended. */
final class EventStreams {
  /** A hint may be lost; then a new event is this late. */
  private static final long TICK_MS = 1_000;

  private static final long PING_MS = 15_000;

  /** How long a stream outlives its key at most. */
  private static final long KEY_CHECK_MS = 30_000;

  private record Open(EventStream stream, ApiKey key, String secret) {}

  private final Vertx vertx;
  private final Events events;
  private final EventsHandler handler;
  private final ApiKeys keys;
  private final Clock clock;
  private final int maxPerKey;
  private final Set<Open> streams = new HashSet<>();
  private final Map<String, Integer> perKey = new HashMap<>();
  private final MessageConsumer<Committed> hints;
  private final List<Long> timers;
  private final LongAdder refused = new LongAdder();
  private volatile int open;

  EventStreams(Vertx vertx, WebStores stores, EventsHandler handler, Clock clock, int maxPerKey) {
    this.vertx = vertx;
    this.events = stores.events();
    this.keys = stores.apiKeys();
    this.handler = handler;
    this.clock = clock;
    this.maxPerKey = maxPerKey;
    this.hints =
        vertx
            .eventBus()
            .consumer(
                Addresses.COMMITTED,
                hint -> all(open -> open.stream().hint(hint.body().position())));
    this.timers =
        List.of(
            vertx.setPeriodic(TICK_MS, tick -> all(open -> open.stream().wake())),
            vertx.setPeriodic(PING_MS, tick -> all(open -> open.stream().ping())),
            vertx.setPeriodic(KEY_CHECK_MS, tick -> all(this::checkKey)));
  }

  /** Whether a request for a list wants the live stream instead. */
  static boolean wanted(RoutingContext context) {
    String accept = context.request().getHeader("Accept");
    return accept != null && accept.contains("text/event-stream");
  }

  /** Opens a stream, or fails the request. */
  void open(RoutingContext context) {
    Ask ask = Endpoints.ask(context);
    try {
      Events.Filter filter = handler.filter(ask);
      start(ask)
          .onSuccess(position -> begin(context, ask.key(), filter, position))
          .onFailure(context::fail);
    } catch (Problem refused) {
      context.fail(refused);
    }
  }

  private Future<Long> start(Ask ask) {
    String last = ask.header("Last-Event-ID");
    if (last != null && !last.isEmpty()) {
      return handler.position("Last-Event-ID", last);
    }
    String after = ask.query("after");
    return after == null ? events.last() : handler.position("after", after);
  }

  private void begin(RoutingContext context, ApiKey key, Events.Filter filter, long position) {
    if (perKey.getOrDefault(key.id(), 0) >= maxPerKey) {
      refused.increment();
      context.fail(
          Problem.of(
                  ProblemKind.TOO_MANY_STREAMS,
                  "This API key has " + maxPerKey + " live streams, as many as it may have.")
              .with("Retry-After", "10"));
      return;
    }
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    EventStream stream = new EventStream(response, events, filter, position);
    Open open = new Open(stream, key, Gate.bearer(context.request()));
    streams.add(open);
    this.open = streams.size();
    perKey.merge(key.id(), 1, Integer::sum);
    Handler<Void> closed = end -> forget(open);
    response.closeHandler(closed).exceptionHandler(broken -> forget(open)).endHandler(closed);
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        // nginx would hold events back until its buffer is full.
        .putHeader("X-Accel-Buffering", "no")
        .write("retry: 2000\n: you are connected\n\n");
    stream.wake();
  }

  /** How many there are; any thread. */
  int open() {
    return open;
  }

  /** Those that were not opened because their key had too many. */
  long refused() {
    return refused.sum();
  }

  private void forget(Open open) {
    open.stream().close();
    if (streams.remove(open)) {
      perKey.computeIfPresent(open.key().id(), (id, count) -> count == 1 ? null : count - 1);
      this.open = streams.size();
    }
  }

  private void checkKey(Open open) {
    keys.authenticate(open.secret(), clock.now())
        .onSuccess(found -> {
          if (found.isEmpty()) {
            open.stream().end();
          }
        });
  }

  private void all(java.util.function.Consumer<Open> what) {
    List.copyOf(streams).forEach(what);
  }

  void close() {
    timers.forEach(vertx::cancelTimer);
    hints.unregister();
    all(open -> open.stream().end());
  }
}
