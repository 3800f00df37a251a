package org.convoke.web;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.convoke.web.socket.Line;

/**
 * The places of the door's connections. When all are taken, the connection that has nothing to do
 * for the longest time makes room, so that whoever connects and says nothing keeps nobody out.
 * Belongs to the door's event loop.
 */
final class Places {
  private final int most;

  /** Connections without a request under way, the one that rests longest first. */
  private final Set<HttpConnection> resting = new LinkedHashSet<>();

  /**
   * Requests under way, which have come whole, of the others. A WebSocket is one that never ends.
   */
  private final Map<HttpConnection, Integer> working = new HashMap<>();

  private final Set<HttpConnection> open = new HashSet<>();
  private volatile int taken;

  Places(int most) {
    this.most = most;
  }

  /**
   * Takes a connection in.
   *
   * @return whether there was a place left; if not, another one was closed, or this one
   */
  boolean enter(HttpConnection connection) {
    Line.of(connection).whenGone(() -> leave(connection));
    open.add(connection);
    taken = open.size();
    boolean free = open.size() <= most;
    if (!free) {
      Iterator<HttpConnection> eldest = resting.iterator();
      HttpConnection out = eldest.hasNext() ? eldest.next() : connection;
      resting.remove(out);
      // Not closed, which waits until the peer has read all: it counts until it is gone.
      Line.of(out).cut();
    }
    if (open.contains(connection)) {
      resting.add(connection);
    }
    return free;
  }

  private void leave(HttpConnection connection) {
    open.remove(connection);
    taken = open.size();
    resting.remove(connection);
    working.remove(connection);
  }

  /** A request came by it, the whole of it. */
  void begins(HttpConnection connection) {
    if (open.contains(connection)) {
      resting.remove(connection);
      working.merge(connection, 1, Integer::sum);
    }
  }

  /** A request of it that had come was answered. */
  void ends(HttpConnection connection) {
    int left = working.merge(connection, -1, Integer::sum);
    if (left <= 0) {
      working.remove(connection);
      rests(connection);
    }
  }

  /** It did something just now, and has nothing more to do. */
  void rests(HttpConnection connection) {
    if (open.contains(connection) && !working.containsKey(connection)) {
      resting.remove(connection);
      resting.add(connection);
    }
  }

  /** How many there are; any thread. */
  int taken() {
    return taken;
  }
}
