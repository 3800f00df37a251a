package org.convoke.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A UDP socket that sends and receives many datagrams a system call, with the kernel's time of
 * arrival. It has either one port of one address, or one port of all addresses of the loopback, so
 * that a thousand peers that each want an address of their own share it. Owned by one thread; only
 * construction allocates.
 */
final class BatchSocket implements AutoCloseable {
  static final int BATCH = 64;

  /** More than a packet of 20 ms G.711. */
  static final int BYTES = 512;

  /** What a datagram on an Ethernet can have: handshakes are longer than sound. */
  static final int LONG_BYTES = 1500;

  private static final int RECEIVE_BUFFER = 4 << 20;

  /** Room for the time and the address of arrival. */
  private static final int CONTROL = 64;

  /** struct cmsghdr with struct in_pktinfo, padded. */
  private static final int PKTINFO_BYTES = 32;

  private static final ValueLayout.OfInt NET_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final int bytes;
  private final boolean many;
  private final int address;
  private final int fd;
  private final int port;
  private final MemorySegment outHeaders = headers();
  private final MemorySegment outVectors = arena.allocate(16L * BATCH, 8);
  private final MemorySegment outNames = arena.allocate(16L * BATCH, 8);
  private final MemorySegment outControl = arena.allocate((long) PKTINFO_BYTES * BATCH, 8);
  private final MemorySegment outData;
  private final MemorySegment inHeaders = headers();
  private final MemorySegment inNames = arena.allocate(16L * BATCH, 8);
  private final MemorySegment inControl = arena.allocate((long) CONTROL * BATCH, 8);
  private final MemorySegment inData;
  private int queued;

  /** Binds a port of 127.0.0.1; port 0 for any. */
  BatchSocket(int wantedPort) throws IOException {
    this(Native.udpSocket(wantedPort), Native.LOOPBACK, BYTES, false);
  }

  private BatchSocket(int fd, int address, int bytes, boolean many) {
    this.fd = fd;
    this.address = address;
    this.bytes = bytes;
    this.many = many;
    port = Native.boundPort(fd);
    outData = arena.allocate((long) bytes * BATCH, 8);
    inData = arena.allocate((long) bytes * BATCH, 8);
    Native.option(fd, Native.SO_RCVBUF, RECEIVE_BUFFER);
    Native.option(fd, Native.SO_TIMESTAMPNS, 1);
    wire(outHeaders, outVectors, outNames, outData);
    wire(inHeaders, arena.allocate(16L * BATCH, 8), inNames, inData);
    for (int i = 0; i < BATCH; i++) {
      Native.writeAddress(outNames, 16L * i, Native.LOOPBACK, 0);
      control(inHeaders, i, inControl.address() + (long) CONTROL * i, CONTROL);
      if (many) {
        long at = (long) PKTINFO_BYTES * i;
        outControl.set(JAVA_LONG, at, 28);
        outControl.set(JAVA_INT, at + 8, Native.IPPROTO_IP);
        outControl.set(JAVA_INT, at + 12, Native.IP_PKTINFO);
        control(outHeaders, i, outControl.address() + at, PKTINFO_BYTES);
      }
    }
  }

  /** Any port of an address of this machine, to send to that address. */
  static BatchSocket at(int address) throws IOException {
    return new BatchSocket(Native.udpSocketAt(address), address, BYTES, false);
  }

  /** One port of every address of this machine; each datagram says which it came to. */
  static BatchSocket ofAllAddresses() throws IOException {
    int fd = Native.udpSocketOfAll();
    Native.packetInfo(fd);
    return new BatchSocket(fd, Native.LOOPBACK, LONG_BYTES, true);
  }

  private MemorySegment headers() {
    return arena.allocate((long) Native.MMSGHDR * BATCH, 8);
  }

  /** Points each header to its address and its bytes. */
  private void wire(
      MemorySegment headers, MemorySegment vectors, MemorySegment names, MemorySegment data) {
    for (int i = 0; i < BATCH; i++) {
      long at = (long) Native.MMSGHDR * i;
      vectors.set(JAVA_LONG, 16L * i, data.address() + (long) bytes * i);
      vectors.set(JAVA_LONG, 16L * i + 8, bytes);
      headers.set(JAVA_LONG, at, names.address() + 16L * i);
      headers.set(JAVA_INT, at + 8, 16);
      headers.set(JAVA_LONG, at + 16, vectors.address() + 16L * i);
      headers.set(JAVA_LONG, at + 24, 1);
    }
  }

  private static void control(MemorySegment headers, int index, long address, int length) {
    long at = (long) Native.MMSGHDR * index;
    headers.set(JAVA_LONG, at + 32, address);
    headers.set(JAVA_LONG, at + 40, length);
  }

  int port() {
    return port;
  }

  int fd() {
    return fd;
  }

  /** Queues a datagram to a port of the socket's own address; sends the queue when it is full. */
  void queue(byte[] datagram, int length, int toPort) {
    queue(datagram, length, address, address, toPort);
  }

  /**
   * The same from and to any IPv4 address; with a socket of one address {@code source} means
   * nothing.
   */
  void queue(byte[] datagram, int length, int source, int target, int toPort) {
    MemorySegment.copy(datagram, 0, outData, JAVA_BYTE, (long) bytes * queued, length);
    outVectors.set(JAVA_LONG, 16L * queued + 8, length);
    Native.writeAddress(outNames, 16L * queued, target, toPort);
    if (many) {
      outControl.set(NET_INT, (long) PKTINFO_BYTES * queued + 20, source);
    }
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
    MemorySegment.copy(inData, JAVA_BYTE, (long) bytes * index, into, 0, length);
    return length;
  }

  int sourcePort(int index) {
    return Native.readPort(inNames, 16L * index);
  }

  /** When it arrived, in nanoseconds of the wall clock since 1970; 0 when the kernel says not. */
  long arrivalNs(int index) {
    long at = control(index, Native.SOL_SOCKET, Native.SO_TIMESTAMPNS);
    return at < 0
        ? 0
        : inControl.get(JAVA_LONG_UNALIGNED, at) * 1_000_000_000L
            + inControl.get(JAVA_LONG_UNALIGNED, at + 8);
  }

  /** The address of ours that it came to; 0 when the kernel says not. */
  int destination(int index) {
    long at = control(index, Native.IPPROTO_IP, Native.IP_PKTINFO);
    return at < 0 ? 0 : inControl.get(NET_INT, at + 8);
  }

  /** Where the data of a control message begin, or -1. */
  private long control(int index, int level, int type) {
    long begin = (long) CONTROL * index;
    long end = begin + inHeaders.get(JAVA_LONG, (long) Native.MMSGHDR * index + 40);
    for (long at = begin; at + 16 <= end; ) {
      if (inControl.get(JAVA_INT, at + 8) == level && inControl.get(JAVA_INT, at + 12) == type) {
        return at + 16;
      }
      at += Math.max(16, inControl.get(JAVA_LONG, at) + 7 & ~7L);
    }
    return -1;
  }

  @Override
  public void close() {
    Native.close(fd);
    arena.close();
  }
}
