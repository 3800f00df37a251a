package org.convoke.media;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The even ports of the configured range. They are given out at random, so that nobody can guess
 * where the next call listens and spray its port, and rest after use, so that what a peer of an
 * ended call still sends meets a closed port and not the next call.
 */
final class PortPool {
  /** A peer whose BYE got lost gives up within a transaction's 32 s, but most stop at once. */
  static final long REST_NS = 10_000_000_000L;

  /** A port that something else on this machine has taken is tried again after so long. */
  static final long TAKEN_REST_NS = 60_000_000_000L;

  private record Resting(int port, long untilNs) {}

  private final int[] free;
  private int freeCount;
  private final ArrayDeque<Resting> resting = new ArrayDeque<>();
  private final ArrayDeque<Resting> taken = new ArrayDeque<>();
  private final Random random;
  private final AtomicLong exhausted = new AtomicLong();

  PortPool(int min, int max, Random random) {
    int first = min + (min & 1);
    free = new int[Math.max(0, (max - first + 1) / 2)];
    for (int port = first; port + 1 <= max; port += 2) {
      free[freeCount++] = port;
    }
    this.random = random;
  }

  /** An even port whose next is free too, or -1 when all are in use or rest. */
  synchronized int take(long nowNs) {
    wake(resting, nowNs);
    wake(taken, nowNs);
    if (freeCount == 0) {
      exhausted.incrementAndGet();
      return -1;
    }
    int index = random.nextInt(freeCount);
    int port = free[index];
    free[index] = free[--freeCount];
    return port;
  }

  /** It was not even tried. */
  synchronized void unused(int port) {
    free[freeCount++] = port;
  }

  /** The leg is gone: the port rests. */
  synchronized void giveBack(int port, long nowNs) {
    resting.add(new Resting(port, nowNs + REST_NS));
  }

  /** The port could not be bound: another program has it. */
  synchronized void avoid(int port, long nowNs) {
    taken.add(new Resting(port, nowNs + TAKEN_REST_NS));
  }

  /** Ports that may be given out now. */
  synchronized int free(long nowNs) {
    wake(resting, nowNs);
    wake(taken, nowNs);
    return freeCount;
  }

  /** How often there was none. */
  long exhausted() {
    return exhausted.get();
  }

  private void wake(ArrayDeque<Resting> ports, long nowNs) {
    while (!ports.isEmpty() && ports.peek().untilNs - nowNs <= 0) {
      free[freeCount++] = ports.poll().port;
    }
  }
}
