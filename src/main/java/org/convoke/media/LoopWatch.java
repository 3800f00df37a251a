package org.convoke.media;

import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;

/**
 * Looks after loops that run in real time: who does not come to the end of its turn runs as an
 * ordinary thread until then, see {@link RightOfWay}. It runs before them, or it would wait for the
 * one that it is for.
 */
final class LoopWatch implements Runnable {
  /** Each look wakes a processor up, which costs more than the look: 10 ms are 0.4 % of a core. */
  private static final long LOOK_NS = 10_000_000L;

  /** While no loop has a leg. */
  private static final long IDLE_NS = 50_000_000L;

  private final LoopThread[] loops;
  private final Sockets system;
  private final Clock clock;
  private volatile boolean closed;

  LoopWatch(LoopThread[] loops, Sockets system, Clock clock) {
    this.loops = loops;
    this.system = system;
    this.clock = clock;
  }

  void start() {
    Thread.ofPlatform().name("media-watch").daemon(true).start(this);
  }

  void close() {
    closed = true;
  }

  @Override
  public void run() {
    if (!system.priority(system.thread(), RightOfWay.WATCH_PRIORITY)) {
      // Then no loop runs in real time either.
      return;
    }
    while (!closed) {
      LockSupport.parkNanos(look(clock.nowNs()) ? LOOK_NS : IDLE_NS);
    }
  }

  /**
   * Takes the right of way from those that are stuck.
   *
   * @return whether any loop has something to do
   */
  boolean look(long nowNs) {
    boolean busy = false;
    for (int i = 0; i < loops.length; i++) {
      busy |= !loops[i].isIdle();
      if (loops[i].way().isStuck(nowNs)) {
        loops[i].giveWay();
      }
    }
    return busy;
  }
}
