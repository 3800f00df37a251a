package org.convoke;

/**
 * The bridge cannot start for a reason that an operator can mend; the message says what and where.
 */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
