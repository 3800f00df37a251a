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
   * Lets the system make room for so many descriptors now, where it would else do so bit by bit: on
   * Linux whoever opens a socket for which the table is too small waits until no processor uses the
   * old one, 10 to 25 ms. Does nothing where there is no need, or the system does not let us.
   */
  default void expect(int descriptors) {}

  /** The number by which the system knows the calling thread; 0 where nothing is known of that. */
  default int thread() {
    return 0;
  }

  /**
   * Lets a thread of this process run before those of all ordinary programs, or no more. The
   * threads that it makes are ordinary ones.
   *
   * @param thread as the system numbers it; 0 is the calling one
   * @param priority 1 to 99: real time, the greater before the smaller; 0: an ordinary thread
   * @return false when the system does not let us
   */
  default boolean priority(int thread, int priority) {
    return false;
  }

  /**
   * How much of a processor an ordinary thread of this process gets where others want it, too.
   *
   * @param thread as the system numbers it
   * @param niceness -20 to 19: the greater, the less; below 0 more than others
   * @return false when the system does not let us
   */
  default boolean niceness(int thread, int niceness) {
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
