package org.convoke.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A UDP socket of 127.0.0.1 that sends and receives many datagrams a system call, with the kernel's
 * time of arrival. Owned by one thread; only construction allocates.
 */
final class BatchSocket implements AutoCloseable {
  static final int BATCH = 64;

  /** More than a packet of 20 ms G.711. */
  static final int BYTES = 512;

  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final int CONTROL = 64;

  private final Arena arena = Arena.ofShared();
  private final int fd;
  private final int port;
  private final MemorySegment outHeaders = headers();
  private final MemorySegment outNames = arena.allocate(16L * BATCH, 8);
  private final MemorySegment outData = arena.allocate((long) BYTES * BATCH, 8);
  private final MemorySegment inHeaders = headers();
  private final MemorySegment inNames = arena.allocate(16L * BATCH, 8);
  private final MemorySegment inData = arena.allocate((long) BYTES * BATCH, 8);
  private final MemorySegment inControl = arena.allocate((long) CONTROL * BATCH, 8);
  private int queued;

  /** Binds an address of the loopback; port 0 for any. */
  BatchSocket(int wantedPort) throws IOException {
    fd = Native.udpSocket(wantedPort);
    port = Native.boundPort(fd);
    Native.option(fd, Native.SO_RCVBUF, RECEIVE_BUFFER);
    Native.option(fd, Native.SO_TIMESTAMPNS, 1);
    wire(outHeaders, outNames, outData, null);
    wire(inHeaders, inNames, inData, inControl);
    for (int i = 0; i < BATCH; i++) {
      Native.writeLoopback(outNames, 16L * i, 0);
    }
  }

  private MemorySegment headers() {
    return arena.allocate((long) Native.MMSGHDR * BATCH, 8);
  }

  /** Points each header to its address, its bytes and its control data. */
  private void wire(
      MemorySegment headers, MemorySegment names, MemorySegment data, MemorySegment control) {
    MemorySegment vectors = arena.allocate(16L * BATCH, 8);
    for (int i = 0; i < BATCH; i++) {
      long at = (long) Native.MMSGHDR * i;
      vectors.set(JAVA_LONG, 16L * i, data.address() + (long) BYTES * i);
      vectors.set(JAVA_LONG, 16L * i + 8, BYTES);
      headers.set(JAVA_LONG, at, names.address() + 16L * i);
      headers.set(JAVA_INT, at + 8, 16);
      headers.set(JAVA_LONG, at + 16, vectors.address() + 16L * i);
      headers.set(JAVA_LONG, at + 24, 1);
      if (control != null) {
        headers.set(JAVA_LONG, at + 32, control.address() + (long) CONTROL * i);
        headers.set(JAVA_LONG, at + 40, CONTROL);
      }
    }
    if (control == null) {
      outVectors = vectors;
    }
  }

  private MemorySegment outVectors;

  int port() {
    return port;
  }

  int fd() {
    return fd;
  }

  /** Queues a datagram to a port of 127.0.0.1; sends the queue when it is full. */
  void queue(byte[] bytes, int length, int toPort) {
    MemorySegment.copy(bytes, 0, outData, JAVA_BYTE, (long) BYTES * queued, length);
    outVectors.set(JAVA_LONG, 16L * queued + 8, length);
    Native.writePort(outNames, 16L * queued, toPort);
    queued++;
    if (queued == BATCH) {
      flush();
    }
  }

  /** Sends what is queued. What the kernel does not take is lost, as on a network. */
  void flush() {
    int sent = 0;
    while (sent < queued) {
      int taken = Native.sendMany(fd, outHeaders, sent, queued - sent);
      // A refusal of an earlier packet is told by the next send, and told once.
      sent += Math.max(taken, 1);
    }
    queued = 0;
  }

  /** Receives what has come, at most {@link #BATCH}; returns how many. */
  int receive() {
    int count = Native.receiveMany(fd, inHeaders, BATCH);
    return Math.max(count, 0);
  }

  /** To be called for each datagram after it was read: makes its header ready again. */
  void release(int index) {
    long at = (long) Native.MMSGHDR * index;
    inHeaders.set(JAVA_INT, at + 8, 16);
    inHeaders.set(JAVA_LONG, at + 40, CONTROL);
  }

  /** Copies a received datagram; returns its length. */
  int read(int index, byte[] into) {
    int length = Math.min(into.length, inHeaders.get(JAVA_INT, (long) Native.MMSGHDR * index + 56));
    MemorySegment.copy(inData, JAVA_BYTE, (long) BYTES * index, into, 0, length);
    return length;
  }

  int sourcePort(int index) {
    return Native.readPort(inNames, 16L * index);
  }

  /** When it arrived, in nanoseconds of the wall clock since 1970; 0 when the kernel says not. */
  long arrivalNs(int index) {
    long at = (long) CONTROL * index;
    if (inHeaders.get(JAVA_LONG, (long) Native.MMSGHDR * index + 40) < 32
        || inControl.get(JAVA_INT_UNALIGNED, at + 12) != Native.SO_TIMESTAMPNS) {
      return 0;
    }
    return inControl.get(JAVA_LONG_UNALIGNED, at + 16) * 1_000_000_000L
        + inControl.get(JAVA_LONG_UNALIGNED, at + 24);
  }

  @Override
  public void close() {
    Native.close(fd);
    arena.close();
  }
}
