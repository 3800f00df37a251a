package org.convoke.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A door for streams that nobody can hold shut: see {@link Connections}. */
final class GuardedServerSocket extends ServerSocket {
  private static final int BACKLOG = 256;
  private static final long PAUSE_NS = 10_000_000L;

  private final Connections connections;

  GuardedServerSocket(int port, InetAddress address, Connections connections) throws IOException {
    super();
    setReuseAddress(true);
    bind(new InetSocketAddress(address, port), BACKLOG);
    this.connections = connections;
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      GuardedSocket socket = new GuardedSocket(connections);
      boolean entered = false;
      try {
        implAccept(socket);
        if (connections.doorman.isOurs(socket.getInetAddress(), socket.getPort())) {
          socket.enterAsOurs();
          entered = true;
        } else if (!connections.doorman.admits(socket.getInetAddress())) {
          connections.counters.ignored.increment();
        } else {
          entered = socket.enter();
          if (!entered) {
            connections.counters.overload.increment();
          }
        }
      } catch (IOException e) {
        if (isClosed()) {
          socket.close();
          throw e;
        }
        // Out of descriptors, or the peer is gone already: the door stays open for the next.
        LockSupport.parkNanos(PAUSE_NS);
      }
      if (entered) {
        return socket;
      }
      socket.close();
    }
  }
}
