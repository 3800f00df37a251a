package org.convoke.store;

/**
 * The database is away, refuses connections or did not answer in time: nothing is known of the
 * outcome. The API answers it with 503 and Retry-After; a caller hears "try again".
 */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailable(Throwable cause) {
    super("the database does not answer: " + cause.getMessage(), cause, false, false);
  }
}
