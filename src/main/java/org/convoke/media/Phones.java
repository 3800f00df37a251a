package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import org.convoke.clock.Clock;

/** Opens the legs of phones, two ports each, and lets the ports rest afterwards. Any thread. */
final class Phones {
  /** Ports that are ours by the range but taken by another program. */
  private static final int PORT_TRIES = 32;

  private final PortPool ports;
  private final Sockets sockets;
  private final InetAddress bind;
  private final Clock clock;

  Phones(PortPool ports, Sockets sockets, InetAddress bind, Clock clock) {
    this.ports = ports;
    this.sockets = sockets;
    this.bind = bind;
    this.clock = clock;
  }

  PortPool ports() {
    return ports;
  }

  /**
   * Makes the handle's leg.
   *
   * @throws IOException when no port is free or can be bound, or there is no descriptor
   */
  LegPorts open(LegHandle handle, LegContext context) throws IOException {
    IOException last = null;
    for (int i = 0; i < PORT_TRIES; i++) {
      int port = ports.take(clock.nowNs());
      if (port < 0) {
        throw new IOException("no RTP port is free: all are in use or rest", last);
      }
      PacketSocket rtp = null;
      try {
        rtp = sockets.open(bind, port);
        PacketSocket rtcp = sockets.open(bind, port + 1);
        handle.leg = new Leg(handle, rtp, rtcp, context, clock.nowNs());
        handle.rtpPort = port;
        return new LegPorts(port, port + 1);
      } catch (IOException e) {
        last = e;
        if (rtp != null) {
          rtp.close();
        }
        if (NoDescriptors.is(e)) {
          // That says nothing against the port, and the next would meet the same.
          ports.unused(port);
          throw e;
        }
        ports.avoid(port, clock.nowNs());
      }
    }
    throw new IOException("no RTP port can be bound", last);
  }

  /** The leg has closed, or never began. */
  void gone(LegHandle handle) {
    if (handle.rtpPort != 0) {
      ports.giveBack(handle.rtpPort, clock.nowNs());
    }
  }
}
