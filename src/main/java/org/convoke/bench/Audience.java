package org.convoke.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;

/**
 * Webhooks that are told of everything while calls are measured, and something to tell them: a room
 * beside those of the calls that changes its name all the time.
 */
final class Audience implements AutoCloseable {
  private static final long START_SECONDS = 10;

  private final Clock clock;
  private final BridgeProcess bridge;
  private final int endpoints;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong taken = new AtomicLong();
  private volatile boolean stopped;
  private Thread talker;
  private final long beganNs;

  private Audience(Clock clock, BridgeProcess bridge, int endpoints) {
    this.clock = clock;
    this.bridge = bridge;
    this.endpoints = endpoints;
    beganNs = clock.nowNs();
  }

  /**
   * Makes the webhooks and begins.
   *
   * @param endpoints how many webhooks
   * @param eventsASecond how often the room changes
   */
  static Audience gather(Clock clock, BridgeProcess bridge, int endpoints, double eventsASecond)
      throws IOException, InterruptedException {
    Audience audience = new Audience(clock, bridge, endpoints);
    try {
      int port = audience.listen();
      for (int i = 0; i < endpoints; i++) {
        String url = "http://127.0.0.1:" + port + "/" + i;
        JsonObject webhook = new JsonObject().put("url", url);
        bridge.send("POST", "/v1/webhooks", webhook.put("events", new JsonArray().add("*")), 201);
      }
      JsonObject named = new JsonObject().put("name", "beside");
      String room = bridge.send("POST", "/v1/rooms", named, 201).getString("id");
      audience.talker =
          Thread.ofPlatform().daemon().start(() -> audience.talk(room, eventsASecond));
      return audience;
    } catch (IOException | InterruptedException e) {
      audience.close();
      throw e;
    }
  }

  private int listen() throws IOException {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(request -> {
              taken.incrementAndGet();
              request.response().setStatusCode(204).end();
            });
    try {
      return server.listen().await(START_SECONDS, TimeUnit.SECONDS).actualPort();
    } catch (TimeoutException e) {
      throw new IOException("no server for webhooks", e);
    }
  }

  private void talk(String room, double eventsASecond) {
    long stepNs = (long) (1e9 / eventsASecond);
    long nextNs = clock.nowNs();
    try {
      for (int i = 0; !stopped; i++) {
        bridge.send("PATCH", "/v1/rooms/" + room, new JsonObject().put("name", "beside " + i), 200);
        // What a slow answer cost is made up for, as far as a second.
        nextNs = Math.max(nextNs + stepNs, clock.nowNs() - TimeUnit.SECONDS.toNanos(1));
        LockSupport.parkNanos(nextNs - clock.nowNs());
      }
    } catch (IOException e) {
      System.err.println("No more events: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How much was told. */
  String table() {
    double seconds = (clock.nowNs() - beganNs) / 1e9;
    return new FigureText()
        .row(
            "Webhooks",
            "%d of them took %d deliveries in %.0f s, %.0f a second",
            endpoints,
            taken.get(),
            seconds,
            taken.get() / seconds)
        .toString();
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    if (talker != null) {
      talker.join(TimeUnit.SECONDS.toMillis(START_SECONDS));
    }
    vertx.close();
  }
}
