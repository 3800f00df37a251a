package org.convoke.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.convoke.store.EventJson;
import org.convoke.store.Events.Event;
import org.convoke.store.Outbox.Told;

/**
 * An event as it lies on the {@link EventShelf}: written once for all endpoints that are told of it
 * in our format, whatever their number. Belongs to one loop.
 */
final class Sheet {
  private final Told told;
  private byte[] bytes;
  private Buffer buffer;

  Sheet(Told told) {
    this.told = told;
  }

  Told told() {
    return told;
  }

  /** The body in our format, to be signed; nobody changes it. */
  byte[] bytes() {
    if (bytes == null) {
      bytes = ours(told.event()).toBuffer().getBytes();
    }
    return bytes;
  }

  /** The same, to be sent, as often as one likes. */
  Buffer buffer() {
    if (buffer == null) {
      buffer = Buffer.buffer(bytes());
    }
    return buffer;
  }

  private static JsonObject ours(Event event) {
    JsonObject json = new JsonObject();
    json.put("id", event.id().value());
    json.put("type", event.type());
    json.put("timestamp", EventJson.text(event.occurredAt()));
    return json.mergeIn(EventJson.json(event, false));
  }
}
