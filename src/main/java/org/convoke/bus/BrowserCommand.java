package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** Commands to the webrtc verticle, which owns the sessions of browsers. A session is a call. */
public sealed interface BrowserCommand extends BusMessage {
  /**
   * A browser wants its seat: a new one, or its own again when {@code participant} still has one.
   * Replied to by {@link BrowserReply.Answered} or {@link BrowserReply.Refused}.
   *
   * @param socket names the connection that signals for it; notices come back with it
   * @param slug what the room's link ends with: what the call's record says was dialled
   * @param participant bound to its token; who has a session already loses it to this one
   * @param invited came by a token, and so need not knock
   * @param muted wants to come muted; a resumed seat keeps what it was
   * @param address the browser's IP address, for the call's record
   * @param offer SDP; never logged
   */
  record Join(
      String socket,
      RoomId room,
      String slug,
      ParticipantId participant,
      String name,
      Role role,
      boolean invited,
      boolean muted,
      String address,
      String offer)
      implements BrowserCommand {
    @Override
    public String toString() {
      return "Join[room=" + room + ", participant=" + participant + "]";
    }
  }

  /**
   * A fresh offer of a session that goes on: another network, another connection of the browser's.
   * Replied to as Join is.
   */
  record Renew(CallId call, String offer) implements BrowserCommand {
    @Override
    public String toString() {
      return "Renew[call=" + call + "]";
    }
  }

  /** The connection that signalled is gone; the seat is kept for a while. No reply. */
  record Detach(CallId call, String socket) implements BrowserCommand {}

  /**
   * The session ends: {@code cause} as in call.completed. Replied to by {@link BrowserReply.Done}.
   */
  record Leave(CallId call, String cause) implements BrowserCommand {}
}
