package org.convoke.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/**
 * The floor: a thread with a socket a call that sends back what it receives, one packet in, one
 * packet out, every millisecond. No bridge on this machine can cost less.
 */
final class Reflector {
  private static final int EVENTS = 512;
  private static final long TURN_NS = 1_000_000L;

  private final int[] sockets;
  private final int epoll = Native.epollCreate();
  private final Thread thread = Thread.ofPlatform().name("reflector").unstarted(this::run);
  private volatile boolean stopping;

  Reflector(int count) throws IOException {
    sockets = new int[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = Native.udpSocket(0);
      Native.epollAdd(epoll, sockets[i]);
    }
  }

  int port(int index) {
    return Native.boundPort(sockets[index]);
  }

  void start() {
    thread.start();
  }

  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
    for (int socket : sockets) {
      Native.close(socket);
    }
    Native.close(epoll);
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment events = arena.allocate((long) EVENTS * Native.EVENT_BYTES, 8);
      MemorySegment data = arena.allocate(2048, 8);
      MemorySegment address = arena.allocate(16, 8);
      MemorySegment addressLength = arena.allocate(4, 4);
      while (!stopping) {
        int count;
        while ((count = Native.epollWait(epoll, events, EVENTS, 0)) > 0) {
          for (int i = 0; i < count; i++) {
            long at = (long) (i + 1) * Native.EVENT_BYTES - 8;
            int fd = events.get(JAVA_INT_UNALIGNED, at);
            addressLength.set(JAVA_INT, 0, 16);
            long length = Native.receive(fd, data, address, addressLength);
            if (length > 0) {
              Native.send(fd, data, length, address);
            }
          }
        }
        LockSupport.parkNanos(TURN_NS);
      }
    }
  }
}
