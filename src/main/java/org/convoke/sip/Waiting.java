package org.convoke.sip;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits for the verticle. What belongs to calls that are there is taken before what would
 * begin others: however many call at one time, whoever hangs up is answered. Each of the two keeps
 * its order, and has its own limit. Any thread.
 */
final class Waiting {
  private static final class Lane {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    private boolean add(int most, Runnable task) {
      if (size.incrementAndGet() > most) {
        size.decrementAndGet();
        return false;
      }
      tasks.add(task);
      return true;
    }

    private Runnable poll() {
      Runnable task = tasks.poll();
      if (task != null) {
        size.decrementAndGet();
      }
      return task;
    }
  }

  private final Lane ofCalls = new Lane();
  private final Lane others = new Lane();

  /**
   * Lets a task wait.
   *
   * @param ofACall it belongs to a call that is there
   * @param most that may wait with it
   * @return false where that many wait already: it is dropped
   */
  boolean add(boolean ofACall, int most, Runnable task) {
    return (ofACall ? ofCalls : others).add(most, task);
  }

  /** Takes the next one, or null. */
  Runnable poll() {
    Runnable task = ofCalls.poll();
    return task == null ? others.poll() : task;
  }

  /** How many wait. */
  int size() {
    return ofCalls.size.get() + others.size.get();
  }
}
