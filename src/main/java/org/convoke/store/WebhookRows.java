package org.convoke.store;

import static org.convoke.store.Sql.instant;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.Stream;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.store.Webhooks.Delivery;
import org.convoke.store.Webhooks.DisabledReason;
import org.convoke.store.Webhooks.Endpoint;
import org.convoke.store.Webhooks.Format;
import org.convoke.store.Webhooks.State;

/** Between the tables of webhooks and their records. */
final class WebhookRows {
  /** Of a delivery {@code d} and its event {@code e}. */
  static final String DELIVERY =
      "d.*, e.event_id, e.type, e.room_id, e.call_id, coalesce(e.room_seq, e.call_seq) as seq,"
          + " e.occurred_at";

  private static final String CONTEXT = "webhook secret";

  private WebhookRows() {}

  static Buffer seal(Secrets secrets, String secret) {
    return Buffer.buffer(secrets.seal(secret, CONTEXT));
  }

  static String open(Secrets secrets, Buffer sealed) {
    return sealed == null ? null : secrets.open(sealed.getBytes(), CONTEXT);
  }

  static String[] patterns(List<String> events) {
    return events.stream().map(PgEvents::pattern).toArray(String[]::new);
  }

  static String[] rooms(List<RoomId> rooms) {
    return rooms == null ? null : rooms.stream().map(RoomId::value).toArray(String[]::new);
  }

  static Endpoint endpoint(Row row, Secrets secrets) {
    String[] rooms = row.getArrayOfStrings("rooms");
    String reason = row.getString("disabled_reason");
    return new Endpoint(
        row.getString("id"),
        Sql.id(row, "application_id", ApplicationId::new),
        row.getString("url"),
        row.getString("method"),
        List.of(row.getArrayOfStrings("events")),
        rooms == null ? null : Stream.of(rooms).map(RoomId::new).toList(),
        Format.of(row.getString("format")),
        open(secrets, row.getBuffer("secret")),
        open(secrets, row.getBuffer("old_secret")),
        instant(row, "old_secret_until"),
        row.getBoolean("enabled"),
        reason == null ? null : DisabledReason.of(reason),
        instant(row, "disabled_at"),
        instant(row, "failing_since"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  static Delivery delivery(Row row) {
    String room = row.getString("room_id");
    return new Delivery(
        row.getLong("id"),
        Sql.id(row, "event_id", EventId::new),
        row.getString("type"),
        room == null ? null : new RoomId(room),
        Sql.id(row, "call_id", CallId::new),
        row.getLong("seq"),
        instant(row, "occurred_at"),
        State.of(row.getString("state")),
        row.getInteger("attempts"),
        row.getInteger("last_status"),
        row.getString("last_error"),
        row.getInteger("latency_ms"),
        instant(row, "last_tried_at"),
        instant(row, "next_try_at"),
        instant(row, "created_at"),
        instant(row, "finished_at"));
  }
}
