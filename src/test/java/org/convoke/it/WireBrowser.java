package org.convoke.it;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody who speaks {@code convoke.v1} by hand, with a line of his own. */
final class WireBrowser implements AutoCloseable, WebSocket.Listener {
  private static final int PATIENCE_SECONDS = 30;

  private final HttpClient http;
  private final WebSocket socket;
  private final LinkedBlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private int lastId;
  WireLine line;
  JsonObject joined;

  private WireBrowser(Bridge bridge) {
    http = HttpClient.newHttpClient();
    String url = bridge.url("/v1/connect").toString().replaceFirst("^http", "ws");
    socket =
        http.newWebSocketBuilder()
            .subprotocols("convoke.v1")
            .buildAsync(java.net.URI.create(url), this)
            .join();
  }

  /** By the room's link. */
  static WireBrowser visitor(Bridge bridge, String slug) {
    return authenticated(bridge, new JsonObject().put("room", slug));
  }

  static WireBrowser holder(Bridge bridge, String token) {
    return authenticated(bridge, new JsonObject().put("token", token));
  }

  private static WireBrowser authenticated(Bridge bridge, JsonObject who) {
    WireBrowser browser = new WireBrowser(bridge);
    JsonObject answer = browser.ask("authenticate", who);
    if (!"authenticated".equals(answer.getString("type"))) {
      throw new AssertionError(answer.encode());
    }
    return browser;
  }

  /** Asks and waits for what answers it, be it an error. */
  JsonObject ask(String type, JsonObject fields) {
    int id = ++lastId;
    socket.sendText(fields.copy().put("type", type).put("id", id).encode(), true).join();
    return next("the answer to " + type, it -> Integer.valueOf(id).equals(it.getInteger("id")));
  }

  JsonObject ask(String type) {
    return ask(type, new JsonObject());
  }

  /** Joins with a new line; the answer, be it an error. */
  JsonObject join(String name) {
    line = new WireLine();
    joined = ask("join", new JsonObject().put("name", name).put("offer", line.offer()));
    if (joined.containsKey("answer")) {
      line.begin(joined.getString("answer"));
    }
    return joined;
  }

  /** In the room, with a line that is connected. */
  WireBrowser connect(String name) {
    if (!"joined".equals(join(name).getString("type"))) {
      throw new AssertionError(joined.encode());
    }
    line.awaitConnected();
    next("media", it -> "media".equals(it.getString("type")));
    return this;
  }

  String participant() {
    return joined.getString("participant_id");
  }

  String call() {
    return joined.getString("call_id");
  }

  String token() {
    return joined.getString("token");
  }

  JsonObject push(String type) {
    return next(type, it -> type.equals(it.getString("type")));
  }

  /** The next message that fits; those before it are skipped. */
  JsonObject next(String what, Predicate<JsonObject> fits) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    StringBuilder skipped = new StringBuilder();
    try {
      while (deadline - System.nanoTime() > 0) {
        JsonObject message = messages.poll(100, TimeUnit.MILLISECONDS);
        if (message != null && fits.test(message)) {
          return message;
        }
        skipped.append(message == null ? "" : message.getString("type") + " ");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    throw new AssertionError("waited for " + what + " and saw " + skipped);
  }

  /** The code that the bridge closed with. */
  int closeCode() {
    try {
      return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the connection was not closed", e);
    }
  }

  /** The connection is gone without a word; the line goes on. */
  void cutSocket() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(new JsonObject(text.toString()));
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
    if (line != null) {
      line.close();
    }
    http.shutdownNow();
  }
}
