package org.convoke.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;

/** Does TLS handshakes at a bounded rate and goes away after each: they cost the bridge more. */
final class Handshakers implements FloodTrial.Flood {
  private static final int THREADS = 4;

  private final Clock clock;
  private final TlsDoor door;
  private final List<String> sources;
  private final int rate;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * Begins.
   *
   * @param rate handshakes a second, over all sources
   */
  Handshakers(Clock clock, TlsDoor door, List<String> sources, int rate) {
    this.clock = clock;
    this.door = door;
    this.sources = sources;
    this.rate = rate;
    for (int i = 0; i < THREADS; i++) {
      int first = i;
      threads.add(Thread.ofPlatform().daemon().name("shake").start(() -> run(first)));
    }
  }

  @Override
  public String size() {
    return done + " handshakes (" + refused + " refused)";
  }

  private void run(int first) {
    long beganNs = clock.nowNs();
    for (int i = first; !stopping; i += THREADS) {
      long dueNs = beganNs + TimeUnit.SECONDS.toNanos(i) / rate;
      LockSupport.parkNanos(dueNs - clock.nowNs());
      try {
        door.handshake(sources.get(i % sources.size()));
        done.incrementAndGet();
      } catch (IOException | RuntimeException e) {
        refused.incrementAndGet();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }
}
