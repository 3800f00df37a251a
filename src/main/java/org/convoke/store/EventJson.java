package org.convoke.store;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.convoke.store.Events.Event;

/** Events as the API shows them and as webhooks tell them. */
public final class EventJson {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventJson() {}

  /**
   * @param byCall one reads a call's story, so {@code seq} is the number within the call
   */
  public static JsonObject json(Event event, boolean byCall) {
    boolean inRoom = !byCall && event.roomSeq() != null;
    return new JsonObject()
        .put("event_id", event.id().value())
        .put("seq", inRoom ? event.roomSeq() : event.callSeq())
        .put("room_seq", event.roomSeq())
        .put("call_seq", event.callSeq())
        .put("type", event.type())
        .put("occurred_at", text(event.occurredAt()))
        .put("room_id", event.room() == null ? null : event.room().value())
        .put("call_id", event.call() == null ? null : event.call().value())
        .put("participant_id", event.participant() == null ? null : event.participant().value())
        .put("data", event.data() == null ? new JsonObject() : event.data());
  }

  /** RFC 3339, in UTC with milliseconds. */
  public static String text(Instant time) {
    return MILLIS.format(time);
  }
}
