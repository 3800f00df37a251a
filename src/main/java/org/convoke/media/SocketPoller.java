package org.convoke.media;

/** Finds the sockets of one loop on which datagrams wait. */
interface SocketPoller extends AutoCloseable {
  /** Watches a socket of the same family of {@link Sockets}. */
  void add(PacketSocket socket);

  /** Forgets a socket, because it moves to another loop or is about to be closed. */
  void remove(PacketSocket socket);

  /** Looks, never waits, and returns on how many sockets something waits; there may be more. */
  int poll();

  /** Of the last {@link #poll}, by index; null when the socket was removed since. */
  PacketSocket ready(int index);

  @Override
  void close();
}
