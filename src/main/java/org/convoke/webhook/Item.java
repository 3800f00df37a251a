package org.convoke.webhook;

import java.time.Instant;
import org.convoke.store.Outbox.Waiting;

/** A delivery in a {@link Lane}. Belongs to it. */
final class Item {
  private final Waiting row;
  private final String room;
  private final String call;
  private int attempts;
  private Instant firstTried;
  private long triedMs;

  /** In milliseconds of the clock on the wall: it outlives the process. */
  private long nextTryMs;

  private boolean endpointFault;
  private boolean sending;
  private boolean asked;

  /**
   * Of a row as it was written. Whoever wrote it may have had another clock: nobody waits longer
   * from now on than from the first attempt to the next.
   */
  Item(Waiting row, long nowMs) {
    this.row = row;
    this.room = row.room() == null ? null : "room " + row.room();
    this.call = row.call() == null ? null : "call " + row.call();
    this.attempts = row.attempts();
    this.firstTried = row.firstTriedAt();
    this.nextTryMs = row.nextTryAt() == null ? 0 : row.nextTryAt().toEpochMilli();
    if (firstTried != null) {
      long longestMs = Math.max(0, nextTryMs - firstTried.toEpochMilli());
      nextTryMs = Math.min(nextTryMs, nowMs + longestMs);
      asked = row.lastTriedAt() != null && isAsked(row);
    }
    Integer status = row.lastStatus();
    this.endpointFault = status == null || status >= 500 || status == 429;
  }

  private static boolean isAsked(Waiting row) {
    long triedMs = row.lastTriedAt().toEpochMilli();
    long failingMs = Math.max(0, triedMs - row.firstTriedAt().toEpochMilli());
    return row.nextTryAt() != null
        && row.nextTryAt().toEpochMilli() - triedMs > Schedule.longestRetryMs(failingMs);
  }

  /** When the endpoint said, before this process began, that it wants the next one; else 0. */
  long askedForMs() {
    return asked ? nextTryMs : 0;
  }

  Waiting row() {
    return row;
  }

  long id() {
    return row.id();
  }

  /** What orders it behind others of the same room; null without one. */
  String room() {
    return room;
  }

  /** The same of its call. */
  String call() {
    return call;
  }

  int attempts() {
    return attempts;
  }

  Instant firstTried() {
    return firstTried;
  }

  /** When it was last tried here; 0 when it was not. */
  long triedMs() {
    return triedMs;
  }

  boolean isSending() {
    return sending;
  }

  /** It waits for its next try, and others behind it. */
  boolean isWaiting(long nowMs) {
    return !sending && nextTryMs > nowMs;
  }

  long nextTryMs() {
    return nextTryMs;
  }

  void send(Instant now) {
    sending = true;
    attempts++;
    triedMs = now.toEpochMilli();
    if (firstTried == null) {
      firstTried = now;
    }
  }

  /** It did not go after all: it is as before {@link #send}. */
  void unsent() {
    sending = false;
    attempts--;
    if (attempts == 0) {
      firstTried = null;
    }
  }

  /** The same, and it is not to be tried again before then. */
  void putOff(long untilMs) {
    unsent();
    nextTryMs = untilMs;
  }

  void failed(long nextTryMs, boolean endpointFault) {
    sending = false;
    this.nextTryMs = nextTryMs;
    this.endpointFault = endpointFault;
  }

  /** The endpoint is well again, and what failed for its sake need not wait. */
  void endpointIsBack() {
    if (endpointFault) {
      nextTryMs = 0;
    }
  }
}
