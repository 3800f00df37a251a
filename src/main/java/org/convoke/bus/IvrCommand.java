package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.LegId;

/** Commands to the ivr verticle, which talks to callers. */
public sealed interface IvrCommand extends BusMessage {
  /**
   * A call was answered and its leg is open: begin the dialogue by {@code entry} (AskPin or Admit).
   */
  record Begin(
      CallId call,
      LegId leg,
      AdmissionQuery.Caller caller,
      String name,
      String language,
      AdmissionAnswer entry)
      implements IvrCommand {}

  /**
   * The call is over: forget it, and take its participant out of the room first. Replied to by
   * {@link CallReply.Done}.
   */
  record End(CallId call, LegId leg, String reason) implements IvrCommand {}

  /** The call's peer put it on hold or resumed it. */
  record HeldByPeer(CallId call, LegId leg, boolean held) implements IvrCommand {}
}
