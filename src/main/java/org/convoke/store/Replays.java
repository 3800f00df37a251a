package org.convoke.store;

import static org.convoke.store.Sql.one;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.NoSuchElementException;
import org.convoke.store.Webhooks.Range;

/**
 * Tells events again: new rows of the outbox for events of the past. Goes through the events step
 * by step, first to count and then to write, so that the journal never waits long.
 */
final class Replays {
  private static final int STEP = 20_000;

  /** Events are stored nearly in the order in which they happened; nobody is this far ahead. */
  private static final int DISORDER = 10_000;

  private static final String CHOSEN =
      " from call_events e join webhook_endpoints w on "
          + OutboxWriter.MATCH
          + """
           where w.key = $1 and e.position > $2 and e.position <= $3
            and ($4::timestamptz is null or e.occurred_at > $4)
            and ($5::timestamptz is null or e.occurred_at <= $5)
            and ($6::text is null or e.room_id = $6) and ($7::uuid is null or e.call_id = $7)
            and ($8::bigint is null or $8 <
              case when $7::uuid is null then coalesce(e.room_seq, e.call_seq) else e.call_seq end)
          """;

  private static final String BOUNDS =
      """
      select
        coalesce((select min(position) - 1 from (select position from call_events
          where occurred_at > $1 order by occurred_at, position limit $3) as early), 0) as first,
        coalesce((select max(position) from (select position from call_events
          where occurred_at <= $2 order by occurred_at desc, position desc limit $3) as late), 0)
          as last
      """;

  private final Database database;

  Replays(Database database) {
    this.database = database;
  }

  /** From after {@code from} up to {@code to}. */
  private record Walk(int endpoint, Range range, long from, long to, boolean write) {}

  Future<Integer> replay(String id, Range range) {
    return database
        .query("select key from webhook_endpoints where id = $1", Tuple.of(id))
        .compose(rows -> {
          if (rows.size() == 0) {
            throw new NoSuchElementException("no such webhook");
          }
          int key = one(rows).getInteger(0);
          return bounds(range)
              .compose(bounds -> {
                Walk count =
                    new Walk(key, range, bounds.getLong("first"), bounds.getLong("last"), false);
                return walk(count, 0)
                    .compose(
                        counted -> walk(new Walk(key, range, count.from(), count.to(), true), 0));
              });
        });
  }

  private Future<Row> bounds(Range range) {
    return database
        .query(
            BOUNDS
                .replace("$1", "coalesce($1, '-infinity'::timestamptz)")
                .replace("$2", "coalesce($2, 'infinity'::timestamptz)"),
            Tuple.of(time(range.after()), time(range.before()), (long) DISORDER))
        .map(Sql::one);
  }

  private Future<Integer> walk(Walk walk, int sofar) {
    if (sofar > Webhooks.MAX_REPLAY) {
      return Future.failedFuture(
          new Conflict(
              "replay_too_large",
              "after",
              "more than " + Webhooks.MAX_REPLAY + " events: ask for less at a time"));
    }
    if (walk.from() >= walk.to()) {
      return Future.succeededFuture(sofar);
    }
    long end = Math.min(walk.to(), walk.from() + STEP);
    return (walk.write() ? write(walk, end) : count(walk, end))
        .compose(found ->
            walk(
                new Walk(walk.endpoint(), walk.range(), end, walk.to(), walk.write()),
                sofar + found));
  }

  private Future<Integer> count(Walk walk, long end) {
    return database
        .query("select count(*)" + CHOSEN, arguments(walk, end))
        .map(rows -> one(rows).getInteger(0));
  }

  private Future<Integer> write(Walk walk, long end) {
    return database.transaction(connection ->
        OutboxWriter.lock(connection)
            .compose(locked ->
                Database.query(
                    connection,
                    "insert into webhook_deliveries (endpoint, position, created_at)"
                        + " select w.key, e.position, now()"
                        + CHOSEN
                        + " order by e.position",
                    arguments(walk, end)))
            .map(rows -> rows.rowCount()));
  }

  private static Tuple arguments(Walk walk, long end) {
    Range range = walk.range();
    return Tuple.tuple()
        .addValue(walk.endpoint())
        .addValue(walk.from())
        .addValue(end)
        .addValue(time(range.after()))
        .addValue(time(range.before()))
        .addValue(range.room() == null ? null : range.room().value())
        .addValue(range.call() == null ? null : Sql.uuid(range.call().value()))
        .addValue(range.afterSeq());
  }
}
