package org.convoke.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A port that passes PostgreSQL's protocol on, later where that is wanted. */
final class DatabaseProxy {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int BUFFER = 65_536;

  /** What a client's messages with statements begin with; others are the dialogue of a start. */
  private static final String STATEMENTS = "QPBEDSCFH";

  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket server;
  private volatile int delayMs;

  DatabaseProxy() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, HERE)) {
      port = free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Passes on to this port from now on. */
  synchronized void open(int target) throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(HERE, port), 100);
    server = opened;
    Thread.ofVirtual().start(() -> accept(opened, target));
  }

  /** Ends all connections and takes no new ones. */
  synchronized void close() {
    end(server);
    sockets.forEach(DatabaseProxy::end);
    sockets.clear();
  }

  void delay(int milliseconds) {
    delayMs = milliseconds;
  }

  private void accept(ServerSocket from, int target) {
    try {
      while (true) {
        Socket near = from.accept();
        Socket far = reach(target);
        if (far == null) {
          // A server that starts or stops; the next connection may find it.
          end(near);
          continue;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> copy(near, far, true));
        Thread.ofVirtual().start(() -> copy(far, near, false));
      }
    } catch (IOException closed) {
      end(from);
    }
  }

  private static Socket reach(int target) {
    try {
      return new Socket(HERE, target);
    } catch (IOException refused) {
      return null;
    }
  }

  private void copy(Socket from, Socket to, boolean statements) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        int delay = delayMs;
        if (statements && delay > 0 && STATEMENTS.indexOf(buffer[0]) >= 0) {
          TimeUnit.MILLISECONDS.sleep(delay);
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException closed) {
      // One of the two ends has gone, so both go.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(from);
    end(to);
    sockets.remove(from);
    sockets.remove(to);
  }

  private static void end(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception gone) {
      // It is closed already.
    }
  }
}
