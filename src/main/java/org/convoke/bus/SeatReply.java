package org.convoke.bus;

import org.convoke.id.RoomId;

/** What the room verticle replies to a {@link SeatQuery}. */
public sealed interface SeatReply extends BusMessage {
  /** It is the sound of this participant, or was until a phone became that. */
  record At(RoomId room, RoomReply.Member member) implements SeatReply {}

  /** It is in no room and waits for none. */
  record Nowhere() implements SeatReply {}
}
