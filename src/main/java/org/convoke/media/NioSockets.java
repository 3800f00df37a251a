package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** The JDK's channels: for every system, at about 2 us more a packet than the native way. */
final class NioSockets implements Sockets {
  private static final InetAddress ALL = InetAddress.ofLiteral("::");

  /** Expedited forwarding (RFC 3246), which routers that care give to voice. */
  private static final int TOS_VOICE = 46 << 2;

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public PacketSocket open(InetAddress address, int port) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            address.getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.IP_TOS, TOS_VOICE);
      channel.bind(new InetSocketAddress(address, port));
      return new NioSocket(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public PacketSocket openShared(InetAddress address, int port) throws IOException {
    NioSocket socket;
    try {
      socket = (NioSocket) open(address.isAnyLocalAddress() ? ALL : address, port);
    } catch (IOException | UnsupportedOperationException e) {
      if (!address.isAnyLocalAddress() || address.getAddress().length > 4) {
        throw e;
      }
      // No IPv6 here; if it was the port that is taken, this says so again.
      socket = (NioSocket) open(address, port);
    }
    socket.channel.setOption(StandardSocketOptions.SO_RCVBUF, SHARED_BUFFER_BYTES);
    socket.channel.setOption(StandardSocketOptions.SO_SNDBUF, SHARED_BUFFER_BYTES);
    return socket;
  }

  @Override
  public SocketPoller newPoller() throws IOException {
    return new NioPoller();
  }
}
