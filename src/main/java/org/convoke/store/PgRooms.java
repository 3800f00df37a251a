package org.convoke.store;

import static org.convoke.store.Sql.one;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/** {@link Rooms} in PostgreSQL. The room and its PINs change in one transaction. */
final class PgRooms implements Rooms {
  private final Database database;
  private final RoomRows mapping;
  private final PinPool pins;
  private final Clock clock;

  PgRooms(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.mapping = new RoomRows(secrets);
    this.clock = clock;
    this.pins = new PinPool(secrets);
  }

  @Override
  public Future<Room> create(Draft draft) {
    RoomId id = RoomId.random();
    return slugTaken(
        database.transaction(connection ->
            checkNumber(connection, draft.number())
                .compose(checked -> insert(connection, id, draft))
                .compose(inserted -> givePins(connection, id, draft))
                .compose(given -> get(connection, id))));
  }

  /** The index decides: two rooms made at once never get one slug. */
  private static <T> Future<T> slugTaken(Future<T> stored) {
    return stored.recover(failure ->
        Future.failedFuture(
            Database.violates(failure, "rooms_slug")
                ? new Conflict("slug_taken", "slug", "another room has this link")
                : failure));
  }

  private Future<Void> checkNumber(SqlConnection connection, String number) {
    if (number == null) {
      return Future.succeededFuture();
    }
    return Database.query(
            connection,
            "select room_id, application_id from numbers where number = $1 for share",
            Tuple.of(number))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(
                new Conflict("number_unknown", "number", "there is no such number"));
          }
          if (one(rows).getUUID("application_id") != null) {
            return Future.failedFuture(
                new Conflict("number_in_use", "number", "the number leads to an application"));
          }
          return one(rows).getString("room_id") == null
              ? Future.succeededFuture()
              : Future.failedFuture(
                  new Conflict(
                      "number_in_use", "number", "the number leads straight to another room"));
        });
  }

  private Future<?> insert(SqlConnection connection, RoomId id, Draft draft) {
    return Database.query(
        connection, RoomRows.INSERT, RoomRows.made(id, draft, length(draft), clock.now()));
  }

  /** A chosen PIN first: a random one must not take it, nor be near it. */
  private Future<Pin> givePins(SqlConnection connection, RoomId id, Draft draft) {
    boolean hostFirst =
        draft.pin() == null && draft.hostPin() != null && draft.hostPin().isPresent();
    return pins.lock(connection)
        .compose(locked ->
            hostFirst
                ? giveHost(connection, id, draft, null)
                : giveGuest(connection, id, draft, null))
        .compose(first ->
            hostFirst
                ? giveGuest(connection, id, draft, first)
                : giveHost(connection, id, draft, first));
  }

  private Future<Pin> giveGuest(SqlConnection connection, RoomId id, Draft draft, Pin other) {
    return pins.give(
        connection, id, "guest", draft.number(), draft.pin(), other, length(draft), "pin");
  }

  private Future<Pin> giveHost(SqlConnection connection, RoomId id, Draft draft, Pin other) {
    if (draft.hostPin() == null) {
      return Future.succeededFuture();
    }
    Pin chosen = draft.hostPin().orElse(null);
    return pins.give(
        connection, id, "host", draft.number(), chosen, other, length(draft), "host_pin");
  }

  private static int length(Draft draft) {
    return draft.pin() == null ? draft.pinLength() : draft.pin().digits().length();
  }

  @Override
  public Future<Optional<Room>> find(RoomId id) {
    return database
        .query(RoomRows.SELECT + "where r.id = $1", Tuple.of(id.value()))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(mapping.room(one(rows))));
  }

  @Override
  public Future<Optional<Room>> findByLink(String slugOrId) {
    // Both may fit only one room: no slug has the form of another room's id.
    return database
        .query(
            RoomRows.SELECT + "where r.deleted_at is null and (r.slug = $1 or r.id = $1)",
            Tuple.of(slugOrId))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(mapping.room(one(rows))));
  }

  @Override
  public Future<Page<Room>> list(String cursor, int limit) {
    Cursor from = Cursor.parse(cursor);
    Tuple arguments = Tuple.of(time(clock.now()), time(from.at()), from.id(), limit + 1);
    return database
        .query(
            RoomRows.SELECT
                + """
                where r.deleted_at is null and (r.expires_at is null or r.expires_at > $1)
                  and (r.created_at, r.id) < ($2, $3)
                order by r.created_at desc, r.id desc limit $4
                """,
            arguments)
        .map(rows ->
            Cursor.page(
                Sql.list(rows, mapping::room),
                limit,
                room -> new Cursor(room.createdAt(), room.id().value())));
  }

  @Override
  public Future<Room> update(Room room) {
    return slugTaken(
        database.transaction(connection ->
            Database.query(connection, RoomRows.UPDATE, RoomRows.changed(room, clock.now()))
                .compose(
                    rows -> rows.rowCount() == 0 ? gone(room.id()) : get(connection, room.id()))));
  }

  @Override
  public Future<Room> renewPins(RoomId id, int length) {
    return database.transaction(connection ->
        pins.lock(connection)
            .compose(locked -> getForUpdate(connection, id))
            .compose(room ->
                room.application() == null
                    ? renew(connection, room, length)
                    : Future.failedFuture(
                        new Conflict("no_pins", "pin", "a conversation has no PIN"))));
  }

  private Future<Room> renew(SqlConnection connection, Room room, int length) {
    String id = room.id().value();
    // The old PINs stay taken until the new ones are drawn: a new PIN is never the old one.
    return pins.free(connection, room.number(), length, room.hostPin() == null ? 1 : 2)
        .compose(fresh ->
            Database.query(connection, "delete from pins where room_id = $1", Tuple.of(id))
                .compose(deleted ->
                    pins.insert(connection, room.id(), "guest", room.number(), fresh.getFirst()))
                .compose(inserted ->
                    room.hostPin() == null
                        ? Future.succeededFuture()
                        : pins.insert(
                            connection, room.id(), "host", room.number(), fresh.getLast())))
        .compose(renewed ->
            Database.query(
                connection,
                "update rooms set pin_length = $2, updated_at = $3 where id = $1",
                Tuple.of(id, length, time(clock.now()))))
        .compose(updated -> get(connection, room.id()));
  }

  @Override
  public Future<Optional<Room>> delete(RoomId id) {
    return database.transaction(connection ->
        Database.query(
                connection,
                "update rooms set deleted_at = $2, updated_at = $2"
                    + " where id = $1 and deleted_at is null",
                Tuple.of(id.value(), time(clock.now())))
            .compose(rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(Optional.<Room>empty())
                    : freePins(connection, List.of(id.value()))
                        .compose(freed -> get(connection, id))
                        .map(Optional::of)));
  }

  @Override
  public Future<List<RoomId>> expire(Instant now, Instant unusedSince) {
    String sql =
        """
        update rooms set deleted_at = $1, updated_at = $1
        where id in (
          select id from rooms r where deleted_at is null
            and (expires_at <= $1
              or created_by_visit and expires_at is null and used_at < $2 and updated_at < $2
                and not exists (select from live_rooms l where l.room_id = r.id))
          order by expires_at limit 200 for update of r skip locked)
        returning id
        """;
    return database.transaction(connection ->
        Database.query(connection, sql, Tuple.of(time(now), time(unusedSince)))
            .map(rows -> Sql.list(rows, row -> row.getString("id")))
            .compose(ids ->
                ids.isEmpty()
                    ? Future.succeededFuture(List.<RoomId>of())
                    : freePins(connection, ids)
                        .map(freed -> ids.stream().map(RoomId::new).toList())));
  }

  @Override
  public Future<Conversation> conversation(ApplicationId application, String name) {
    if (!Rooms.isConversationName(name)) {
      return Future.failedFuture(new IllegalArgumentException("not the name of a conversation"));
    }
    return database.transaction(connection ->
        Conversations.findOrMake(connection, application, name, clock.now())
            .compose(found ->
                get(connection, found.id()).map(room -> new Conversation(room, found.fresh()))));
  }

  @Override
  public Future<Long> countLive(String number) {
    return database
        .query(
            """
            select count(*) from rooms
            where deleted_at is null and (expires_at is null or expires_at > $2)
              and application_id is null and ($1::text is null or number is null or number = $1)
            """,
            Tuple.of(number, time(clock.now())))
        .map(rows -> one(rows).getLong(0));
  }

  private static Future<?> freePins(SqlConnection connection, List<String> rooms) {
    return Database.query(
        connection,
        "delete from pins where room_id = any($1)",
        Tuple.tuple().addArrayOfString(rooms.toArray(String[]::new)));
  }

  private Future<Room> get(SqlConnection connection, RoomId id) {
    return Database.query(connection, RoomRows.SELECT + "where r.id = $1", Tuple.of(id.value()))
        .map(rows -> mapping.room(one(rows)));
  }

  private Future<Room> getForUpdate(SqlConnection connection, RoomId id) {
    return Database.query(
            connection,
            RoomRows.SELECT + "where r.id = $1 and r.deleted_at is null for update of r",
            Tuple.of(id.value()))
        .compose(
            rows -> rows.size() == 0 ? gone(id) : Future.succeededFuture(mapping.room(one(rows))));
  }

  private static <T> Future<T> gone(RoomId id) {
    return Future.failedFuture(new NoSuchElementException("room " + id + " is not live"));
  }
}
