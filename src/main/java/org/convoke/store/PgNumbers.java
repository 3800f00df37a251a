package org.convoke.store;

import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoke.clock.Clock;
import org.convoke.id.Pin;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;

/** {@link Numbers} in PostgreSQL. */
final class PgNumbers implements Numbers {
  private final Database database;
  private final Clock clock;

  PgNumbers(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Future<Number> create(String number, String display, RoomId room) {
    String sql =
        "insert into numbers (number, display, room_id, created_at) values ($1, $2, $3, $4)"
            + " on conflict (number) do nothing returning *";
    Tuple values = Tuple.of(number, display, room == null ? null : room.value(), time(clock.now()));
    return database.transaction(connection ->
        checkRoom(connection, number, room)
            .compose(checked -> Database.query(connection, sql, values))
            .compose(rows ->
                rows.size() == 0
                    ? Future.failedFuture(
                        new Conflict("number_taken", "number", "the number exists already"))
                    : Future.succeededFuture(number(Sql.one(rows)))));
  }

  private Future<Void> checkRoom(SqlConnection connection, String number, RoomId room) {
    if (room == null) {
      return Future.succeededFuture();
    }
    return Database.query(
            connection,
            "select 1 from rooms where id = $1 and deleted_at is null"
                + " and (expires_at is null or expires_at > $2) for share",
            Tuple.of(room.value(), time(clock.now())))
        .compose(rows ->
            rows.size() == 0
                ? Future.failedFuture(
                    new Conflict("room_unknown", "room_id", "there is no such live room"))
                : Future.succeededFuture());
  }

  @Override
  public Future<Optional<Number>> find(String number) {
    return database
        .query("select * from numbers where number = $1", Tuple.of(number))
        .map(rows -> Sql.list(rows, PgNumbers::number).stream().findFirst());
  }

  @Override
  public Future<List<Number>> list() {
    return database
        .query("select * from numbers order by created_at, number", Tuple.tuple())
        .map(rows -> Sql.list(rows, PgNumbers::number));
  }

  @Override
  public Future<Boolean> delete(String number) {
    return database.transaction(connection ->
        Database.query(connection, "delete from numbers where number = $1", Tuple.of(number))
            .compose(deleted ->
                Database.query(
                        connection,
                        "select 1 from rooms where number = $1 and deleted_at is null" + " limit 1",
                        Tuple.of(number))
                    .compose(bound ->
                        bound.size() > 0 && deleted.rowCount() > 0
                            ? Future.failedFuture(
                                new Conflict(
                                    "number_in_use",
                                    "number",
                                    "live rooms are bound to the number: delete them" + " first"))
                            : Future.succeededFuture(deleted.rowCount() > 0))));
  }

  @Override
  public Future<Void> ensureDefault(String number, String display) {
    return database
        .query(
            """
            insert into numbers (number, display, created_at)
            select $1, $2, $3 where not exists (select 1 from numbers)
            on conflict do nothing
            """,
            Tuple.of(number, display, time(clock.now())))
        .mapEmpty();
  }

  @Override
  public Future<Map<String, PinRisk>> risks(int wrongPerDay) {
    String sql =
        """
        select n.number, p.length, count(distinct p.room_id) as rooms
        from numbers n
        left join pins p on p.number is null or p.number = n.number
        where n.room_id is null
        group by n.number, p.length
        """;
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> {
          Map<String, PinRisk> risks = new HashMap<>();
          for (Row row : rows) {
            Integer length = row.getInteger("length");
            PinRisk risk =
                new PinRisk(
                    row.getLong("rooms"), wrongPerDay, length == null ? Pin.MIN_LENGTH : length);
            risks.merge(row.getString("number"), risk, PgNumbers::worse);
          }
          return Map.copyOf(risks);
        });
  }

  private static PinRisk worse(PinRisk one, PinRisk other) {
    return one.probabilityPerDay() >= other.probabilityPerDay() ? one : other;
  }

  private static Number number(Row row) {
    String room = row.getString("room_id");
    return new Number(
        row.getString("number"),
        row.getString("display"),
        room == null ? null : new RoomId(room),
        instant(row, "created_at"));
  }
}
