package org.convoke.store;

import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * {@link PinLookup} in PostgreSQL. Right, wrong, closed and unknown are one query each: how long it
 * takes tells nothing.
 */
final class PgPinLookup implements PinLookup {
  private static final String LIVE =
      "r.deleted_at is null and (r.expires_at is null or r.expires_at > $2)";

  private final Database database;
  private final Secrets secrets;

  PgPinLookup(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  @Override
  public Future<Optional<Hit>> find(String number, Pin pin, Instant now) {
    String sql =
        "select p.room_id, p.role from pins p join rooms r on r.id = p.room_id"
            + " where p.hmac = $1 and "
            + LIVE
            + " and ($3::text is null or p.number is null or p.number = $3) limit 2";
    return database
        .query(sql, Tuple.of(Buffer.buffer(hmac(pin)), time(now), number))
        // Two rooms of different numbers may share a PIN: without a number it names neither.
        .map(rows -> rows.size() == 1 ? Optional.of(hit(Sql.one(rows))) : Optional.empty());
  }

  @Override
  public Future<Optional<Hit>> findInRoom(RoomId room, Pin pin, Instant now) {
    String sql =
        "select p.room_id, p.role from pins p join rooms r on r.id = p.room_id"
            + " where p.hmac = $1 and "
            + LIVE
            + " and r.id = $3";
    return database
        .query(sql, Tuple.of(Buffer.buffer(hmac(pin)), time(now), room.value()))
        .map(rows -> rows.size() == 1 ? Optional.of(hit(Sql.one(rows))) : Optional.empty());
  }

  @Override
  public Future<Optional<Door>> door(RoomId room, Instant now) {
    String sql =
        "select (select case when min(length) = max(length) then min(length) else 0 end"
            + " from pins where room_id = r.id) as shared_length,"
            + " exists (select 1 from pins where room_id = r.id) as has_pins,"
            + " exists (select 1 from pins where room_id = r.id and role = 'host') as has_host"
            + " from rooms r where r.id = $1 and "
            + LIVE;
    return database
        .query(sql, Tuple.of(room.value(), time(now)))
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(
                    new Door(
                        Sql.one(rows).getInteger("shared_length"),
                        Sql.one(rows).getBoolean("has_pins"),
                        Sql.one(rows).getBoolean("has_host"))));
  }

  @Override
  public Future<Optional<ApplicationId>> application(ApplicationId id) {
    return database
        .query("select 1 from applications where id = $1", Tuple.of(Sql.uuid(id.value())))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(id));
  }

  @Override
  public Future<Integer> sharedLength(String number) {
    return database
        .query(
            """
            select least(a.least, b.least) as least, greatest(a.most, b.most) as most
            from (select min(length) as least, max(length) as most from pins
                  where number is null) a,
                 (select min(length) as least, max(length) as most from pins
                  where number = $1) b
            """,
            Tuple.of(number))
        .map(rows -> {
          Integer least = Sql.one(rows).getInteger("least");
          Integer most = Sql.one(rows).getInteger("most");
          return least != null && least.equals(most) ? least : 0;
        });
  }

  @Override
  public Future<Boolean> anyOfLength(int length) {
    return database
        .query("select exists (select 1 from pins where length = $1)", Tuple.of(length))
        .map(rows -> Sql.one(rows).getBoolean(0));
  }

  @Override
  public Future<Snapshot> snapshot(Instant now, int limit) {
    String sql =
        "select p.hmac, p.number, p.length, p.room_id, p.role, r.expires_at"
            + " from pins p join rooms r on r.id = p.room_id where "
            + LIVE
            + " order by r.created_at desc limit $1";
    Future<List<Held>> held =
        database
            .query(sql, Tuple.of((long) limit, time(now)))
            .map(rows -> Sql.list(rows, PgPinLookup::held));
    Future<Map<String, Numbers.Lead>> numbers =
        database
            .query("select number, room_id, application_id from numbers", Tuple.tuple())
            .map(rows -> {
              Map<String, Numbers.Lead> leads = new HashMap<>();
              rows.forEach(row -> leads.put(row.getString("number"), PgNumbers.lead(row)));
              return Map.copyOf(leads);
            });
    Future<Set<ApplicationId>> applications =
        database
            .query("select id from applications", Tuple.tuple())
            .map(rows -> Set.copyOf(Sql.list(rows, row -> Sql.id(row, "id", ApplicationId::new))));
    return held.compose(pins ->
        numbers.compose(leads -> applications.map(apps -> new Snapshot(pins, leads, apps))));
  }

  @Override
  public byte[] hmac(Pin pin) {
    return secrets.pinHmac(pin.digits());
  }

  @Override
  public Future<Void> recordFailure(List<String> keys, Instant at) {
    return database
        .query(
            "insert into pin_failures (key_hash, at) select k, $2 from unnest($1::bytea[]) as k",
            Tuple.tuple().addArrayOfBuffer(hashes(keys)).addValue(time(at)))
        .mapEmpty();
  }

  @Override
  public Future<Map<String, Integer>> countFailures(Map<String, Instant> sinceByKey) {
    List<String> keys = List.copyOf(sinceByKey.keySet());
    OffsetDateTime[] since =
        keys.stream().map(key -> time(sinceByKey.get(key))).toArray(OffsetDateTime[]::new);
    String sql =
        """
        select (select count(*) from pin_failures f where f.key_hash = k.hash and f.at > k.since)
        from unnest($1::bytea[], $2::timestamptz[]) with ordinality as k (hash, since, n)
        order by k.n
        """;
    return database
        .query(sql, Tuple.tuple().addArrayOfBuffer(hashes(keys)).addArrayOfOffsetDateTime(since))
        .map(rows -> {
          Map<String, Integer> counts = new HashMap<>();
          int i = 0;
          for (Row row : rows) {
            counts.put(keys.get(i++), row.getLong(0).intValue());
          }
          return counts;
        });
  }

  @Override
  public Future<Void> recordKnown(List<String> keys, Instant at) {
    return database
        .query(
            "insert into known_callers (key_hash, at) select distinct k, $2::timestamptz"
                + " from unnest($1::bytea[]) as k"
                + " on conflict (key_hash) do update set at = greatest(known_callers.at, excluded.at)",
            Tuple.tuple().addArrayOfBuffer(hashes(keys)).addValue(time(at)))
        .mapEmpty();
  }

  @Override
  public Future<Boolean> isKnown(String key, Instant since) {
    return database
        .query(
            "select exists (select 1 from known_callers where key_hash = $1 and at > $2)",
            Tuple.of(Buffer.buffer(secrets.keyHmac(key)), time(since)))
        .map(rows -> Sql.one(rows).getBoolean(0));
  }

  @Override
  public Future<Void> purge(Instant before) {
    return database
        .query("delete from pin_failures where at < $1", Tuple.of(time(before)))
        .compose(done ->
            database.query("delete from known_callers where at < $1", Tuple.of(time(before))))
        .mapEmpty();
  }

  private Buffer[] hashes(List<String> keys) {
    return keys.stream().map(key -> Buffer.buffer(secrets.keyHmac(key))).toArray(Buffer[]::new);
  }

  private static Hit hit(Row row) {
    return new Hit(
        new RoomId(row.getString("room_id")),
        Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)));
  }

  private static Held held(Row row) {
    return new Held(
        row.getBuffer("hmac").getBytes(),
        row.getString("number"),
        row.getInteger("length"),
        hit(row),
        instant(row, "expires_at"));
  }
}
