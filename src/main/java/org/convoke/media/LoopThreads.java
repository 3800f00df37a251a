package org.convoke.media;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;

/** The threads of a media plane: one that turns each loop, and those that keep them on time. */
final class LoopThreads {
  private final Clock clock;
  private final Sockets sockets;
  private final LoopThread[] threads;

  /** Null where no loop runs in real time. */
  private LoopWatch watch;

  private volatile boolean closed;

  /** For {@code loops} loops, which nobody turns before {@link #start}. */
  LoopThreads(int loops, Clock clock, Sockets sockets) {
    this.clock = clock;
    this.sockets = sockets;
    threads = new LoopThread[loops];
  }

  /** Lets them turn; {@code realTime} where the system allows it. */
  void start(MediaLoop[] loops, boolean realTime) {
    if (realTime) {
      Thread.ofPlatform().name("thread-order").daemon(true).start(this::orderThreads);
    }
    for (int i = 0; i < loops.length; i++) {
      threads[i] = new LoopThread(loops[i], clock, "media-" + i, realTime ? sockets : null);
      threads[i].start();
    }
    if (realTime) {
      watch = new LoopWatch(threads, sockets, clock);
      watch.start();
    }
  }

  private void orderThreads() {
    ThreadOrder order =
        new ThreadOrder(
            Path.of("/proc/self/task"), sockets, ThreadOrder.niceness(Path.of("/proc/self/stat")));
    while (!closed) {
      order.look();
      LockSupport.parkNanos(ThreadOrder.LOOK_NS);
    }
  }

  /** The number of a loop's thread, as the JVM counts; 0 before it began. */
  long id(int loop) {
    return threads[loop] == null ? 0 : threads[loop].id();
  }

  /** Ends those that watch; the loops were told to stop, and are waited for. */
  void close() throws InterruptedException {
    closed = true;
    if (watch != null) {
      watch.close();
    }
    for (LoopThread thread : threads) {
      if (thread != null) {
        thread.join();
      }
    }
  }
}
