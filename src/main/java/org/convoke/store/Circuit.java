package org.convoke.store;

/**
 * Whether the database is worth asking: a circuit breaker. Pure; times in monotonic nanoseconds.
 *
 * <p>A statement that is late, or finds nobody, raises a doubt and nothing more: it may be the one
 * that is slow, or the pool may be full. Then a question apart from all of them decides ({@code
 * select 1}, over a connection of its own). Without an answer in time the circuit is open: nobody
 * waits any more, all are refused at once. From then on the question alone is asked, less and less
 * often, until it was answered twice in a row: nobody's statement is the probe.
 *
 * <p>We chose this and not vertx-circuit-breaker, which counts failures within a time whatever
 * succeeded meanwhile, so that a few slow statements among thousands of quick ones open it, and
 * lets the next caller be the probe, who then waits in vain.
 */
final class Circuit {
  /** Where it stands. */
  enum State {
    CLOSED,
    /** The question was asked because of a doubt; statements go on. */
    DOUBTED,
    OPEN,
    /** Open, and the last question was answered. */
    HALF_OPEN
  }

  /** Nothing is to be asked. */
  static final long NEVER = -1;

  /** After an answer doubts are not heard for so long. */
  static final long REST_NS = 250_000_000L;

  static final long RETRY_MIN_NS = 200_000_000L;
  static final long RETRY_MAX_NS = 1_000_000_000L;

  /** Between the two answers that close it. */
  static final long SURE_NS = 50_000_000L;

  private State state = State.CLOSED;
  private long retryNs = RETRY_MIN_NS;
  private long restNs;
  private long opened;

  /** Nobody has doubted yet at {@code nowNs}. */
  Circuit(long nowNs) {
    restNs = nowNs;
  }

  State state() {
    return state;
  }

  /** Whether statements go to the database. */
  boolean lets() {
    return state == State.CLOSED || state == State.DOUBTED;
  }

  /** How often it was opened. */
  long opened() {
    return opened;
  }

  /** A statement is late or found nobody. True: the question is to be asked now. */
  boolean doubt(long nowNs) {
    if (state != State.CLOSED || nowNs - restNs < 0) {
      return false;
    }
    state = State.DOUBTED;
    return true;
  }

  /**
   * The question was answered in time, or not.
   *
   * @return in how many nanoseconds it is to be asked again, or {@link #NEVER}
   */
  long told(boolean answered, long nowNs) {
    if (!answered) {
      opened += lets() ? 1 : 0;
      state = State.OPEN;
      long wait = retryNs;
      retryNs = Math.min(RETRY_MAX_NS, retryNs * 2);
      return wait;
    }
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
      return SURE_NS;
    }
    state = State.CLOSED;
    retryNs = RETRY_MIN_NS;
    restNs = nowNs + REST_NS;
    return NEVER;
  }
}
