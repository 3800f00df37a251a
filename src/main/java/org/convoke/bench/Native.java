package org.convoke.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/** The calls of Linux's C library that the load needs. */
final class Native {
  /** struct mmsghdr on 64 bits: struct msghdr is 56 bytes, the length follows. */
  static final int MMSGHDR = 64;

  static final int SO_RCVBUF = 8;
  static final int SO_TIMESTAMPNS = 35;
  static final int SOL_SOCKET = 1;
  static final int IPPROTO_IP = 0;
  static final int IP_PKTINFO = 8;

  /** 127.0.0.1. */
  static final int LOOPBACK = 0x7F000001;

  static final int EVENT_BYTES = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int SCHED_FIFO = 1;
  private static final int PRIORITY = 10;
  private static final ValueLayout.OfShort NET_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfInt NET_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle GETSOCKNAME = call("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMMSG =
      call("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle RECVMMSG =
      call("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SETSCHEDULER =
      call("sched_setscheduler", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_CREATE = call("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      call("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle RECVFROM =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("recvfrom"),
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SENDTO =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("sendto"),
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private Native() {}

  private static MethodHandle call(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** A UDP socket on a port of 127.0.0.1; 0 for any. */
  static int udpSocket(int port) throws IOException {
    return udpSocket(LOOPBACK, port);
  }

  /** A UDP socket on any port of one address of this machine. */
  static int udpSocketAt(int ip) throws IOException {
    return udpSocket(ip, 0);
  }

  /** A UDP socket on any port of all addresses. */
  static int udpSocketOfAll() throws IOException {
    return udpSocket(0, 0);
  }

  private static int udpSocket(int ip, int port) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int fd = (int) SOCKET.invokeExact(AF_INET, SOCK_DGRAM, 0);
      MemorySegment address = arena.allocate(16, 8);
      writeAddress(address, 0, ip, port);
      if (fd < 0 || (int) BIND.invokeExact(fd, address, 16) != 0) {
        if (fd >= 0) {
          close(fd);
        }
        throw new IOException("no UDP port " + port);
      }
      return fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static int boundPort(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(16, 8);
      int ignored = (int) GETSOCKNAME.invokeExact(fd, address, arena.allocateFrom(JAVA_INT, 16));
      return readPort(address, 0);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Sets an option of the socket level; one that is not to be had is gone without. */
  static void option(int fd, int name, int value) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored =
          (int)
              SETSOCKOPT.invokeExact(fd, SOL_SOCKET, name, arena.allocateFrom(JAVA_INT, value), 4);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Each datagram that comes tells the address that it came to (ip(7): IP_PKTINFO). */
  static void packetInfo(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
      if ((int) SETSOCKOPT.invokeExact(fd, IPPROTO_IP, IP_PKTINFO, on, 4) != 0) {
        throw new IOException("the kernel does not tell destinations");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static int sendMany(int fd, MemorySegment headers, int from, int count) {
    try {
      MemorySegment first = headers.asSlice((long) MMSGHDR * from);
      return (int) SENDMMSG.invokeExact(fd, first, count, MSG_DONTWAIT);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static int receiveMany(int fd, MemorySegment headers, int count) {
    try {
      return (int) RECVMMSG.invokeExact(fd, headers, count, MSG_DONTWAIT, MemorySegment.NULL);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Lets the calling thread run before all others; false when that is not allowed. */
  static boolean realTime() {
    try (Arena arena = Arena.ofConfined()) {
      return (int) SETSCHEDULER.invokeExact(0, SCHED_FIFO, arena.allocateFrom(JAVA_INT, PRIORITY))
          == 0;
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static int epollCreate() {
    try {
      return (int) EPOLL_CREATE.invokeExact(0);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Watches a descriptor for datagrams; it is reported by its number. */
  static void epollAdd(int epoll, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(16, 8);
      event.set(JAVA_INT, 0, 1);
      event.set(ValueLayout.JAVA_INT_UNALIGNED, EVENT_BYTES - 8, fd);
      int ignored = (int) EPOLL_CTL.invokeExact(epoll, 1, fd, event);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static int epollWait(int epoll, MemorySegment events, int count, int millis) {
    try {
      return (int) EPOLL_WAIT.invokeExact(epoll, events, count, millis);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static long receive(int fd, MemorySegment data, MemorySegment address, MemorySegment length) {
    try {
      return (long) RECVFROM.invokeExact(fd, data, data.byteSize(), MSG_DONTWAIT, address, length);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static long send(int fd, MemorySegment data, long length, MemorySegment address) {
    try {
      return (long) SENDTO.invokeExact(fd, data, length, MSG_DONTWAIT, address, 16);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(fd);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** struct sockaddr_in. */
  static void writeAddress(MemorySegment memory, long at, int ip, int port) {
    memory.set(JAVA_SHORT, at, (short) AF_INET);
    memory.set(NET_SHORT, at + 2, (short) port);
    memory.set(NET_INT, at + 4, ip);
  }

  static int readPort(MemorySegment memory, long at) {
    return memory.get(NET_SHORT, at + 2) & 0xFFFF;
  }

  private static AssertionError impossible(Throwable thrown) {
    return new AssertionError("a call into libc does not throw", thrown);
  }
}
