package org.convoke.capacity;

/**
 * When to ask for a collection while the door is closed for want of memory. Who has stopped calling
 * makes no garbage, so without one nothing would show that there is room again. It stops everything
 * for a moment, which those who are there hear: so it is asked for where it promises something.
 */
final class Collecting {
  /** Looks, one a second, from one to the next at least. */
  static final int REST = 5;

  /** When the transactions of calls that are over are gone, too (RFC 3261, timer J: 32 s). */
  static final int AGAIN = 35;

  /** Whatever the reason, once in a while. */
  static final int ANYHOW = 120;

  private static final double FEWER = 0.9;

  private int looks;
  private int legsThen;
  private boolean again;
  private boolean closedBefore;

  /** A look; {@code legs} that are open now. */
  boolean isDue(boolean closed, int legs) {
    boolean begins = closed && !closedBefore;
    closedBefore = closed;
    if (!closed || begins) {
      looks = 0;
      legsThen = legs;
      again = false;
      return false;
    }
    looks++;
    boolean fewer = looks >= REST && legs <= FEWER * legsThen && legs < legsThen;
    if (!fewer && !(again && looks >= AGAIN) && looks < ANYHOW) {
      return false;
    }
    again = fewer;
    looks = 0;
    legsThen = legs;
    return true;
  }
}
