package org.convoke.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The WebSockets of all synthetic browsers, on one event loop: each joins as a link's visitor
 * ({@code convoke.v1}) and then only listens whether it was sent away.
 */
final class BrowserSignalling implements AutoCloseable {
  private static final String PROTOCOL = "convoke.v1";
  private static final int MAX_FRAME = 1 << 20;

  /** A room of thousands has a long list. */
  private static final int MAX_MESSAGE = 16 << 20;

  private static final long CLOSE_SECONDS = 10;

  private static final String TYPE = "\"type\":\"";
  private static final Set<String> ANSWERS = Set.of("authenticated", "joined", "error");

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(1)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setFileCachingEnabled(false)
                      .setClassPathResolvingEnabled(false)));
  private final WebSocketClient client =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxConnections(10_000)
              .setMaxFrameSize(MAX_FRAME)
              .setMaxMessageSize(MAX_MESSAGE));
  private final int port;
  private final Map<Integer, WebSocket> sockets = new ConcurrentHashMap<>();
  private final Map<String, Integer> endings = new TreeMap<>();
  private volatile boolean leaving;

  /** What somebody who joined knows. */
  record Joined(String participant, BrowserSdp.Answer answer) {}

  /** {@code port} of the bridge's web server, on this machine. */
  BrowserSignalling(int port) {
    this.port = port;
  }

  /**
   * Connects and authenticates by a room's link; then {@link #join} may follow.
   *
   * @param index names the browser in later calls
   */
  Future<Void> connect(int index, String slug) {
    WebSocketConnectOptions where =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/v1/connect")
            .addSubProtocol(PROTOCOL);
    return client
        .connect(where)
        .compose(socket -> {
          sockets.put(index, socket);
          Promise<JsonObject> answer = Promise.promise();
          listen(socket, answer);
          return ask(socket, answer, new JsonObject().put("type", "authenticate").put("room", slug))
              .mapEmpty();
        });
  }

  /** Joins; the future fails with the bridge's word for why not. */
  Future<Joined> join(int index, String name, String offer, boolean listener) {
    WebSocket socket = sockets.get(index);
    Promise<JsonObject> answer = Promise.promise();
    listen(socket, answer);
    JsonObject request = new JsonObject().put("type", "join").put("name", name);
    request.put("offer", offer);
    if (listener) {
      request.put("role", "listener");
    }
    return ask(socket, answer, request)
        .map(joined ->
            new Joined(
                joined.getString("participant_id"), BrowserSdp.answer(joined.getString("answer"))));
  }

  private static Future<JsonObject> ask(
      WebSocket socket, Promise<JsonObject> answer, JsonObject request) {
    socket.writeTextMessage(request.put("id", 1).encode()).onFailure(answer::tryFail);
    return answer.future();
  }

  private void listen(WebSocket socket, Promise<JsonObject> answer) {
    socket.textMessageHandler(text -> {
      String type = type(text);
      if (type.equals("ended")) {
        ended(new JsonObject(text).getString("reason", "ended"));
      }
      if (answer.future().isComplete() || !ANSWERS.contains(type)) {
        return;
      }
      JsonObject message = new JsonObject(text);
      switch (message.getString("type", "")) {
        case "authenticated", "joined" -> answer.tryComplete(message);
        case "error" ->
            answer.tryFail(message.getString("code") + ": " + message.getString("message"));
        default -> {}
      }
    });
    socket.closeHandler(v -> {
      answer.tryFail("closed: " + socket.closeStatusCode());
      ended("socket closed: " + socket.closeStatusCode());
    });
  }

  /** A message's type without reading all of it: a room of hundreds tells each of each other. */
  private static String type(String text) {
    int from = text.indexOf(TYPE) + TYPE.length();
    int to = text.indexOf('"', from);
    return to < 0 ? "" : text.substring(from, to);
  }

  private synchronized void ended(String why) {
    if (!leaving) {
      endings.merge(why, 1, Integer::sum);
    }
  }

  /** Sessions that ended by themselves: why, and how many. */
  synchronized Map<String, Integer> endings() {
    return new TreeMap<>(endings);
  }

  /** All leave. */
  @Override
  public void close() {
    leaving = true;
    sockets.values().forEach(socket -> socket.writeTextMessage("{\"type\":\"leave\",\"id\":2}"));
    try {
      vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // The process ends in any case.
      return;
    }
  }
}
