package org.convoke.web.socket;

/**
 * What a slow reader is still told. Past its limits nothing is queued; when it has caught up it
 * gets the whole roster in place of what it missed, and when it does not catch up it is given up.
 */
final class Outbox {
  /** Messages that wait for one reader. */
  static final int MAX_MESSAGES = 500;

  static final int MAX_BYTES = 1024 * 1024;

  /** Past as many, who speaks and how loud is no longer told: it is stale before it is read. */
  static final int FEW = 100;

  static final long PATIENCE_NS = 10_000_000_000L;

  /** What it means to miss a message. */
  enum Weight {
    /** A level: the next one stands in its place. */
    FLEETING,
    /** Who speaks: may be missed for a moment, and has to be put right afterwards. */
    STATE,
    LASTING
  }

  /** What to do with a message. */
  enum Verdict {
    SEND,
    DROP
  }

  private int waiting;
  private boolean behind;
  private boolean missed;
  private long behindSinceNs;

  /**
   * A message is to be pushed.
   *
   * @param full as the socket's own queue says
   */
  Verdict offer(Weight weight, boolean full, long nowNs) {
    if (behind) {
      return Verdict.DROP;
    }
    if (weight != Weight.LASTING && waiting >= FEW) {
      missed |= weight == Weight.STATE;
      return Verdict.DROP;
    }
    if (full || waiting >= MAX_MESSAGES) {
      behind = true;
      behindSinceNs = nowNs;
      return Verdict.DROP;
    }
    return Verdict.SEND;
  }

  int waiting() {
    return waiting;
  }

  boolean isBehind() {
    return behind;
  }

  /** A message was given to the socket. */
  void sent() {
    waiting++;
  }

  /** The socket took one off. Returns whether it has caught up just now: send a snapshot. */
  boolean taken() {
    waiting--;
    if ((behind || missed) && waiting == 0) {
      behind = false;
      missed = false;
      return true;
    }
    return false;
  }

  /** Reads nothing for so long that it is given up. */
  boolean hopeless(long nowNs) {
    return behind && nowNs - behindSinceNs >= PATIENCE_NS;
  }
}
