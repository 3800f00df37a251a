package org.convoke.fetch;

/** A request that was allowed and brought no whole answer. */
public final class FetchFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /**
     * Other requests to the host took all places, and all of its time to wait; nothing was sent.
     */
    CROWDED,
    /** The name could not be resolved. */
    DNS,
    /** No connection within its time; the request was not sent. */
    CONNECT_TIMEOUT,
    /** The connection was refused, or there is no way there; the request was not sent. */
    CONNECT,
    /** No whole answer in time; the request may have been acted on. */
    RESPONSE_TIMEOUT,
    /** The connection broke, or what came back was no HTTP; the request may have been acted on. */
    RESET,
    /** TLS could not be agreed, or the certificate is not one of that name; nothing was sent. */
    TLS,
    /** The answer is larger than was asked for; the request was acted on. */
    TOO_LARGE
  }

  private final Kind kind;
  private final int status;

  public FetchFailed(Kind kind, String message) {
    this(kind, message, 0);
  }

  /**
   * @param status of the answer that began to come, or 0
   */
  public FetchFailed(Kind kind, String message, int status) {
    super(message, null, false, false);
    this.kind = kind;
    this.status = status;
  }

  public Kind kind() {
    return kind;
  }

  /** The status of an answer whose body was too large, late or cut; 0 where none had come. */
  public int status() {
    return status;
  }
}
