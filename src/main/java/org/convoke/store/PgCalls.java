package org.convoke.store;

import static org.convoke.store.Sql.id;
import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** {@link Calls} in PostgreSQL; the journal writes the tables. */
final class PgCalls implements Calls {
  private static final UUID LAST = new UUID(-1L, -1L);

  private final Database database;

  PgCalls(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<Call>> find(CallId id) {
    return database
        .query("select * from calls where id = $1", Tuple.of(Sql.uuid(id.value())))
        .map(rows -> Sql.list(rows, PgCalls::call).stream().findFirst());
  }

  @Override
  public Future<Optional<CallId>> linked(String provider, String providerCallId) {
    String sql =
        """
        select id from calls where provider = $1 and provider_call_id = $2
        order by started_at desc limit 1
        """;
    return database
        .query(sql, Tuple.of(provider, providerCallId))
        .map(rows -> Sql.list(rows, row -> id(row, "id", CallId::new)).stream().findFirst());
  }

  @Override
  public Future<Page<Call>> list(String state, RoomId room, String cursor, int limit) {
    Cursor from = Cursor.parse(cursor);
    String sql =
        """
        select * from calls
        where ($1::text is null or state = $1) and ($2::text is null or room_id = $2)
          and (started_at, id) < ($3, $4)
        order by started_at desc, id desc limit $5
        """;
    Tuple arguments =
        Tuple.of(
            state,
            room == null ? null : room.value(),
            time(from.at()),
            from.id().isEmpty() ? LAST : UUID.fromString(from.id()),
            limit + 1);
    return database
        .query(sql, arguments)
        .map(rows ->
            Cursor.page(
                Sql.list(rows, PgCalls::call),
                limit,
                call -> new Cursor(call.startedAt(), call.id().value())));
  }

  private static final String SEARCHED =
      """
       from calls
      where application_id = $1 and ($2::text is null or state = $2)
        and ($3::timestamptz is null or started_at >= $3)
        and ($4::timestamptz is null or started_at <= $4)
        and ($5::text is null or room_id = $5)
        and ($6::uuid is null or id = $6 and room_id is null)
      """;

  @Override
  public Future<Found> search(Search search) {
    Tuple which =
        Tuple.tuple()
            .addValue(Sql.uuid(search.application().value()))
            .addValue(search.state())
            .addValue(time(search.from()))
            .addValue(time(search.to()))
            .addValue(search.room() == null ? null : search.room().value())
            .addValue(search.call() == null ? null : Sql.uuid(search.call().value()));
    String order = search.newestFirst() ? "desc" : "asc";
    String some =
        " order by started_at %1$s, id %1$s limit %2$d offset %3$d"
            .formatted(order, search.limit(), search.offset());
    return database
        .query("select count(*)" + SEARCHED, which)
        .compose(counted ->
            database
                .query("select *" + SEARCHED + some, which)
                .map(rows ->
                    new Found(
                        counted.iterator().next().getLong(0), Sql.list(rows, PgCalls::call))));
  }

  @Override
  public Future<List<Call>> unfinished() {
    return database
        .query("select * from calls where state <> 'completed' order by started_at", Tuple.tuple())
        .map(rows -> Sql.list(rows, PgCalls::call));
  }

  @Override
  public Future<Open> open() {
    Future<List<Present>> present =
        database
            .query(
                "select id, room_id, call_id, coalesce(joined_at, waiting_since) as since"
                    + " from participants where left_at is null order by since, id",
                Tuple.tuple())
            .map(rows -> Sql.list(rows, PgCalls::present));
    Future<List<Meeting>> meetings =
        database
            .query("select * from live_rooms order by started_at", Tuple.tuple())
            .map(rows ->
                Sql.list(
                    rows,
                    row ->
                        new Meeting(
                            new RoomId(row.getString("room_id")), instant(row, "started_at"))));
    return unfinished()
        .compose(calls ->
            present.compose(people -> meetings.map(rooms -> new Open(calls, people, rooms))));
  }

  private static Present present(Row row) {
    return new Present(
        id(row, "id", ParticipantId::new),
        new RoomId(row.getString("room_id")),
        id(row, "call_id", CallId::new),
        instant(row, "since"));
  }

  private static Call call(Row row) {
    String room = row.getString("room_id");
    Instant startedAt = instant(row, "started_at");
    return new Call(
        id(row, "id", CallId::new),
        row.getString("direction"),
        row.getString("from_number"),
        row.getString("to_number"),
        row.getString("source"),
        row.getString("transport"),
        row.getString("state"),
        room == null ? null : new RoomId(room),
        id(row, "participant_id", ParticipantId::new),
        row.getString("codec"),
        row.getString("local_address"),
        row.getString("remote_address"),
        startedAt,
        instant(row, "answered_at"),
        instant(row, "ended_at"),
        row.getLong("duration_ms"),
        row.getString("cause"),
        row.getInteger("sip_code"),
        row.getString("sip_reason"),
        row.getString("ended_by"),
        row.getJsonObject("quality"),
        id(row, "application_id", ApplicationId::new),
        row.getString("provider"),
        row.getString("provider_call_id"));
  }
}
