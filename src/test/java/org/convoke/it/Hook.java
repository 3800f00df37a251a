package org.convoke.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.convoke.clock.Clock;
import org.convoke.consumer.Verifier;

/** Where webhooks arrive in a test: keeps each request and answers as the test wishes. */
final class Hook implements AutoCloseable {
  /** A request, and what it was answered. */
  record Got(
      String method,
      String query,
      String id,
      String timestamp,
      String signature,
      String authorization,
      byte[] body,
      int answered) {
    JsonObject json() {
      return new JsonObject(new String(body, StandardCharsets.UTF_8));
    }

    String type() {
      return json().getString("type");
    }

    /** Null when it is signed by the key, otherwise what is wrong. */
    String fault(String key) {
      long now = Clock.system().now().getEpochSecond();
      return new Verifier(List.of(key)).fault(id, timestamp, signature, body, now);
    }
  }

  private final HttpServer server;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile ToIntFunction<Got> answer = request -> 204;

  private Hook(HttpServer server) {
    this.server = server;
  }

  /** On a free port. */
  static Hook start() {
    return start(0);
  }

  static Hook start(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
      Hook hook = new Hook(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", hook::take);
      server.start();
      return hook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      Got request =
          new Got(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawQuery(),
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              headers.getFirst("Authorization"),
              exchange.getRequestBody().readAllBytes(),
              0);
      int status;
      synchronized (this) {
        status = answer.applyAsInt(request);
        got.add(
            new Got(
                request.method(),
                request.query(),
                request.id(),
                request.timestamp(),
                request.signature(),
                request.authorization(),
                request.body(),
                status));
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** What later requests are answered. */
  synchronized void answer(ToIntFunction<Got> by) {
    answer = by;
  }

  void answer(int status) {
    answer(request -> status);
  }

  /** All requests, in the order of their arrival. */
  List<Got> got() {
    return List.copyOf(got);
  }

  /** Those that were answered 2xx. */
  List<Got> taken() {
    return got.stream().filter(one -> one.answered() / 100 == 2).toList();
  }

  /** The types of {@link #taken}. */
  List<String> types() {
    return taken().stream().map(Got::type).toList();
  }

  List<String> ids() {
    return taken().stream().map(Got::id).toList();
  }

  Stream<Got> of(String id) {
    return got.stream().filter(one -> one.id().equals(id));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
