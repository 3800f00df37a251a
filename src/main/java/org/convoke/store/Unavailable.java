package org.convoke.store;

import io.vertx.pgclient.PgException;

/**
 * The database is away, refuses connections or did not answer in time: nothing is known of the
 * outcome. The API answers it with 503 and Retry-After; a caller hears "try again".
 */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String DISK_FULL = "53100";
  private static final String LOCK = "55P03";

  public Unavailable(Throwable cause) {
    super("the database does not answer: " + cause.getMessage(), cause, false, false);
  }

  /** The database's disk is full: it answers, and cannot store. */
  public boolean isDiskFull() {
    return is(DISK_FULL);
  }

  /** A row was locked by another for too long: the database itself answers. */
  boolean isLock() {
    return is(LOCK);
  }

  private boolean is(String state) {
    return getCause() instanceof PgException refused && state.equals(refused.getSqlState());
  }
}
