package org.convoke.journal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.convoke.bus.Fact;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.store.EventLog.Entry;

/** Facts as entries of the log, and entries as the spool keeps them. */
final class FactJson {
  private FactJson() {}

  /**
   * The entry of a fact. Throws RuntimeException when its data is no JSON: a defect of its sender.
   */
  static Entry entry(Fact fact) {
    JsonObject data = cleaned(new JsonObject(Map.copyOf(fact.data())));
    data.encode();
    return new Entry(
        fact.id(),
        fact.type(),
        fact.occurredAt(),
        fact.room(),
        fact.call(),
        fact.participant(),
        data);
  }

  static byte[] encode(Entry entry) {
    JsonObject json =
        new JsonObject()
            .put("id", entry.id().value())
            .put("type", entry.type())
            .put("at", entry.occurredAt().toString())
            .put("data", entry.data());
    if (entry.room() != null) {
      json.put("room", entry.room().value());
    }
    if (entry.call() != null) {
      json.put("call", entry.call().value());
    }
    if (entry.participant() != null) {
      json.put("participant", entry.participant().value());
    }
    return json.toBuffer().getBytes();
  }

  /** Empty when the bytes are no entry. */
  static Optional<Entry> decode(byte[] bytes) {
    try {
      JsonObject json = new JsonObject(Buffer.buffer(bytes));
      String room = json.getString("room");
      String call = json.getString("call");
      String participant = json.getString("participant");
      String type = json.getString("type");
      JsonObject data = json.getJsonObject("data");
      if (type == null || data == null || json.getString("at") == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              new EventId(json.getString("id")),
              type,
              Instant.parse(json.getString("at")),
              room == null ? null : new RoomId(room),
              call == null ? null : new CallId(call),
              participant == null ? null : new ParticipantId(participant),
              data));
    } catch (DecodeException
        | ClassCastException
        | IllegalArgumentException
        | DateTimeException none) {
      return Optional.empty();
    }
  }

  /** PostgreSQL's text and jsonb hold every character but NUL, and a caller's name may hold one. */
  private static JsonObject cleaned(JsonObject object) {
    JsonObject clean = new JsonObject();
    object.forEach(field -> clean.put(cleaned(field.getKey()), cleanedValue(field.getValue())));
    return clean;
  }

  private static Object cleanedValue(Object value) {
    return switch (value) {
      case null -> null;
      case String text -> cleaned(text);
      case JsonObject object -> cleaned(object);
      case Map<?, ?> map -> {
        JsonObject clean = new JsonObject();
        map.forEach((key, inner) -> clean.put(cleaned(String.valueOf(key)), cleanedValue(inner)));
        yield clean;
      }
      case JsonArray array -> cleanedList(array.getList());
      case Iterable<?> list -> cleanedList(list);
      default -> value;
    };
  }

  private static JsonArray cleanedList(Iterable<?> list) {
    JsonArray clean = new JsonArray();
    list.forEach(item -> clean.add(cleanedValue(item)));
    return clean;
  }

  private static String cleaned(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }
}
