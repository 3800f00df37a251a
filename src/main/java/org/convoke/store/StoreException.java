package org.convoke.store;

/**
 * The database, the data folder or a key in it cannot be used: an operator must act, and the
 * message says how. The start ends with it.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
