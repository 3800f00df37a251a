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
import java.util.UUID;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
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
  public Future<Number> create(String number, String display, Lead lead) {
    String sql =
        "insert into numbers (number, display, room_id, application_id, created_at)"
            + " values ($1, $2, $3, $4, $5) on conflict (number) do nothing returning *";
    Tuple values = Tuple.of(number, display, room(lead), application(lead), time(clock.now()));
    return database.transaction(connection ->
        checkLead(connection, lead)
            .compose(checked -> Database.query(connection, sql, values))
            .compose(rows ->
                rows.size() == 0
                    ? Future.failedFuture(
                        new Conflict("number_taken", "number", "the number exists already"))
                    : Future.succeededFuture(number(Sql.one(rows)))));
  }

  @Override
  public Future<Optional<Number>> update(String number, String display, Lead lead) {
    String sql =
        "update numbers set display = $2, room_id = $3, application_id = $4 where number = $1"
            + " returning *";
    Tuple values = Tuple.of(number, display, room(lead), application(lead));
    // The number first, as rooms do that are bound to it.
    return database.transaction(connection ->
        Database.query(
                connection, "select 1 from numbers where number = $1 for update", Tuple.of(number))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.<Number>empty())
                    : checkBound(connection, number, lead)
                        .compose(free -> checkLead(connection, lead))
                        .compose(checked -> Database.query(connection, sql, values))
                        .map(updated -> Optional.of(number(Sql.one(updated))))));
  }

  private static Future<Void> checkBound(SqlConnection connection, String number, Lead lead) {
    return lead.asks() ? Future.succeededFuture() : unbound(connection, number);
  }

  private static Future<Void> unbound(SqlConnection connection, String number) {
    return Database.query(
            connection,
            "select 1 from rooms where number = $1 and deleted_at is null limit 1",
            Tuple.of(number))
        .compose(bound ->
            bound.size() == 0
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new Conflict(
                        "number_in_use",
                        "number",
                        "live rooms are bound to the number: delete them first")));
  }

  private Future<Void> checkLead(SqlConnection connection, Lead lead) {
    if (lead.application() != null) {
      return Database.query(
              connection,
              "select 1 from applications where id = $1 for share",
              Tuple.of(application(lead)))
          .compose(rows ->
              rows.size() == 0
                  ? Future.failedFuture(
                      new Conflict(
                          "application_unknown", "application_id", "there is no such application"))
                  : Future.succeededFuture());
    }
    return lead.room() == null ? Future.succeededFuture() : checkRoom(connection, lead.room());
  }

  private Future<Void> checkRoom(SqlConnection connection, RoomId room) {
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
                deleted.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : unbound(connection, number).map(true)));
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
        where n.room_id is null and n.application_id is null
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

  private static String room(Lead lead) {
    return lead.room() == null ? null : lead.room().value();
  }

  private static UUID application(Lead lead) {
    return lead.application() == null ? null : Sql.uuid(lead.application().value());
  }

  private static Number number(Row row) {
    return new Number(
        row.getString("number"), row.getString("display"), lead(row), instant(row, "created_at"));
  }

  /** Where the number of a row leads. */
  static Lead lead(Row row) {
    String room = row.getString("room_id");
    return new Lead(
        room == null ? null : new RoomId(room), Sql.id(row, "application_id", ApplicationId::new));
  }
}
