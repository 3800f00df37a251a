package org.convoke.webrtc;

import org.convoke.id.LegId;

/** What the shell shall do for a session, in order. */
sealed interface SessionAction {
  /** Play what one hears who waits. */
  record Music(LegId leg) implements SessionAction {}

  record Hush(LegId leg) implements SessionAction {}

  /** Tell the room whether the line is gone. */
  record Away(boolean away) implements SessionAction {}

  /** Tell the browser how its media is: connected, lost or back. */
  record TellMedia(String socket, String state) implements SessionAction {}

  /** Tell the browser that it is over, at this connection. */
  record TellEnded(String socket, String cause) implements SessionAction {}

  /** Tell the journal that nothing came for so long. */
  record TellSilent(long silentMs) implements SessionAction {}

  /** Tell the journal that something came again. */
  record TellResumed() implements SessionAction {}

  /** Let the room put this leg in the place of the last. */
  record Reseat(LegId leg) implements SessionAction {}

  /** Close a leg that is no use any more. */
  record Close(LegId leg) implements SessionAction {}

  /** Take the participant out, then close the legs. */
  record Depart(String cause) implements SessionAction {}

  /** Write call.completed and forget the session. */
  record Complete(SessionState.End end) implements SessionAction {}
}
