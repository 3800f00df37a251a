package org.convoke.ncco;

/**
 * What is wrong with a program, or went wrong while it ran.
 *
 * @param actionIndex from 0; -1: not of one action
 * @param action its name, or null
 * @param field its path, such as dtmf.timeOut or eventUrl[0], or null
 * @param reason one sentence that names them
 */
public record NccoFault(int actionIndex, String action, String field, String reason)
    implements Parsed {
  /** Of no action. */
  public static NccoFault of(String reason) {
    return new NccoFault(-1, null, null, reason);
  }

  /** Of a field of an action that runs; {@code sentence} does not name them yet. */
  public static NccoFault at(int actionIndex, String action, String field, String sentence) {
    return new NccoFault(
        actionIndex,
        action,
        field,
        "Action %d (from 0), %s: %s: %s".formatted(actionIndex, action, field, sentence));
  }

  /** The same, of what the fallback URL answered or did not. */
  NccoFault ofFallback() {
    return new NccoFault(actionIndex, action, field, "Fallback URL: " + reason);
  }
}
