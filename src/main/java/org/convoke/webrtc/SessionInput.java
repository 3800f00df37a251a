package org.convoke.webrtc;

import org.convoke.id.LegId;

/** What happens to a session. */
sealed interface SessionInput {
  /**
   * It has its seat; the browser is about to get the answer. {@code openedNs}: when its leg was
   * asked for.
   */
  record Seat(LegId leg, String socket, boolean waiting, long openedNs) implements SessionInput {}

  /** It got none: {@code cause} of call.completed. */
  record Refused(String cause) implements SessionInput {}

  /** Its browser came again, by another leg and another connection; the room knows. */
  record CameBack(LegId leg, String socket, boolean waiting, long openedNs)
      implements SessionInput {}

  /** Its browser made a fresh offer; {@code leg} is open. */
  record Renewing(LegId leg, long openedNs) implements SessionInput {}

  record LegConnected(LegId leg) implements SessionInput {}

  /** It could not be connected, its peer said goodbye, or nothing came for too long. */
  record LegLost(LegId leg) implements SessionInput {}

  record LegSilent(LegId leg, long silentMs) implements SessionInput {}

  record LegResumed(LegId leg) implements SessionInput {}

  /** The media plane closed it unasked. */
  record LegClosed(LegId leg) implements SessionInput {}

  record Detached(String socket) implements SessionInput {}

  record Admitted() implements SessionInput {}

  /** The API took it out of the talk, or let it back. */
  record Held(LegId leg, boolean held) implements SessionInput {}

  /** The room let it go; {@code why} as in RoomNotice.Dismissed. */
  record Dismissed(String why) implements SessionInput {}

  /** The browser ends it, or its connection does for it: {@code cause} left, token_expired. */
  record Left(String cause) implements SessionInput {}

  /** The bridge ends it. */
  record HangUp(String cause) implements SessionInput {}

  /** The participant has left and the leg's last report is there. */
  record Departed() implements SessionInput {}

  /** A deadline may have passed. */
  record Wake() implements SessionInput {}
}
