package org.convoke.media;

/**
 * A bound UDP socket that never blocks. It belongs to one loop at a time, as its leg does; no
 * method allocates but {@link #close}.
 */
interface PacketSocket {
  int localPort();

  /** Who is told that datagrams wait; set before the socket is given to a poller. */
  void receiver(PacketReceiver receiver);

  PacketReceiver receiver();

  /** Reads one datagram with its length and source; false when none waits. */
  boolean receive(Datagram into);

  /** Sends the datagram; false when the kernel took it not, which costs a packet and no more. */
  boolean send(Datagram packet, Endpoint to);

  /**
   * Lets the kernel drop what others than the peer send, and find the way to the peer once instead
   * of at each packet. Packets that wait already are not dropped: the receiver checks each source.
   */
  void connect(Endpoint peer);

  /** Everybody's datagrams arrive again. */
  void disconnect();

  /**
   * Another way to send by the same socket, for one more thread at a time. It receives nothing, and
   * ends with the socket.
   */
  PacketSocket face();

  void close();
}
