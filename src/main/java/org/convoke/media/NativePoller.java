package org.convoke.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Linux's epoll, level-triggered: what is not read now is reported again. */
final class NativePoller implements SocketPoller {
  private static final int MAX_EVENTS = 512;

  /** struct epoll_event is packed on x86-64 alone. */
  private static final int EVENT_BYTES = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

  private static final int DATA_OFFSET = EVENT_BYTES - 8;
  private static final VarHandle NATIVE_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final int epoll;
  private final byte[] events = new byte[MAX_EVENTS * EVENT_BYTES];
  private final MemorySegment eventsSegment = MemorySegment.ofArray(events);
  private NativeSocket[] sockets = new NativeSocket[64];
  private int[] free = new int[64];
  private int freeCount;
  private int used;

  NativePoller() throws IOException {
    epoll = Libc.epollCreate();
  }

  @Override
  public void add(PacketSocket socket) {
    NativeSocket added = (NativeSocket) socket;
    int index = freeCount > 0 ? free[--freeCount] : used++;
    if (index == sockets.length) {
      sockets = Arrays.copyOf(sockets, 2 * index);
      free = Arrays.copyOf(free, 2 * index);
    }
    sockets[index] = added;
    added.pollerIndex = index;
    control(Libc.EPOLL_CTL_ADD, added.fd, index);
  }

  @Override
  public void remove(PacketSocket socket) {
    NativeSocket removed = (NativeSocket) socket;
    int index = removed.pollerIndex;
    if (index >= 0 && sockets[index] == removed) {
      control(Libc.EPOLL_CTL_DEL, removed.fd, index);
      sockets[index] = null;
      free[freeCount++] = index;
      removed.pollerIndex = -1;
    }
  }

  private void control(int operation, int fd, int index) {
    byte[] event = new byte[EVENT_BYTES];
    NATIVE_INT.set(event, 0, Libc.EPOLLIN);
    NATIVE_INT.set(event, DATA_OFFSET, index);
    try {
      Libc.epollCtl(epoll, operation, fd, event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int poll() {
    try {
      return Math.max(0, (int) Libc.EPOLL_WAIT.invokeExact(epoll, eventsSegment, MAX_EVENTS, 0));
    } catch (Throwable thrown) {
      throw Libc.impossible(thrown);
    }
  }

  @Override
  public PacketSocket ready(int index) {
    return sockets[(int) NATIVE_INT.get(events, index * EVENT_BYTES + DATA_OFFSET)];
  }

  @Override
  public void close() {
    try {
      Libc.close(epoll);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
