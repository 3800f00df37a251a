package org.convoke.media;

import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a loop every millisecond, or, while it has no leg, when somebody asks something of it. */
final class LoopThread implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

  /** Nobody forgets to wake the thread; this only bounds the harm if somebody did. */
  private static final long IDLE_NS = 200_000_000L;

  private static final long SHORTLY_NS = 50_000L;

  /** A thread in real time that does not sleep for so long would stop everything else. */
  private static final long RESTLESS_NS = 1_000_000_000L;

  private final MediaLoop loop;
  private final Clock clock;
  private final Thread thread;
  private final Sockets realTimeBy;
  private volatile boolean sleeping;
  private boolean realTime;
  private long restedNs;

  /** {@code realTimeBy} asks the system for real time; null for none. */
  LoopThread(MediaLoop loop, Clock clock, String name, Sockets realTimeBy) {
    this.realTimeBy = realTimeBy;
    this.loop = loop;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this);
    loop.onOffer(this::wake);
  }

  long id() {
    return thread.threadId();
  }

  void start() {
    thread.start();
  }

  /** Waits for the thread's end, a second at most. */
  void join() throws InterruptedException {
    thread.join(1_000);
  }

  private void wake() {
    if (sleeping) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    realTime = realTimeBy != null && realTimeBy.realTime(true);
    restedNs = clock.nowNs();
    while (!loop.stopped()) {
      try {
        loop.turn(clock.nowNs());
      } catch (RuntimeException | Error e) {
        // Ticks and commands catch their own failures; what comes here must not end all calls.
        LOG.error("a turn of a media loop failed", e);
      }
      sleepUntilNextTurn();
    }
  }

  private void sleepUntilNextTurn() {
    long nextNs = loop.nextTurnNs();
    if (nextNs == Long.MAX_VALUE) {
      sleeping = true;
      if (!loop.stopped()) {
        // A task that came just now may not be readable yet.
        LockSupport.parkNanos(this, loop.hasTasks() ? SHORTLY_NS : IDLE_NS);
      }
      sleeping = false;
      restedNs = clock.nowNs();
      return;
    }
    // A clock that tests stop would park for ever, so a slot is the most.
    long nowNs = clock.nowNs();
    long waitNs = Math.min(nextNs - nowNs, Phases.SLOT_NS);
    if (waitNs > 0) {
      LockSupport.parkNanos(this, waitNs);
      restedNs = nowNs;
    } else if (realTime && nowNs - restedNs > RESTLESS_NS) {
      // Too much to do: calls must still be ended and events written.
      realTime = false;
      realTimeBy.realTime(false);
      LOG.warn("{} is overloaded and runs no longer in real time", thread.getName());
    }
  }
}
