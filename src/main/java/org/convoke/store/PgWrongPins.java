package org.convoke.store;

import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;

/** {@link WrongPins} in PostgreSQL. */
final class PgWrongPins implements WrongPins {
  private static final long STEP_SECONDS = 300;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration KEPT = Duration.ofDays(8);

  private final Database database;

  PgWrongPins(Database database) {
    this.database = database;
  }

  @Override
  public Future<Void> add(long wrong, Instant now) {
    long step = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS) * STEP_SECONDS;
    return database
        .query(
            "insert into wrong_pins (at, wrong) values ($1, $2)"
                + " on conflict (at) do update set wrong = wrong_pins.wrong + excluded.wrong",
            Tuple.of(time(Instant.ofEpochSecond(step)), wrong))
        .mapEmpty();
  }

  @Override
  public Future<Counts> counts(Instant now) {
    Instant hour = now.minus(HOUR);
    Instant week = hour.minus(WEEK);
    return database
        .query(
            "select coalesce(sum(wrong) filter (where at > $1), 0)::bigint as last,"
                + " coalesce(sum(wrong) filter (where at <= $1), 0)::bigint as before,"
                + " min(at) as first from wrong_pins where at > $2",
            Tuple.of(time(hour), time(week)))
        .map(rows -> {
          Row row = Sql.one(rows);
          Instant first = instant(row, "first");
          double hours =
              first == null || first.isAfter(hour)
                  ? 0
                  : Duration.between(first, hour).toMillis() / 3.6e6;
          return new Counts(row.getLong("last"), row.getLong("before"), hours);
        });
  }

  @Override
  public Future<Void> purge(Instant now) {
    return database
        .query("delete from wrong_pins where at < $1", Tuple.of(time(now.minus(KEPT))))
        .mapEmpty();
  }
}
