package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;

/** What the webrtc verticle replies. */
public sealed interface BrowserReply extends BusMessage {
  /**
   * The browser has a seat, or waits for one.
   *
   * @param seat {@link RoomReply.Joined} or {@link RoomReply.Waiting}; null for a {@link
   *     BrowserCommand.Renew}
   * @param answer SDP; never logged
   * @param resumed it had the seat before: same participant, same call
   */
  record Answered(
      CallId call, ParticipantId participant, RoomReply seat, String answer, boolean resumed)
      implements BrowserReply {
    @Override
    public String toString() {
      return "Answered[call=" + call + ", participant=" + participant + "]";
    }
  }

  /**
   * Not let in. {@code code}: invalid_offer, room_full, room_locked, room_closed, overloaded,
   * unavailable; {@code field} names what is to blame, or is null.
   */
  record Refused(String code, String detail, String field) implements BrowserReply {}

  record Done() implements BrowserReply {}

  /** No such session. */
  record Unknown() implements BrowserReply {}
}
