package org.convoke.media;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.convoke.clock.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real thread, which does as it is told, and a clock that stands. */
class LoopWatchTest {
  private static final int NUMBER = 41;
  private static final long MS = 1_000_000L;

  private final AtomicLong nowNs = new AtomicLong(1_000_000 * MS);
  private final BlockingQueue<Integer> priorities = new LinkedBlockingQueue<>();
  private final Clock clock = new StandingClock();
  private final Sockets system =
      new SystemOfThreads(
          NUMBER, (number, priority) -> number == NUMBER && priorities.add(priority) ? 1 : 0);
  private final MediaLoop loop = new TestBridge().plane.loops()[0];
  private final LoopThread thread = new LoopThread(loop, clock, "media-0", system);
  private final LoopWatch watch = new LoopWatch(new LoopThread[] {thread}, system, clock);

  @BeforeEach
  void itRunsInRealTime() throws InterruptedException {
    thread.start();
    assertThat(next()).isEqualTo(RightOfWay.PRIORITY);
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.offer((itself, now) -> itself.stop(now));
    thread.join();
  }

  @Test
  void aLoopThatDoesNotReturnFromACallIsAnOrdinaryThreadUntilItDoes() throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    loop.offer((itself, now) -> {
      called.countDown();
      await(released);
    });
    await(called);
    assertThat(watch.look(nowNs.get())).isTrue();
    assertThat(priorities).isEmpty();
    nowNs.addAndGet(RightOfWay.TURN_NS + 1);
    watch.look(nowNs.get());
    assertThat(next()).isZero();
    watch.look(nowNs.get());
    assertThat(priorities).isEmpty();
    assertThat(loop.counters().waysGiven.sum()).isEqualTo(1);
    released.countDown();
    assertThat(next()).isEqualTo(RightOfWay.PRIORITY);
  }

  @Test
  void aLoopThatWorksWithoutARestIsAnOrdinaryThreadUntilThereAreRestsAgain()
      throws InterruptedException {
    loop.offer((itself, now) -> {
      itself.begin(new Idler());
      nowNs.addAndGet(RightOfWay.WORK_NS + MS);
    });
    turn();
    long calmSinceNs = nowNs.get();
    while (!priorities.contains(0) || priorities.size() < 2) {
      assertThat(nowNs.addAndGet(MS) - calmSinceNs).isLessThan(1_000 * MS);
      turn();
    }
    assertThat(next()).isZero();
    assertThat(next()).isEqualTo(RightOfWay.PRIORITY);
    assertThat(nowNs.get() - calmSinceNs).isGreaterThan(RightOfWay.CALM_NS);
  }

  /** Until the loop has done what it was asked. */
  private void turn() throws InterruptedException {
    CountDownLatch turned = new CountDownLatch(1);
    loop.offer((itself, now) -> turned.countDown());
    await(turned);
  }

  private int next() throws InterruptedException {
    Integer priority = priorities.poll(30, SECONDS);
    assertThat(priority).isNotNull();
    return priority;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** So that the loop has something to do each 20 ms. */
  private static final class Idler implements Ticker {
    @Override
    public void start(long firstNs) {}

    @Override
    public void tick(long nowNs) {}

    @Override
    public int weight() {
      return 1;
    }

    @Override
    public void fail(long nowNs) {}
  }

  private final class StandingClock implements Clock {
    @Override
    public long nowNs() {
      return nowNs.get();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }
}
