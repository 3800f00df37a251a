package org.convoke.web.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import org.convoke.clock.Clock;

/** What goes out on one socket, within the limits of its {@link Outbox}, and how it ends. */
final class Outlet {
  /** A close frame waits behind what the peer has not read; a peer that reads needs no longer. */
  static final long GRACE_NS = 5_000_000_000L;

  private final ServerWebSocket socket;
  private final Line line;
  private final Clock clock;
  private final Runnable caughtUp;
  private final Outbox outbox = new Outbox();
  private boolean gone;
  private boolean closing;
  private boolean ending;
  private long endingSinceNs;
  private boolean stuck;
  private int stuckTurn;
  private long stuckSinceNs;

  /**
   * @param caughtUp called when a reader that was too slow has read all that waited for it
   * @param drained called when there is room again after {@link #isFull}
   */
  Outlet(ServerWebSocket socket, Line line, Clock clock, Runnable caughtUp, Runnable drained) {
    this.socket = socket;
    this.line = line;
    this.clock = clock;
    this.caughtUp = caughtUp;
    socket.setWriteQueueMaxSize(Outbox.MAX_BYTES);
    socket.drainHandler(_ -> drained.run());
    line.readNoMoreThanIsRead();
    line.refuseBadText();
  }

  /** Tells what happened; dropped when the reader is too slow. */
  void push(String message, Outbox.Weight weight) {
    if (isClosing()) {
      return;
    }
    if (outbox.offer(weight, isFull(), clock.nowNs()) == Outbox.Verdict.SEND) {
      send(message);
    }
  }

  /** Answers: requests are read one at a time, and none while the reader is behind. */
  void send(JsonObject message) {
    send(message.encode());
  }

  private void send(String message) {
    if (isClosing()) {
      return;
    }
    outbox.sent();
    socket
        .writeTextMessage(message)
        .onComplete(_ -> {
          if (outbox.taken() && !isClosing()) {
            caughtUp.run();
          }
        });
  }

  void ping() {
    if (!isClosing() && !isFull()) {
      socket.writePing(Buffer.buffer("convoke"));
    }
  }

  /** Messages that wait to be taken. */
  int waiting() {
    return outbox.waiting();
  }

  /** The reader is too slow to be told everything. */
  boolean isBehind() {
    return outbox.isBehind();
  }

  /** More waits to be read than shall. */
  boolean isFull() {
    return isClosing() || socket.writeQueueFull();
  }

  /** Reads so little for so long that it is given up, whether it is told anything or not. */
  boolean hopeless(long nowNs) {
    return outbox.hopeless(nowNs) || standsStill(nowNs);
  }

  private boolean standsStill(long nowNs) {
    boolean before = stuck;
    stuck = !line.isWritable();
    if (!before || stuckTurn != line.turns()) {
      // What it took since is enough to have made room once.
      stuckTurn = line.turns();
      stuckSinceNs = nowNs;
    }
    return stuck && nowNs - stuckSinceNs >= Outbox.PATIENCE_NS;
  }

  void close(int code, String reason) {
    if (!isClosing()) {
      closing = true;
      socket.close((short) code, reason);
    }
  }

  /** Cuts the line when its end does not come by itself. Looked at each second. */
  void watchEnd(long nowNs) {
    if (gone || !isClosing()) {
      return;
    }
    if (!ending) {
      ending = true;
      endingSinceNs = nowNs;
    } else if (nowNs - endingSinceNs >= GRACE_NS) {
      line.cut();
    }
  }

  /** Ends it at once. */
  void cut() {
    line.cut();
  }

  /** The socket is closed. */
  void gone() {
    gone = true;
  }

  /** Either side has said goodbye, or the line is gone: nothing may be written any more. */
  boolean isClosing() {
    return gone || closing || socket.isClosed();
  }
}
