package org.convoke.web.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import org.convoke.clock.Clock;

/** What goes out on one socket, within the limits of its {@link Outbox}. */
final class Outlet {
  private final ServerWebSocket socket;
  private final Clock clock;
  private final Runnable caughtUp;
  private final Outbox outbox = new Outbox();
  private boolean gone;

  /**
   * @param caughtUp called when a reader that was too slow has read all that waited for it
   */
  Outlet(ServerWebSocket socket, Clock clock, Runnable caughtUp) {
    this.socket = socket;
    this.clock = clock;
    this.caughtUp = caughtUp;
    socket.setWriteQueueMaxSize(Outbox.MAX_BYTES);
  }

  /** Tells what happened; dropped when the reader is too slow. */
  void push(String message, boolean fleeting) {
    Outbox.Verdict verdict = outbox.offer(fleeting, socket.writeQueueFull(), clock.nowNs());
    if (verdict == Outbox.Verdict.SEND) {
      send(message);
    }
  }

  /** Answers: requests are read one at a time, so there are never many. */
  void send(JsonObject message) {
    send(message.encode());
  }

  private void send(String message) {
    if (gone) {
      return;
    }
    outbox.sent();
    socket
        .writeTextMessage(message)
        .onComplete(_ -> {
          if (outbox.taken() && !gone) {
            caughtUp.run();
          }
        });
  }

  void ping() {
    if (!gone) {
      socket.writePing(Buffer.buffer("convoke"));
    }
  }

  boolean hopeless(long nowNs) {
    return outbox.hopeless(nowNs);
  }

  void close(int code, String reason) {
    if (!gone) {
      socket.close((short) code, reason);
    }
  }

  /** The socket is closed. */
  void gone() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }
}
