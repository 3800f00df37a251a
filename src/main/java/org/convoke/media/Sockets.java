package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import org.convoke.config.MediaConfig;

/** A way to drive UDP sockets: the JDK's channels, Linux directly, or a test's network. */
interface Sockets {
  /** For thousands of packets, when the loop that reads comes late. */
  int SHARED_BUFFER_BYTES = 4 << 20;

  /** For logs. */
  String name();

  /**
   * Binds a socket.
   *
   * @throws IOException when the port is taken or the address is not ours
   */
  PacketSocket open(InetAddress address, int port) throws IOException;

  /**
   * Binds a socket that many peers share: with large buffers, and for IPv6 too where the address is
   * every address and the machine knows IPv6.
   *
   * @throws IOException when the port is taken or the address is not ours
   */
  PacketSocket openShared(InetAddress address, int port) throws IOException;

  SocketPoller newPoller() throws IOException;

  /**
   * Lets the calling thread run before those of all ordinary programs, or no more.
   *
   * @return false when the system does not let us
   */
  default boolean realTime(boolean wanted) {
    return false;
  }

  /**
   * Lets a thread of this process run before those of all ordinary programs; the threads that it
   * makes do not.
   *
   * @param thread as the system numbers it
   * @return false when the system does not let us
   */
  default boolean realTime(int thread) {
    return false;
  }

  /**
   * The way that {@code media.sockets} names; auto takes the native one where it works.
   *
   * @throws IllegalStateException when native is asked for and does not work here
   */
  static Sockets choose(MediaConfig config) {
    if (config.sockets().equals("nio")) {
      return new NioSockets();
    }
    try {
      return NativeSockets.tried();
    } catch (IOException | LinkageError | RuntimeException e) {
      if (config.sockets().equals("native")) {
        throw new IllegalStateException("media.sockets: native does not work here", e);
      }
      return new NioSockets();
    }
  }
}
