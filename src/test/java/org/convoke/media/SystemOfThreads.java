package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.IntBinaryOperator;

/**
 * A system that has no sockets, only threads.
 *
 * @param number of each thread that asks for its own
 * @param priority takes a thread's number and the priority that it is to have, and gives 1 where it
 *     is given
 * @param nice the same with a thread's number and its niceness
 */
record SystemOfThreads(int number, IntBinaryOperator priority, IntBinaryOperator nice)
    implements Sockets {
  SystemOfThreads(int number, IntBinaryOperator priority) {
    this(number, priority, (thread, niceness) -> 0);
  }

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public int thread() {
    return number;
  }

  @Override
  public boolean priority(int thread, int wanted) {
    return priority.applyAsInt(thread, wanted) == 1;
  }

  @Override
  public boolean niceness(int thread, int wanted) {
    return nice.applyAsInt(thread, wanted) == 1;
  }

  @Override
  public PacketSocket open(InetAddress address, int port) throws IOException {
    throw new IOException("none here");
  }

  @Override
  public PacketSocket openShared(InetAddress address, int port) throws IOException {
    throw new IOException("none here");
  }

  @Override
  public SocketPoller newPoller() throws IOException {
    throw new IOException("none here");
  }
}
