package org.convoke.trial;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.WebhookFigures;

/** Takes event webhooks: each event once, as consumers are told to. */
final class Consumer implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<JsonObject> taken = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int again;
  private int tries;
  private int refusal;

  /** Listens, and is told to the bridge. */
  Consumer(TrialBridge bridge) throws IOException, InterruptedException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    bridge.call("POST", "/v1/webhooks", new JsonObject().put("url", url));
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonObject event = new JsonObject(new String(body, StandardCharsets.UTF_8));
    int status = 204;
    synchronized (this) {
      tries++;
      if (refusal != 0) {
        status = refusal;
      } else if (ids.add(event.getString("event_id"))) {
        taken.add(event);
      } else {
        again++;
      }
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** Answers every event by that status from now on; 0: takes them. */
  synchronized void refuse(int status) {
    refusal = status;
  }

  /** How many requests came, taken or not. */
  synchronized int tries() {
    return tries;
  }

  /** What of the bridge's events has come, of those since the endpoint was made. */
  WebhookFigures figures(List<JsonObject> events) {
    List<JsonObject> taken = taken();
    // Rooms do not wait for each other: the first that was taken need not be the first there was.
    Set<String> known = new HashSet<>();
    taken.forEach(event -> known.add(event.getString("event_id")));
    int from = 0;
    while (from < events.size() && !known.contains(events.get(from).getString("event_id"))) {
      from++;
    }
    return WebhookFigures.of(events.subList(from, events.size()), taken, again());
  }

  /** In the order in which they came. */
  synchronized List<JsonObject> taken() {
    return List.copyOf(taken);
  }

  /** How many came again. */
  synchronized int again() {
    return again;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
