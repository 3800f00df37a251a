package org.convoke.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Our own OPTIONS by UDP, from a socket that is kept. */
final class UdpProbeGateway extends OptionsProbe {
  private DatagramChannel channel;
  private InetSocketAddress local;

  UdpProbeGateway(InetSocketAddress door, SelfTest self) {
    super(door, "udp", self);
  }

  @Override
  boolean open() {
    if (channel != null) {
      return true;
    }
    try {
      channel = DatagramChannel.open();
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(door.getAddress(), 0));
      local = (InetSocketAddress) channel.getLocalAddress();
      self.from(local);
      channel.connect(door);
      return true;
    } catch (IOException e) {
      // No descriptor, no port: that is this machine's trouble, and says nothing of SIP.
      close();
      return false;
    }
  }

  @Override
  void send(long nowNs) throws IOException {
    channel.write(request(local));
  }

  @Override
  boolean received() throws IOException {
    for (ByteBuffer in = buffer(); channel.read(in) > 0; in = buffer()) {
      if (isAnswer(in)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    super.close();
    if (channel != null) {
      if (local != null) {
        self.notFrom(local);
      }
      try {
        channel.close();
      } catch (IOException ignored) {
        // It is not used any more.
      }
      channel = null;
    }
  }
}
