package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;

/** A network inside the test: ports of one number space, delivery at once, no allocation. */
final class MemorySockets implements Sockets {
  /** Who gets what is sent to a port. */
  interface Port {
    void arrived(byte[] bytes, int length, Endpoint from);
  }

  final Endpoint bridge = Endpoint.of(new java.net.InetSocketAddress("127.0.0.1", 0));
  private final Port[] ports = new Port[65_536];

  void listen(int port, Port listener) {
    ports[port] = listener;
  }

  void deliver(byte[] bytes, int length, Endpoint from, int toPort) {
    if (ports[toPort] != null) {
      ports[toPort].arrived(bytes, length, from);
    }
  }

  boolean isOpen(int port) {
    return ports[port] != null;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public PacketSocket open(InetAddress address, int port) throws IOException {
    if (ports[port] != null) {
      throw new IOException("port " + port + " is taken");
    }
    Socket socket = new Socket(port);
    ports[port] = socket;
    return socket;
  }

  @Override
  public PacketSocket openShared(InetAddress address, int port) throws IOException {
    return open(address, port);
  }

  @Override
  public SocketPoller newPoller() {
    return new Poller();
  }

  private final class Socket implements PacketSocket, Port {
    private static final int QUEUE = 32;
    private final Endpoint self = new Endpoint();
    private final byte[][] queue = new byte[QUEUE][Datagram.CAPACITY];
    private final int[] lengths = new int[QUEUE];
    private final Endpoint[] sources = new Endpoint[QUEUE];
    private int first;
    private int waiting;
    private PacketReceiver receiver;

    Socket(int port) {
      self.set(bridge);
      self.port = port;
      for (int i = 0; i < QUEUE; i++) {
        sources[i] = new Endpoint();
      }
    }

    @Override
    public void arrived(byte[] bytes, int length, Endpoint from) {
      if (waiting < QUEUE) {
        int at = (first + waiting++) % QUEUE;
        System.arraycopy(bytes, 0, queue[at], 0, length);
        lengths[at] = length;
        sources[at].set(from);
      }
    }

    @Override
    public int localPort() {
      return self.port;
    }

    @Override
    public void receiver(PacketReceiver newReceiver) {
      receiver = newReceiver;
    }

    @Override
    public PacketReceiver receiver() {
      return receiver;
    }

    @Override
    public boolean receive(Datagram into) {
      if (waiting == 0) {
        return false;
      }
      into.length = lengths[first];
      System.arraycopy(queue[first], 0, into.bytes, 0, into.length);
      into.source.set(sources[first]);
      first = (first + 1) % QUEUE;
      waiting--;
      return true;
    }

    @Override
    public boolean send(Datagram packet, Endpoint to) {
      deliver(packet.bytes, packet.length, self, to.port);
      return true;
    }

    @Override
    public PacketSocket face() {
      return this;
    }

    @Override
    public void connect(Endpoint peer) {}

    @Override
    public void disconnect() {}

    @Override
    public void close() {
      ports[self.port] = null;
    }
  }

  private static final class Poller implements SocketPoller {
    private final Socket[] sockets = new Socket[4096];
    private final Socket[] ready = new Socket[4096];
    private int count;
    private int readyCount;

    @Override
    public void add(PacketSocket socket) {
      sockets[count++] = (Socket) socket;
    }

    @Override
    public void remove(PacketSocket socket) {
      for (int i = 0; i < count; i++) {
        if (sockets[i] == socket) {
          sockets[i] = sockets[--count];
          return;
        }
      }
    }

    @Override
    public int poll() {
      readyCount = 0;
      for (int i = 0; i < count; i++) {
        if (sockets[i].waiting > 0) {
          ready[readyCount++] = sockets[i];
        }
      }
      return readyCount;
    }

    @Override
    public PacketSocket ready(int index) {
      return ready[index];
    }

    @Override
    public void close() {}
  }
}
