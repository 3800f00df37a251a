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

  private final MediaLoop loop;
  private final Clock clock;
  private final Thread thread;
  private final Sockets realTimeBy;
  private volatile boolean sleeping;
  private final RightOfWay way = new RightOfWay();
  private volatile int number;

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

  /** Whether it sleeps until somebody asks something of it. */
  boolean isIdle() {
    return sleeping;
  }

  RightOfWay way() {
    return way;
  }

  /** Another thread: makes this one an ordinary one for the rest of its turn. */
  void giveWay() {
    way.taken();
    ordinary();
  }

  private void ordinary() {
    realTimeBy.priority(number, 0);
    loop.counters().waysGiven.increment();
  }

  @Override
  public void run() {
    boolean urgent = false;
    if (realTimeBy != null) {
      number = realTimeBy.thread();
      // Without its number nobody could take it back.
      urgent = number > 0 && realTimeBy.priority(number, RightOfWay.PRIORITY);
    }
    way.begin(urgent, clock.nowNs());
    while (!loop.stopped()) {
      long nowNs = clock.nowNs();
      way.turns(nowNs);
      try {
        loop.turn(nowNs);
      } catch (RuntimeException | Error e) {
        // Ticks and commands catch their own failures; what comes here must not end all calls.
        LOG.error("a turn of a media loop failed", e);
      }
      way.turned();
      sleepUntilNextTurn();
      if (urgent) {
        changePriority(clock.nowNs());
      }
    }
  }

  private void changePriority(long nowNs) {
    if (way.isTired(nowNs)) {
      way.givenUp(nowNs);
      ordinary();
    } else if (way.mayHaveItBack(nowNs)) {
      realTimeBy.priority(number, RightOfWay.PRIORITY);
      way.back();
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
      way.rested(clock.nowNs());
      return;
    }
    // A clock that tests stop would park for ever, so a slot is the most.
    long waitNs = Math.min(nextNs - clock.nowNs(), Phases.SLOT_NS);
    if (waitNs > 0) {
      LockSupport.parkNanos(this, waitNs);
      way.rested(clock.nowNs());
    }
  }
}
