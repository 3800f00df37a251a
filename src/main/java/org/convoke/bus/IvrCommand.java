package org.convoke.bus;

import java.util.Map;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * Commands to whoever talks to callers: the ivr verticle, and the program verticle for the calls
 * that lead to an application.
 */
public sealed interface IvrCommand extends BusMessage {
  /**
   * A call was answered and its leg is open: begin the dialogue by {@code entry} (AskPin or Admit).
   *
   * @param headers of the INVITE, for an application: those that begin with X- (never X-Nexmo) and
   *     User-to-User, by their names as they came; few and short
   */
  record Begin(
      CallId call,
      LegId leg,
      AdmissionQuery.Caller caller,
      String name,
      String language,
      AdmissionAnswer entry,
      Map<String, String> headers)
      implements IvrCommand {
    public Begin {
      headers = Map.copyOf(headers);
    }

    /** Of a call that leads to no application. */
    public Begin(
        CallId call,
        LegId leg,
        AdmissionQuery.Caller caller,
        String name,
        String language,
        AdmissionAnswer entry) {
      this(call, leg, caller, name, language, entry, Map.of());
    }

    @Override
    public String toString() {
      return "Begin[call=" + call + ", leg=" + leg + "]";
    }
  }

  /**
   * The call is over: forget it, and take its participant out of the room first. Replied to by
   * {@link CallReply.Done}.
   */
  record End(CallId call, LegId leg, String reason) implements IvrCommand {}

  /**
   * The call, which is in a room or waits for one, or which a program runs on, goes to another: it
   * claims a seat there and leaves with reason moved. Where it is turned away it hears why, if it
   * is in a room, and goes on where it was. Replied to by {@link CallReply.Done} when it has a
   * place there, {@link CallReply.Refused} when it was turned away or is in no room, {@link
   * CallReply.Unknown}.
   */
  record Move(CallId call, LegId leg, RoomId room, Role role) implements IvrCommand {}

  /** The call's peer put it on hold or resumed it. */
  record HeldByPeer(CallId call, LegId leg, boolean held) implements IvrCommand {}
}
