package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.store.ApiKeys;

/**
 * {@code /metrics}. Who may read it says {@code http.metrics}; it is read off the event loop, once
 * for all who ask at the same time.
 */
final class MetricsHandler {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final List<String> SCOPES = List.of("metrics:read");

  /** Who may read it. */
  enum Access {
    OFF,
    OPEN,
    KEY
  }

  private final Vertx vertx;
  private final Insight insight;
  private final ApiKeys keys;
  private final Clock clock;
  private final Access access;
  private Future<String> reading;

  MetricsHandler(Vertx vertx, Insight insight, ApiKeys keys, Clock clock, Config config) {
    this.vertx = vertx;
    this.insight = insight;
    this.keys = keys;
    this.clock = clock;
    this.access = access(config);
  }

  /**
   * Open by itself only where nobody but this machine can ask: a public URL means that a proxy
   * stands in front, whose visitors all seem to be of this machine.
   */
  static Access access(Config config) {
    return switch (config.http().metrics()) {
      case "off" -> Access.OFF;
      case "open" -> Access.OPEN;
      case "key" -> Access.KEY;
      default ->
          config.http().publicUrl().isEmpty() && isLoopback(config.bind())
              ? Access.OPEN
              : Access.KEY;
    };
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  /** Answers a request, or fails it. */
  void answer(RoutingContext context) {
    admit(context)
        .compose(admitted -> text())
        .onSuccess(text -> send(context, text))
        .onFailure(context::fail);
  }

  private Future<Void> admit(RoutingContext context) {
    try {
      return switch (access) {
        case OFF -> throw Problem.of(ProblemKind.NOT_FOUND, "Metrics are off: see http.metrics.");
        case OPEN -> Future.succeededFuture();
        case KEY ->
            keys.authenticate(Gate.bearer(context.request()), clock.now())
                .map(found -> {
                  Scopes.require(found.orElseThrow(Gate::unknownKey), SCOPES);
                  return null;
                });
      };
    } catch (Problem refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<String> text() {
    if (reading == null) {
      Future<String> begun = vertx.executeBlocking(insight::metrics, false);
      reading = begun;
      begun.onComplete(done -> reading = null);
      return begun;
    }
    return reading;
  }

  private static void send(RoutingContext context, String text) {
    HttpServerResponse response = context.response();
    if (!response.ended() && !response.closed()) {
      response.putHeader("Cache-Control", "no-store").putHeader("Content-Type", TYPE).end(text);
    }
  }
}
