package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;

/** How many wrong PINs there were, of whomever, in steps of five minutes, for eight days. */
public interface WrongPins {
  /**
   * What is known at a time.
   *
   * @param lastHour within the 60 minutes before it
   * @param weekBefore within the 7 days before those
   * @param hoursKnown how many of those 7 days' hours are known, 0 to 168
   */
  record Counts(long lastHour, long weekBefore, double hoursKnown) {}

  /** So many more, just now. */
  Future<Void> add(long wrong, Instant now);

  Future<Counts> counts(Instant now);

  /** Forgets what nobody asks for any more. */
  Future<Void> purge(Instant now);
}
