package org.convoke.bus;

import java.time.Instant;
import java.util.Map;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * Something that happened, on its way to the journal, which gives it its sequence numbers.
 *
 * @param type one of the names in {@link EventType}
 * @param room null when no room is concerned; so for {@code call} and {@code participant}
 * @param data values of JSON (text, number, boolean, list, map); never a PIN, nor a digit before
 *     admission
 */
public record Fact(
    EventId id,
    String type,
    Instant occurredAt,
    RoomId room,
    CallId call,
    ParticipantId participant,
    Map<String, Object> data)
    implements BusMessage {

  public Fact {
    data = Map.copyOf(data);
  }

  /** A fact that happened at {@code at}, with a new id. */
  public static Fact of(
      String type,
      Instant at,
      RoomId room,
      CallId call,
      ParticipantId participant,
      Map<String, Object> data) {
    return new Fact(EventId.random(), type, at, room, call, participant, data);
  }
}
