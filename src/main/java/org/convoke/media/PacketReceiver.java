package org.convoke.media;

/** Whoever owns a socket: told by the loop, once a readiness, and reads at most one datagram. */
interface PacketReceiver {
  /**
   * Reads one datagram from the socket.
   *
   * @param scratch the loop's buffer to receive into
   */
  void readable(PacketSocket socket, Datagram scratch, long nowNs);
}
