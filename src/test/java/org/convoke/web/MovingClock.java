package org.convoke.web;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.convoke.clock.Clock;

/** The machine's clock, which a test can put forward. */
final class MovingClock implements Clock {
  private final Clock machine = Clock.system();
  private final AtomicLong aheadNs = new AtomicLong();
  private final AtomicLong laterNs = new AtomicLong();
  private final AtomicLong stoppedNs = new AtomicLong();

  /** Timers and durations see that so much time has passed. */
  void pass(Duration by) {
    aheadNs.addAndGet(by.toNanos());
  }

  /** The time of day is so much later, though no time has passed. */
  void later(Duration by) {
    laterNs.addAndGet(by.toNanos());
  }

  /** From now on no time passes, however slow the machine is. */
  void stop() {
    stoppedNs.compareAndSet(0, machine.nowNs());
  }

  @Override
  public long nowNs() {
    long stopped = stoppedNs.get();
    return stopped != 0 ? stopped + aheadNs.get() : machine.nowNs() + aheadNs.get();
  }

  @Override
  public Instant now() {
    return machine.now().plusNanos(laterNs.get());
  }
}
