package org.convoke.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An application's server: it answers by path, and keeps what it was asked. What came in the query
 * or as JSON is one object to it.
 */
final class AppServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Function<JsonObject, String>> answers = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final Map<String, List<JsonObject>> asked = new ConcurrentHashMap<>();

  AppServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(
        Executors.newFixedThreadPool(4, task -> Thread.ofPlatform().daemon().unstarted(task)));
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  AppServer at(String path, Function<JsonObject, String> answer) {
    answers.put(path, answer);
    return this;
  }

  /** Answers 302. */
  AppServer redirect(String path, String to) {
    redirects.put(path, to);
    return this;
  }

  /** What was asked at that path so far. */
  List<JsonObject> asked(String path) {
    return List.copyOf(asked.getOrDefault(path, List.of()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonObject fields = body.isEmpty() ? query(exchange) : new JsonObject(body);
    asked.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>()).add(fields);
    String answer = answers.getOrDefault(path, _ -> "").apply(fields);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    String to = redirects.get(path);
    if (to != null) {
      exchange.getResponseHeaders().add("Location", to);
    }
    exchange.sendResponseHeaders(to == null ? 200 : 302, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static JsonObject query(HttpExchange exchange) {
    JsonObject fields = new JsonObject();
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      for (String pair : query.split("&")) {
        int is = pair.indexOf('=');
        fields.put(decode(pair.substring(0, is)), decode(pair.substring(is + 1)));
      }
    }
    return fields;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
