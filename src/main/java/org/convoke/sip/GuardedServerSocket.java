package org.convoke.sip;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A door for streams that nobody can hold shut: so many connections in all and from one source, and
 * each must say something within seconds and again within an hour.
 */
final class GuardedServerSocket extends ServerSocket {
  static final int MAX_PER_SOURCE = 200;
  static final int FIRST_BYTE_MS = 10_000;
  static final int IDLE_MS = 3_600_000;
  private static final int BACKLOG = 256;

  private final GuardNetworkGateway.Doorman doorman;
  private final SipCounters counters;
  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
  private final Semaphore places;

  /** {@code places}: for connections at one time, of all doors that share them. */
  GuardedServerSocket(
      int port,
      InetAddress address,
      GuardNetworkGateway.Doorman doorman,
      SipCounters counters,
      Semaphore places)
      throws IOException {
    super();
    setReuseAddress(true);
    bind(new java.net.InetSocketAddress(address, port), BACKLOG);
    this.doorman = doorman;
    this.counters = counters;
    this.places = places;
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      GuardedSocket socket = new GuardedSocket();
      try {
        implAccept(socket);
      } catch (IOException e) {
        socket.close();
        if (isClosed()) {
          throw e;
        }
        // Out of descriptors, or the peer is gone already: the door stays open for the next.
        pause();
        continue;
      }
      InetAddress source = socket.getInetAddress();
      if (!doorman.admits(source)) {
        counters.ignored.increment();
        socket.close();
      } else if (!enter(source)) {
        counters.overload.increment();
        socket.close();
      } else {
        socket.admitted = source;
        socket.setSoTimeout(FIRST_BYTE_MS);
        socket.setTcpNoDelay(true);
        return socket;
      }
    }
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
  }

  private synchronized boolean enter(InetAddress source) {
    int here = open.getOrDefault(source, 0);
    if (here >= MAX_PER_SOURCE || !places.tryAcquire()) {
      return false;
    }
    open.put(source, here + 1);
    return true;
  }

  private synchronized void leave(InetAddress source) {
    places.release();
    open.computeIfPresent(source, (k, n) -> n > 1 ? n - 1 : null);
  }

  private final class GuardedSocket extends Socket {
    private InetAddress admitted;
    private InputStream input;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (input == null) {
        input = new PatientStream(super.getInputStream(), this);
      }
      return input;
    }

    @Override
    public void close() throws IOException {
      InetAddress source;
      synchronized (this) {
        source = admitted;
        admitted = null;
      }
      if (source != null) {
        leave(source);
      }
      super.close();
    }
  }

  /** Grants a long silence to whoever has spoken once. */
  private static final class PatientStream extends FilterInputStream {
    private final Socket socket;
    private boolean heard;

    PatientStream(InputStream in, Socket socket) {
      super(in);
      this.socket = socket;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      heard();
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      heard();
      return count;
    }

    private void heard() throws SocketException {
      if (!heard) {
        heard = true;
        socket.setSoTimeout(IDLE_MS);
      }
    }
  }
}
