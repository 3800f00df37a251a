package org.convoke.sip;

/** Where a call is. Times are monotonic nanoseconds; {@link #NEVER} means no such deadline. */
sealed interface CallState {
  long NEVER = Long.MAX_VALUE;

  /** How a call ended, as call.completed tells it. {@code endedBy}: caller or bridge. */
  record End(String cause, int sipCode, String sipReason, String endedBy) {
    static End byCaller(String cause, int code, String reason) {
      return new End(cause, code, reason, "caller");
    }

    static End byBridge(String cause, int code, String reason) {
      return new End(cause, code, reason, "bridge");
    }
  }

  /** The deadlines of a refreshed session (RFC 4028 §10); both NEVER when there is none. */
  record Session(long refreshAtNs, long giveUpAtNs) {
    static final Session NONE = new Session(NEVER, NEVER);
  }

  /** The admission is asked where the call leads. */
  record Arriving() implements CallState {}

  /**
   * The phone hears ringing; ports are being reserved, and a reliable 180 may wait for its PRACK
   * (RFC 3262 §3).
   *
   * @param portsOpen whether media is ready
   * @param prackDueNs the 180 must be acknowledged by then; NEVER: no PRACK is waited for
   * @param answerAnyway at that time answer (true) or refuse with 504 (false)
   * @param resendAtNs when the reliable 180 is sent again
   * @param resendEveryNs the interval that led to it
   */
  record Ringing(
      boolean portsOpen, long prackDueNs, boolean answerAnyway, long resendAtNs, long resendEveryNs)
      implements CallState {
    boolean awaitsPrack() {
      return prackDueNs != NEVER;
    }
  }

  /**
   * Answered.
   *
   * @param answeredNs when the first 200 was sent
   * @param ackDueNs the ACK of the last 200 must be there by then; NEVER: it came
   * @param resendAtNs when that 200 is sent again (RFC 3261 §13.3.1.4)
   * @param resendEveryNs the interval that led to it
   * @param endAtNs the longest a call may last
   */
  record Up(
      long answeredNs,
      long ackDueNs,
      long resendAtNs,
      long resendEveryNs,
      long endAtNs,
      Session session)
      implements CallState {}

  /** Over on the wire; the dialogue is taking its participant out. */
  record Leaving(End end, long answeredNs) implements CallState {}

  /** Nothing is left to do. */
  record Over(End end, long answeredNs) implements CallState {}
}
