package org.convoke.consumer;

import io.vertx.core.json.JsonObject;

/** An event as a line to read. */
final class EventLine {
  private EventLine() {}

  static String text(JsonObject event) {
    StringBuilder line = new StringBuilder();
    line.append(first(event, "occurred_at", "timestamp")).append("  ");
    line.append(String.format("%-24s", first(event, "type", "status")));
    place(line, event, "room");
    place(line, event, "call");
    JsonObject data =
        event.getValue("data") instanceof JsonObject object ? object : new JsonObject();
    return line.append(data.isEmpty() ? "" : "  " + data.encode()).toString();
  }

  private static void place(StringBuilder line, JsonObject event, String scope) {
    if (event.getValue(scope + "_id") instanceof String id) {
      line.append("  ").append(scope).append(' ').append(id);
      Object seq = event.getValue(scope + "_seq");
      line.append(seq == null ? "" : " #" + seq);
    }
  }

  private static String first(JsonObject event, String one, String other) {
    Object value = event.containsKey(one) ? event.getValue(one) : event.getValue(other);
    return value == null ? "-" : value.toString();
  }
}
