package org.convoke.media;

/**
 * Whether a loop's thread runs in real time, before those of all ordinary programs, and when it
 * must let them by.
 *
 * <p>A thread in real time that does not rest stops whatever it waits for. While the JVM replaces
 * the code of a method, who calls it spins until the compiler, an ordinary thread, is done, and
 * does so without leaving the call. So another thread looks ({@link LoopWatch}), and takes the
 * right from who is in one turn for longer than {@link #TURN_NS}; with the end of that turn it is
 * back. Who has turn upon turn without a rest gives it up by itself after {@link #WORK_NS}: calls
 * must still be ended and events written, and slow code be compiled; it is back after {@link
 * #CALM_NS} in which there were rests enough.
 *
 * <p>Its times are those of {@code clock.Clock#nowNs}. One thread looks, one other does the rest.
 */
final class RightOfWay {
  /**
   * Of the loops, 1 to 99: before audio programs of this machine, for whoever receives on it would
   * else interrupt us at each packet that we send; after the system's own threads, which have 50.
   */
  static final int PRIORITY = 40;

  /** Of the thread that looks after them. */
  static final int WATCH_PRIORITY = PRIORITY + 1;

  /** A turn takes less than a millisecond; a collection, after which much is due, a few. */
  static final long TURN_NS = 8_000_000L;

  static final long WORK_NS = 100_000_000L;
  static final long CALM_NS = 250_000_000L;

  private static final long NONE = Long.MIN_VALUE;

  private volatile boolean has;
  private volatile long turnNs = NONE;
  private long restedNs;
  private long calmSinceNs;
  private boolean tired;

  /** The loop: it begins its work, with the right or without. */
  void begin(boolean given, long nowNs) {
    has = given;
    restedNs = nowNs;
  }

  /** The loop: a turn begins. */
  void turns(long nowNs) {
    turnNs = nowNs;
  }

  /** The loop: the turn is over. */
  void turned() {
    turnNs = NONE;
  }

  /** The loop: it rested until now. */
  void rested(long nowNs) {
    if (nowNs - restedNs > WORK_NS) {
      calmSinceNs = nowNs;
    }
    restedNs = nowNs;
  }

  /** The loop, between turns: whether it must give up the right that it has. */
  boolean isTired(long nowNs) {
    return has && nowNs - restedNs > WORK_NS;
  }

  /** The loop: it has given it up. */
  void givenUp(long nowNs) {
    has = false;
    tired = true;
    calmSinceNs = nowNs;
  }

  /** The loop, between turns: whether it may have the right that it lost. */
  boolean mayHaveItBack(long nowNs) {
    return !has && (!tired || nowNs - calmSinceNs > CALM_NS);
  }

  /** The loop: it has it again. */
  void back() {
    tired = false;
    has = true;
  }

  /** Who looks: whether the right must be taken from it. */
  boolean isStuck(long nowNs) {
    long since = turnNs;
    return has && since != NONE && nowNs - since > TURN_NS;
  }

  /** Who looks: it was taken. */
  void taken() {
    has = false;
  }

  boolean has() {
    return has;
  }
}
