package org.convoke.store;

import static org.convoke.store.DatabaseReadings.TOOK_SECONDS;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.clock.Clock;

/** Counts what is asked of the database; any thread. */
final class DatabaseMeter {
  private final Clock clock;
  private final List<LongAdder> took = new ArrayList<>();
  private final LongAdder tookNs = new LongAdder();
  private final LongAdder away = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Statements and transactions that have a connection of the pool or wait for one. */
  private final AtomicInteger underWay = new AtomicInteger();

  DatabaseMeter(Clock clock) {
    this.clock = clock;
    for (int i = 0; i <= TOOK_SECONDS.size(); i++) {
      took.add(new LongAdder());
    }
  }

  /** Something began that needs a connection of the pool; the result is for {@link #ended}. */
  long began() {
    underWay.incrementAndGet();
    return clock.nowNs();
  }

  /** Its connection is free again, maybe long after whoever asked has given up. */
  void left() {
    underWay.decrementAndGet();
  }

  /** Whoever asked has an answer, or none in time. */
  void ended(long beganNs, Future<?> result) {
    long ns = clock.nowNs() - beganNs;
    int bucket = 0;
    while (bucket < TOOK_SECONDS.size() && ns > TOOK_SECONDS.get(bucket) * 1e9) {
      bucket++;
    }
    took.get(bucket).increment();
    tookNs.add(ns);
    if (result.failed()) {
      (result.cause() instanceof Unavailable ? away : refused).increment();
    }
  }

  /** Somebody was refused before anything was asked. */
  void notAsked() {
    away.increment();
  }

  /**
   * @param size of the pool
   * @param resting the database is asked once a second only
   */
  DatabaseReadings readings(int size, boolean resting) {
    int now = underWay.get();
    return new DatabaseReadings(
        took.stream().map(LongAdder::sum).toList(),
        tookNs.sum() / 1e9,
        away.sum(),
        refused.sum(),
        Math.min(now, size),
        size,
        Math.max(0, now - size),
        resting);
  }
}
