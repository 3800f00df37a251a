package org.convoke.store;

import static org.convoke.store.Sql.id;
import static org.convoke.store.Sql.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** {@link Events} in PostgreSQL. One writer commits in order, so a position is never skipped. */
final class PgEvents implements Events {
  private final Database database;

  PgEvents(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<Event>> after(long position, Filter filter, int limit) {
    StringBuilder sql = new StringBuilder("select * from call_events where position > $1");
    Tuple arguments = Tuple.of(position, limit);
    if (filter.room() != null) {
      arguments.addValue(filter.room().value());
      sql.append(" and room_id = $").append(arguments.size());
    }
    if (filter.call() != null) {
      arguments.addValue(Sql.uuid(filter.call().value()));
      sql.append(" and call_id = $").append(arguments.size());
    }
    if (!filter.types().isEmpty()) {
      arguments.addArrayOfString(
          filter.types().stream().map(PgEvents::pattern).toArray(String[]::new));
      sql.append(" and type like any($").append(arguments.size()).append(")");
    }
    sql.append(" order by position limit $2");
    return database.query(sql.toString(), arguments).map(rows -> Sql.list(rows, PgEvents::event));
  }

  /** {@code call.*} as a pattern of LIKE; whatever else LIKE would read stands for itself. */
  static String pattern(String type) {
    return type.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('*', '%');
  }

  @Override
  public Future<Long> positionOf(EventId id) {
    return database
        .query(
            "select position from call_events where event_id = $1", Tuple.of(Sql.uuid(id.value())))
        .map(rows -> rows.size() == 0 ? -1L : Sql.one(rows).getLong(0));
  }

  @Override
  public Future<Long> last() {
    return database
        .query("select coalesce(max(position), 0) from call_events", Tuple.tuple())
        .map(rows -> Sql.one(rows).getLong(0));
  }

  static Event event(Row row) {
    String room = row.getString("room_id");
    return new Event(
        row.getLong("position"),
        id(row, "event_id", EventId::new),
        row.getString("type"),
        instant(row, "occurred_at"),
        room == null ? null : new RoomId(room),
        id(row, "call_id", CallId::new),
        id(row, "participant_id", ParticipantId::new),
        row.getLong("room_seq"),
        row.getLong("call_seq"),
        row.getJsonObject("payload"));
  }
}
