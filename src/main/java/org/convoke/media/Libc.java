package org.convoke.media;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of Linux's C library that media sockets need. Those made for every packet neither block
 * nor take long, so they run without the thread's change of state and on heap memory ({@code
 * critical}); their errno is not kept, because -1 means to them "not now" whatever the reason.
 */
final class Libc {
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int EPOLLIN = 1;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;

  private static final int ROUND_ROBIN = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CRITICAL = Linker.Option.critical(true);
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final MethodHandle RECVFROM =
      critical("recvfrom", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle SENDTO =
      critical("sendto", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle SEND =
      critical("send", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  static final MethodHandle EPOLL_WAIT =
      critical("epoll_wait", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle CONNECT =
      critical("connect", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private static final MethodHandle SOCKET =
      captured("socket", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      captured("bind", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      captured("setsockopt", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKNAME =
      captured("getsockname", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle EPOLL_CREATE =
      captured("epoll_create1", of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CTL =
      captured("epoll_ctl", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SETSCHEDULER =
      captured("sched_setscheduler", of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SETPRIORITY =
      captured("setpriority", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle FCNTL =
      LINKER.downcallHandle(
          symbol("fcntl"),
          of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          CAPTURE,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE = captured("close", of(JAVA_INT, JAVA_INT));

  private Libc() {}

  static int socket(int family, int type) throws IOException {
    return checked("socket", (state, arena) -> (int) SOCKET.invokeExact(state, family, type, 0));
  }

  static void bind(int fd, byte[] address) throws IOException {
    checked(
        "bind",
        (state, arena) -> (int) BIND.invokeExact(state, fd, copy(arena, address), address.length));
  }

  static void option(int fd, int level, int name, int value) throws IOException {
    checked(
        "setsockopt",
        (state, arena) ->
            (int)
                SETSOCKOPT.invokeExact(
                    state, fd, level, name, arena.allocateFrom(JAVA_INT, value), 4));
  }

  /** The port that the socket is bound to. */
  static int boundPort(int fd) throws IOException {
    int[] port = new int[1];
    checked(
        "getsockname",
        (state, arena) -> {
          MemorySegment address = arena.allocate(28, 4);
          MemorySegment length = arena.allocateFrom(JAVA_INT, 28);
          int result = (int) GETSOCKNAME.invokeExact(state, fd, address, length);
          byte[] bytes = address.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
          port[0] = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
          return result;
        });
    return port[0];
  }

  static int epollCreate() throws IOException {
    int closeOnExec = 0x80000;
    return checked(
        "epoll_create1", (state, arena) -> (int) EPOLL_CREATE.invokeExact(state, closeOnExec));
  }

  static void epollCtl(int epoll, int operation, int fd, byte[] event) throws IOException {
    checked(
        "epoll_ctl",
        (state, arena) ->
            (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, copy(arena, event)));
  }

  /**
   * Gives a thread of this process (0: the calling one) a real-time priority, or by 0 the ordinary
   * one; the threads that it makes are ordinary ones.
   */
  static boolean priority(int thread, int priority) {
    int resetOnFork = 0x40000000;
    int policy = priority > 0 ? ROUND_ROBIN | resetOnFork : resetOnFork;
    try {
      checked(
          "sched_setscheduler",
          (state, arena) ->
              (int)
                  SETSCHEDULER.invokeExact(
                      state, thread, policy, arena.allocateFrom(JAVA_INT, priority)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** How much less than others an ordinary thread of this process gets, -20 to 19. */
  static boolean niceness(int thread, int niceness) {
    int whichProcess = 0;
    try {
      checked(
          "setpriority",
          (state, arena) -> (int) SETPRIORITY.invokeExact(state, whichProcess, thread, niceness));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A second descriptor of the same file, the first free one from {@code least} on. */
  static int duplicate(int fd, int least) throws IOException {
    int dupFdCloseOnExec = 1030;
    return checked(
        "fcntl", (state, arena) -> (int) FCNTL.invokeExact(state, fd, dupFdCloseOnExec, least));
  }

  static void close(int fd) throws IOException {
    checked("close", (state, arena) -> (int) CLOSE.invokeExact(state, fd));
  }

  /** Wraps what {@code invokeExact} declares and none of these functions throws. */
  static AssertionError impossible(Throwable thrown) {
    return new AssertionError("a call into libc does not throw", thrown);
  }

  private interface Call {
    int make(MemorySegment state, Arena arena) throws Throwable;
  }

  private static int checked(String name, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result;
      try {
        result = call.make(state, arena);
      } catch (Throwable thrown) {
        throw impossible(thrown);
      }
      if (result < 0) {
        int errno = (int) ERRNO.get(state, 0L);
        String words = name + " failed with errno " + errno;
        throw errno == EMFILE || errno == ENFILE
            ? new NoDescriptors(words)
            : new IOException(words);
      }
      return result;
    }
  }

  private static MemorySegment copy(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length, 8);
    MemorySegment.copy(bytes, 0, segment, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
    return FunctionDescriptor.of(result, arguments);
  }

  private static MethodHandle critical(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(symbol(name), descriptor, CRITICAL);
  }

  private static MethodHandle captured(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(symbol(name), descriptor, CAPTURE);
  }

  private static MemorySegment symbol(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }
}
