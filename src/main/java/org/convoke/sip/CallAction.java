package org.convoke.sip;

/** What the shell shall do for a call, in order. */
sealed interface CallAction {
  /** Send 180, reliably or not, and tell the journal. */
  record Ring(CallInput.Prack reliable) implements CallAction {}

  /** Send the reliable 180 again. */
  record RingAgain() implements CallAction {}

  /** Reserve ports for the leg. */
  record OpenLeg() implements CallAction {}

  /** Send 200, connect the leg and begin the dialogue. */
  record Answer() implements CallAction {}

  /** Send the last 200 again. */
  record AnswerAgain() implements CallAction {}

  /** Send a final answer that is no 200. */
  record Refuse(int code, String reason) implements CallAction {}

  /** Send BYE. */
  record SendBye(String cause) implements CallAction {}

  /** Refresh the session by UPDATE or re-INVITE. */
  record Refresh() implements CallAction {}

  /** Let the dialogue take the participant out, then close the leg. */
  record Depart(String cause) implements CallAction {}

  /** Write call.completed and forget the call. */
  record Complete(CallState.End end, long answeredNs) implements CallAction {}
}
