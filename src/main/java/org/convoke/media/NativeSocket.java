package org.convoke.media;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A UDP socket of {@link NativeSockets}. */
final class NativeSocket implements PacketSocket {
  final int fd;
  private final int family;
  private final int localPort;
  private final byte[] target = new byte[28];
  private final MemorySegment targetSegment = MemorySegment.ofArray(target);
  private final int targetLength;

  /** Whose descriptor it is: another socket's where this is a face of it. */
  private final NativeSocket owner;

  private PacketReceiver receiver;
  private boolean connected;
  private boolean closed;

  /** Where {@link NativePoller} keeps it. */
  int pollerIndex = -1;

  NativeSocket(int fd, int family, int localPort) {
    this(fd, family, localPort, null);
  }

  private NativeSocket(int fd, int family, int localPort, NativeSocket owner) {
    this.owner = owner == null ? this : owner;
    this.fd = fd;
    this.family = family;
    this.localPort = localPort;
    this.targetLength = SocketAddresses.length(family);
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
    if (closed) {
      return false;
    }
    into.addressLength[0] = into.address.length;
    long length;
    try {
      length =
          (long)
              Libc.RECVFROM.invokeExact(
                  fd,
                  into.segment,
                  (long) Datagram.CAPACITY,
                  Libc.MSG_DONTWAIT,
                  into.addressSegment,
                  into.addressLengthSegment);
    } catch (Throwable thrown) {
      throw Libc.impossible(thrown);
    }
    if (length < 0) {
      return false;
    }
    into.length = (int) length;
    SocketAddresses.read(into.address, into.source);
    return true;
  }

  @Override
  public boolean send(Datagram packet, Endpoint to) {
    if (owner.closed || family == Libc.AF_INET && !to.isV4()) {
      return false;
    }
    // The first call may only fetch the news that an earlier packet was refused (ICMP).
    return sendOnce(packet, to) >= 0 || connected && sendOnce(packet, to) >= 0;
  }

  private long sendOnce(Datagram packet, Endpoint to) {
    int flags = Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL;
    try {
      if (connected) {
        return (long) Libc.SEND.invokeExact(fd, packet.segment, (long) packet.length, flags);
      }
      SocketAddresses.write(to, family, target);
      return (long)
          Libc.SENDTO.invokeExact(
              fd, packet.segment, (long) packet.length, flags, targetSegment, targetLength);
    } catch (Throwable thrown) {
      throw Libc.impossible(thrown);
    }
  }

  @Override
  public void connect(Endpoint peer) {
    if (closed || family == Libc.AF_INET && !peer.isV4()) {
      return;
    }
    SocketAddresses.write(peer, family, target);
    connected = connectTarget() == 0;
  }

  @Override
  public void disconnect() {
    if (connected && !closed) {
      target[0] = Libc.AF_UNSPEC;
      target[1] = Libc.AF_UNSPEC;
      connectTarget();
      connected = false;
    }
  }

  private int connectTarget() {
    try {
      return (int) Libc.CONNECT.invokeExact(fd, targetSegment, targetLength);
    } catch (Throwable thrown) {
      throw Libc.impossible(thrown);
    }
  }

  @Override
  public PacketSocket face() {
    return new NativeSocket(fd, family, localPort, owner);
  }

  @Override
  public void close() {
    if (!closed && owner == this) {
      closed = true;
      try {
        Libc.close(fd);
      } catch (IOException e) {
        // The kernel gives the descriptor up whatever close() says.
        connected = false;
      }
    }
  }
}
