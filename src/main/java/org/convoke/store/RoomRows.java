package org.convoke.store;

import static org.convoke.store.Sql.id;
import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Locale;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Announce;
import org.convoke.store.Rooms.Draft;
import org.convoke.store.Rooms.Room;

/** A room as it lies in its row, and its PINs in theirs. */
final class RoomRows {
  /** A room with its PINs; what follows may name it by {@code r}. */
  static final String SELECT =
      """
      select r.*, g.sealed as guest_pin, h.sealed as host_pin
      from rooms r
      left join pins g on g.room_id = r.id and g.role = 'guest'
      left join pins h on h.room_id = r.id and h.role = 'host'
      """;

  /** Takes {@link #made}. */
  static final String INSERT =
      """
      insert into rooms (id, name, pin_length, number, max_participants, ends_when_host_leaves,
        wait_for_host, announce, language, expires_at, metadata, created_at, updated_at, slug,
        access, created_by_visit, used_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $12)
      """;

  /** Takes {@link #changed}; a conversation's end is its meetings'. */
  static final String UPDATE =
      """
      update rooms set name = $2, max_participants = $3, ends_when_host_leaves = $4,
        wait_for_host = $5, announce = $6, locked = $7, muted = $8, language = $9,
        expires_at = case when application_id is null then $10 else expires_at end,
        metadata = $11, updated_at = $12, slug = $13, access = $14
      where id = $1 and deleted_at is null
      """;

  private final Secrets secrets;

  RoomRows(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The values of a new row. */
  static Tuple made(RoomId id, Draft draft, int length, Instant now) {
    return Tuple.tuple()
        .addValue(id.value())
        .addValue(draft.name())
        .addValue(length)
        .addValue(draft.number())
        .addValue(draft.maxParticipants())
        .addValue(draft.endsWhenHostLeaves())
        .addValue(draft.waitForHost())
        .addValue(wire(draft.announce() == null ? Announce.TONES : draft.announce()))
        .addValue(draft.language())
        .addValue(time(draft.expiresAt()))
        .addValue(draft.metadata() == null ? new JsonObject() : draft.metadata())
        .addValue(time(now))
        .addValue(draft.slug() == null ? id.value() : draft.slug())
        .addValue(wire(draft.access() == null ? Access.OPEN : draft.access()))
        .addValue(draft.createdByVisit());
  }

  /** The id and the settings. */
  static Tuple changed(Room room, Instant now) {
    return Tuple.tuple()
        .addValue(room.id().value())
        .addValue(room.name())
        .addValue(room.maxParticipants())
        .addValue(room.endsWhenHostLeaves())
        .addValue(room.waitForHost())
        .addValue(wire(room.announce()))
        .addValue(room.locked())
        .addValue(room.muted())
        .addValue(room.language())
        .addValue(time(room.expiresAt()))
        .addValue(room.metadata())
        .addValue(time(now))
        .addValue(room.slug())
        .addValue(wire(room.access()));
  }

  Room room(Row row) {
    return new Room(
        new RoomId(row.getString("id")),
        row.getString("slug"),
        row.getString("name"),
        pin(row, "guest_pin"),
        pin(row, "host_pin"),
        row.getInteger("pin_length"),
        row.getString("number"),
        row.getInteger("max_participants"),
        row.getBoolean("ends_when_host_leaves"),
        row.getBoolean("wait_for_host"),
        Announce.valueOf(row.getString("announce").toUpperCase(Locale.ROOT)),
        Access.of(row.getString("access")),
        row.getBoolean("locked"),
        row.getBoolean("muted"),
        row.getString("language"),
        instant(row, "expires_at"),
        row.getJsonObject("metadata"),
        row.getBoolean("created_by_visit"),
        id(row, "application_id", ApplicationId::new),
        row.getString("conversation"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        instant(row, "deleted_at"));
  }

  private Pin pin(Row row, String column) {
    return row.getBuffer(column) == null
        ? null
        : new Pin(secrets.open(row.getBuffer(column).getBytes(), PinPool.CONTEXT));
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
