package org.convoke.program;

import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;

/** Whether a control webhook is asked again, and what is said of its failure. Pure. */
final class Attempts {
  /** In all, of one URL. */
  static final int MOST = 2;

  private Attempts() {}

  /** Whether an answer of this status may be better the next time. */
  static boolean isTransient(int status) {
    return status == 429 || status == 503 || status == 504;
  }

  /** Whether the same request may get through the next time. */
  static boolean isTransient(Throwable failure) {
    return failure instanceof FetchFailed failed
        && switch (failed.kind()) {
          case CROWDED, CONNECT_TIMEOUT, RESPONSE_TIMEOUT, RESET -> true;
          case DNS, CONNECT, TLS, TOO_LARGE -> false;
        };
  }

  /** A sentence; it names no address: URLs hold secrets. */
  static String reason(int status) {
    return "The server answered with status " + status + ".";
  }

  /** As {@link #reason(int)}. */
  static String reason(Throwable failure) {
    return switch (failure) {
      case FetchFailed failed ->
          switch (failed.kind()) {
            case CROWDED -> "Too many other requests to the server were under way.";
            case DNS -> "The server's name could not be resolved.";
            case CONNECT_TIMEOUT -> "No connection to the server was made in time.";
            case CONNECT -> "The server could not be connected to.";
            case RESPONSE_TIMEOUT -> "The server did not answer in time.";
            case RESET -> "The server closed the connection without an answer.";
            case TLS -> "No secure connection to the server could be agreed.";
            case TOO_LARGE -> "The server's answer is too large.";
          };
      case FetchRefused refused -> "The URL " + refused.getMessage() + ".";
      default -> "The server could not be asked.";
    };
  }
}
