package org.convoke.health;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.convoke.clock.Clock;

/** Asks every event loop to run a task, and measures how long each task waits. */
public final class EventLoopsProbe implements Probe {
  private final Clock clock;
  private final List<Loop> loops = new ArrayList<>();
  private final AtomicLongArray delays =
      new AtomicLongArray(HealthReadings.DELAY_SECONDS.size() + 2);
  private long askedNs;

  /** One loop: at most one question is under way. */
  private final class Loop implements Runnable {
    private final Executor executor;
    private volatile long questionNs;
    private volatile long answeredNs;
    private volatile boolean waiting;

    Loop(Executor executor) {
      this.executor = executor;
    }

    void ask(long nowNs) {
      if (!waiting) {
        waiting = true;
        questionNs = nowNs;
        try {
          executor.execute(this);
        } catch (RejectedExecutionException over) {
          // The loop is gone, and will not answer: it stays waiting.
          return;
        }
      }
    }

    @Override
    public void run() {
      long nowNs = clock.nowNs();
      count(Math.max(0, nowNs - questionNs));
      answeredNs = nowNs;
      waiting = false;
    }
  }

  /**
   * @param executors one of each event loop
   */
  public EventLoopsProbe(List<Executor> executors, Clock clock) {
    this.clock = clock;
    long nowNs = clock.nowNs();
    executors.forEach(executor -> {
      Loop loop = new Loop(executor);
      loop.answeredNs = nowNs;
      loops.add(loop);
    });
  }

  private void count(long delayNs) {
    int bucket = 0;
    while (bucket < HealthReadings.DELAY_SECONDS.size()
        && delayNs > HealthReadings.DELAY_SECONDS.get(bucket) * 1e9) {
      bucket++;
    }
    delays.incrementAndGet(bucket);
    delays.addAndGet(delays.length() - 1, delayNs);
  }

  @Override
  public String name() {
    return "event_loops";
  }

  @Override
  public void ask(long nowNs) {
    askedNs = nowNs;
    loops.forEach(loop -> loop.ask(nowNs));
  }

  @Override
  public boolean look(long nowNs) {
    return blocked() == 0;
  }

  /** Loops that did not answer since they were asked. */
  private long blocked() {
    return loops.stream().filter(loop -> loop.answeredNs - askedNs < 0).count();
  }

  @Override
  public Outcome outcome() {
    return blocked() == 0 ? Outcome.ANSWERED : Outcome.MISSED;
  }

  @Override
  public String reason() {
    return blocked() + " of " + loops.size() + " event loops are blocked.";
  }

  /** As {@link HealthReadings#loopDelays}. */
  List<Long> delays() {
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < delays.length() - 1; i++) {
      counts.add(delays.get(i));
    }
    return counts;
  }

  double delaySeconds() {
    return delays.get(delays.length() - 1) / 1e9;
  }
}
