package org.convoke.web;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program at the other end of the WebSocket. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final LinkedBlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;
  private int lastId;

  static SocketClient open(HttpClient http, int port, String... headers) {
    SocketClient client = new SocketClient();
    WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("convoke.v1");
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    client.socket =
        builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/connect"), client).join();
    return client;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(new JsonObject(partial.toString()));
      partial.setLength(0);
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
    closed.complete(1006);
  }

  /** Sends a text as it is. */
  void raw(String text) {
    socket.sendText(text, true).join();
  }

  void binary(byte[] bytes) {
    socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
  }

  /** A request; returns its id. */
  int send(String type, Map<String, Object> fields) {
    JsonObject request = new JsonObject().put("type", type).put("id", ++lastId);
    fields.forEach(request::put);
    raw(request.encode());
    return lastId;
  }

  /** A request and its answer. */
  JsonObject ask(String type, Map<String, Object> fields) {
    int id = send(type, fields);
    for (JsonObject message = next(); ; message = next()) {
      if (Integer.valueOf(id).equals(message.getValue("id"))) {
        return message;
      }
    }
  }

  JsonObject ask(String type) {
    return ask(type, Map.of());
  }

  /** The next of a type. */
  JsonObject await(String type) {
    for (JsonObject message = next(); ; message = next()) {
      if (type.equals(message.getString("type"))) {
        return message;
      }
    }
  }

  private JsonObject next() {
    try {
      JsonObject message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing was said");
      }
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The code that it was closed with. */
  int closeCode() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
