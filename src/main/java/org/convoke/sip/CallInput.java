package org.convoke.sip;

/** What happens to a call. */
sealed interface CallInput {
  /** The admission let it in; {@code reliable}: the 180 must be, or may be, acknowledged. */
  record Admitted(Prack reliable) implements CallInput {}

  /** Whether the peer acknowledges provisional answers (RFC 3262). */
  enum Prack {
    NONE,
    SUPPORTED,
    REQUIRED
  }

  /** It is refused with a final answer; {@code cause} of call.completed: refused or unavailable. */
  record Refused(int code, String reason, String cause) implements CallInput {}

  /** Ports are reserved. */
  record PortsOpen() implements CallInput {}

  /** The PRACK of our 180 came. */
  record PrackReceived() implements CallInput {}

  /** CANCEL came. */
  record Cancelled() implements CallInput {}

  /** BYE came; {@code reason} is the text of its Reason header, or empty. */
  record ByeReceived(String reason) implements CallInput {}

  /** The ACK of our last 200 came. */
  record AckReceived() implements CallInput {}

  /** We answered a re-INVITE, whose 200 awaits an ACK again. */
  record AnsweredAgain() implements CallInput {}

  /** A session was agreed or refreshed; null: none. */
  record Refreshed(SessionTimer.Session session) implements CallInput {}

  /** The bridge ends it. */
  record HangUp(String cause) implements CallInput {}

  /** The peer says that it knows no such dialog, or cannot be reached (RFC 3261 §12.2.1.2). */
  record PeerGone(int code, String reason) implements CallInput {}

  /** The participant has left and the leg's last report is there. */
  record Departed() implements CallInput {}

  /** A deadline may have passed. */
  record Wake() implements CallInput {}
}
