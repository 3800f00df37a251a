package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Linux's sockets and epoll by the foreign function interface: the cheapest way to a packet. */
final class NativeSockets implements Sockets {
  private static final Logger LOG = LoggerFactory.getLogger(NativeSockets.class);

  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int IPPROTO_IP = 0;
  private static final int IP_TOS = 1;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_TCLASS = 67;

  /** Expedited forwarding (RFC 3246), which routers that care give to voice. */
  private static final int TOS_VOICE = 46 << 2;

  private static final InetAddress ALL = InetAddress.ofLiteral("::");

  private NativeSockets() {}

  /**
   * The native sockets, once a packet has gone through them.
   *
   * @throws IOException when this is not Linux, or its calls behave otherwise than known
   */
  static NativeSockets tried() throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new IOException("native sockets are for Linux");
    }
    NativeSockets sockets = new NativeSockets();
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    PacketSocket one = sockets.open(loopback, 0);
    try (SocketPoller poller = sockets.newPoller()) {
      poller.add(one);
      Datagram datagram = new Datagram();
      datagram.length = 12;
      Endpoint self = new Endpoint();
      self.set(loopback, one.localPort());
      boolean arrived =
          one.send(datagram, self)
              && poller.poll() == 1
              && poller.ready(0) == one
              && one.receive(datagram)
              && datagram.length == 12
              && datagram.source.same(self);
      if (!arrived) {
        throw new IOException("a packet to ourselves did not arrive");
      }
    } finally {
      one.close();
    }
    return sockets;
  }

  @Override
  public String name() {
    return "native";
  }

  @Override
  public PacketSocket open(InetAddress address, int port) throws IOException {
    Endpoint local = new Endpoint();
    local.set(address, port);
    int family = local.isV4() ? Libc.AF_INET : Libc.AF_INET6;
    int fd = Libc.socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    try {
      if (family == Libc.AF_INET6) {
        Libc.option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        Libc.option(fd, IPPROTO_IPV6, IPV6_TCLASS, TOS_VOICE);
      } else {
        Libc.option(fd, IPPROTO_IP, IP_TOS, TOS_VOICE);
      }
      byte[] sockaddr = new byte[SocketAddresses.length(family)];
      SocketAddresses.write(local, family, sockaddr);
      Libc.bind(fd, sockaddr);
      return new NativeSocket(fd, family, Libc.boundPort(fd));
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  @Override
  public PacketSocket openShared(InetAddress address, int port) throws IOException {
    NativeSocket socket;
    try {
      socket = (NativeSocket) open(address.isAnyLocalAddress() ? ALL : address, port);
    } catch (IOException e) {
      if (!address.isAnyLocalAddress() || address.getAddress().length > 4) {
        throw e;
      }
      // No IPv6 here; if it was the port that is taken, this says so again.
      socket = (NativeSocket) open(address, port);
    }
    largeBuffer(socket.fd, SO_RCVBUFFORCE, SO_RCVBUF);
    largeBuffer(socket.fd, SO_SNDBUFFORCE, SO_SNDBUF);
    return socket;
  }

  /** Beyond the system's limit where we may, else up to it. */
  private static void largeBuffer(int fd, int force, int ask) throws IOException {
    try {
      Libc.option(fd, SOL_SOCKET, force, SHARED_BUFFER_BYTES);
    } catch (IOException e) {
      Libc.option(fd, SOL_SOCKET, ask, SHARED_BUFFER_BYTES);
    }
  }

  @Override
  public void expect(int descriptors) {
    try {
      int any = Libc.socket(Libc.AF_INET, SOCK_DGRAM | SOCK_CLOEXEC);
      try {
        // The table grows for the highest number that was ever in it, and never shrinks.
        Libc.close(Libc.duplicate(any, descriptors - 1));
      } finally {
        Libc.close(any);
      }
    } catch (IOException beyondTheLimit) {
      LOG.debug("no room for {} descriptors: {}", descriptors, beyondTheLimit.getMessage());
    }
  }

  @Override
  public int thread() {
    try {
      return Integer.parseInt(
          Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
    } catch (IOException | NumberFormatException noSuchFolder) {
      return 0;
    }
  }

  @Override
  public boolean priority(int thread, int priority) {
    return Libc.priority(thread, priority);
  }

  @Override
  public boolean niceness(int thread, int niceness) {
    return Libc.niceness(thread, niceness);
  }

  @Override
  public SocketPoller newPoller() throws IOException {
    return new NativePoller();
  }
}
