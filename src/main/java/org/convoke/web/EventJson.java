package org.convoke.web;

import io.vertx.core.json.JsonObject;
import org.convoke.store.Events.Event;

/** Events as the API shows them. */
final class EventJson {
  private EventJson() {}

  /**
   * @param byCall one reads a call's story, so {@code seq} is the number within the call
   */
  static JsonObject json(Event event, boolean byCall) {
    boolean inRoom = !byCall && event.roomSeq() != null;
    return new JsonObject()
        .put("event_id", event.id().value())
        .put("seq", inRoom ? event.roomSeq() : event.callSeq())
        .put("room_seq", event.roomSeq())
        .put("call_seq", event.callSeq())
        .put("type", event.type())
        .put("occurred_at", Times.text(event.occurredAt()))
        .put("room_id", event.room() == null ? null : event.room().value())
        .put("call_id", event.call() == null ? null : event.call().value())
        .put("participant_id", event.participant() == null ? null : event.participant().value())
        .put("data", event.data() == null ? new JsonObject() : event.data());
  }
}
