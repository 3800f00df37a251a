package org.convoke.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access log, without queries or secrets, what is counted, and the limit of each request. */
final class RequestWatch implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestWatch.class);

  private final Vertx vertx;
  private final Clock clock;
  private final long limitMs;
  private final Map<String, LongAdder> answered;
  private final Places places;

  /**
   * @param answered counts answers by the kind of their status, as {@link #kinds} has them
   * @param places is told when a connection has something to do
   */
  RequestWatch(
      Vertx vertx, Clock clock, int limitSeconds, Map<String, LongAdder> answered, Places places) {
    this.vertx = vertx;
    this.clock = clock;
    this.limitMs = limitSeconds * 1000L;
    this.answered = answered;
    this.places = places;
  }

  /** A counter of each kind of status, 1xx to 5xx. */
  static Map<String, LongAdder> kinds() {
    Map<String, LongAdder> kinds = new LinkedHashMap<>();
    for (int kind = 1; kind <= 5; kind++) {
      kinds.put(kind + "xx", new LongAdder());
    }
    return kinds;
  }

  @Override
  public void handle(RoutingContext context) {
    long began = clock.nowNs();
    HttpConnection connection = context.request().connection();
    boolean[] begun = new boolean[1];
    // What is sent by halves is no work yet: it would keep its place for as long as it likes.
    context
        .request()
        .end()
        .onSuccess(whole -> {
          if (!context.response().ended()) {
            begun[0] = true;
            places.begins(connection);
          }
        });
    long timer =
        vertx.setTimer(
            limitMs,
            late -> {
              if (!context.response().headWritten()) {
                context.fail(Problem.unavailable("The request took too long."));
              }
            });
    context.addEndHandler(end -> {
      vertx.cancelTimer(timer);
      if (begun[0]) {
        places.ends(connection);
      } else {
        places.rests(connection);
      }
      LongAdder count = answered.get(context.response().getStatusCode() / 100 + "xx");
      if (count != null) {
        count.increment();
      }
      if (LOG.isDebugEnabled()) {
        LOG.debug(
            "{} {} {} {} ms",
            context.request().method(),
            pattern(context),
            context.response().getStatusCode(),
            (clock.nowNs() - began) / 1_000_000);
      }
    });
    context.next();
  }

  /** The route, not the path: that may hold the id of a room, which lets people in. */
  private static String pattern(RoutingContext context) {
    String path = context.currentRoute() == null ? null : context.currentRoute().getPath();
    return path == null ? "-" : path;
  }
}
