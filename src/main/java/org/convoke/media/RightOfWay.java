package org.convoke.media;

/**
 * Whether a loop's thread runs in real time, before those of all ordinary programs, and when it
 * must let them by.
 *
 * <p>A thread in real time that never rests stops whatever it waits for. That is not only a loop
 * with too much to do: while the JVM replaces the code of a method, who calls it spins until the
 * compiler, an ordinary thread, is done, and does so without leaving the call. So another thread
 * looks ({@link LoopWatch}), and takes the right from who had no rest for {@link #PATIENCE_NS}. The
 * loop has it back after {@link #CALM_NS} in which it rested often enough.
 *
 * <p>Its times are those of {@code clock.Clock#nowNs}. One thread looks, one other does the rest.
 */
final class RightOfWay {
  /** A turn takes less than a millisecond; a collection, after which much is due, a few. */
  static final long PATIENCE_NS = 8_000_000L;

  static final long CALM_NS = 250_000_000L;

  private static final long ASLEEP = Long.MAX_VALUE;

  private volatile boolean has;
  private volatile long restedNs = ASLEEP;
  private long calmSinceNs;
  private long lastRestNs;

  /** The loop: it starts its work, with the right or without. */
  void begin(boolean given, long nowNs) {
    has = given;
    calmSinceNs = nowNs;
    lastRestNs = nowNs;
    restedNs = nowNs;
  }

  /** The loop: it goes to sleep, for however long. */
  void sleeps(long nowNs) {
    if (nowNs - lastRestNs > PATIENCE_NS) {
      calmSinceNs = nowNs;
    }
    restedNs = ASLEEP;
  }

  /** The loop: it is awake again. */
  void wakes(long nowNs) {
    lastRestNs = nowNs;
    restedNs = nowNs;
  }

  /** The loop: whether it may have the right that it lost. */
  boolean mayHaveItBack(long nowNs) {
    return !has && nowNs - calmSinceNs > CALM_NS;
  }

  /** The loop: it has the right again, or could not get it. */
  void back(boolean given, long nowNs) {
    has = given;
    calmSinceNs = nowNs;
  }

  /** Who looks: whether the right must be taken from it. */
  boolean isOverdue(long nowNs) {
    long since = restedNs;
    return has && since != ASLEEP && nowNs - since > PATIENCE_NS;
  }

  /** Who looks: it was taken. */
  void taken() {
    has = false;
  }

  boolean has() {
    return has;
  }
}
