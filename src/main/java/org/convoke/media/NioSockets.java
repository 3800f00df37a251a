package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** The JDK's channels: for every system, at about 2 us more a packet than the native way. */
final class NioSockets implements Sockets {
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
  public SocketPoller newPoller() throws IOException {
    return new NioPoller();
  }
}
