package org.convoke.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;

/** A UDP socket of {@link NioSockets}. */
final class NioSocket implements PacketSocket {
  final DatagramChannel channel;
  private final int localPort;
  private final Endpoint target = new Endpoint();
  private InetSocketAddress targetAddress;
  private SocketAddress lastSource;
  private final Endpoint lastSourceEndpoint = new Endpoint();
  private PacketReceiver receiver;

  NioSocket(DatagramChannel channel) throws IOException {
    this(channel, ((InetSocketAddress) channel.getLocalAddress()).getPort());
  }

  private NioSocket(DatagramChannel channel, int localPort) {
    this.channel = channel;
    this.localPort = localPort;
  }

  @Override
  public int localPort() {
    return localPort;
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
    into.view.clear();
    SocketAddress source;
    try {
      source = channel.receive(into.view);
    } catch (IOException e) {
      // The news that a packet of ours was refused (ICMP), or a socket closed under us.
      return false;
    }
    if (source == null) {
      return false;
    }
    into.length = into.view.position();
    // The channel hands out the same object as long as the source does not change.
    if (source != lastSource) {
      InetSocketAddress address = (InetSocketAddress) source;
      lastSource = source;
      lastSourceEndpoint.set(address.getAddress(), address.getPort());
    }
    into.source.set(lastSourceEndpoint);
    return true;
  }

  @Override
  public boolean send(Datagram packet, Endpoint to) {
    if (targetAddress == null || !target.same(to)) {
      target.set(to);
      targetAddress = to.toSocketAddress();
    }
    packet.view.limit(packet.length).position(0);
    try {
      return channel.send(packet.view, targetAddress) > 0;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /**
   * Does nothing: connecting a channel throws away what waits on it, and the receiver checks each
   * source anyway.
   */
  @Override
  public void connect(Endpoint peer) {}

  @Override
  public void disconnect() {}

  @Override
  public PacketSocket face() {
    return new NioSocket(channel, localPort);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is given up whatever close() says.
      lastSource = null;
    }
  }
}
