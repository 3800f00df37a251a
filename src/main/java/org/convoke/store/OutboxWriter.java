package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Writes rows of the outbox: one for each event and each endpoint that takes it. All of it happens
 * under the journal's lock, so rows are committed in the order of their ids, whoever writes them.
 */
final class OutboxWriter {
  /**
   * More than this many would hold up the journal: then the endpoints stop being live, and the rows
   * are made later, from the events themselves.
   */
  static final int MAX_ROWS = 20_000;

  /** How many events are looked at in one step outside of the journal. */
  static final int STEP = 5_000;

  /**
   * Whether endpoint {@code w} takes event {@code e}; that of a conversation: what befalls its
   * room, and the calls that are or were in it.
   */
  static final String MATCH =
      """
      (e.type like any(w.patterns) and case when w.conversation then
          e.room_id = any(w.rooms) or e.call_id is not null and exists (
            select 1 from participants p
            where p.room_id = any(w.rooms) and p.call_id = e.call_id)
        else (w.rooms is null or e.room_id = any(w.rooms))
          and (w.application_id is null or exists (
            select 1 from calls c
            where c.id = e.call_id and c.application_id = w.application_id)) end)
      """;

  private static final String LIVE =
      "insert into webhook_deliveries (endpoint, position, created_at)"
          + " select w.key, e.position, now() from call_events e join webhook_endpoints w"
          + " on w.live and "
          + MATCH
          + " where e.position between $1 and $2 order by e.position, w.key";

  private static final String LATER =
      "insert into webhook_deliveries (endpoint, position, created_at)"
          + " select w.key, e.position, now() from call_events e join webhook_endpoints w on "
          + MATCH
          + " where w.key = $1 and e.position > $2 and e.position <= $3 order by e.position";

  private OutboxWriter() {}

  /** Held by every transaction that writes events or rows of the outbox. */
  static Future<?> lock(SqlConnection open) {
    return Database.query(
        open, "select pg_advisory_xact_lock($1)", Tuple.of(PgEventLog.ADVISORY_LOCK));
  }

  /**
   * The rows of events that this transaction wrote, at the positions from {@code first} to {@code
   * last}, {@code count} of them. The projections are written already.
   */
  static Future<?> write(SqlConnection open, long first, long last, int count) {
    return Database.query(open, "select count(*) from webhook_endpoints where live", Tuple.tuple())
        .compose(rows -> {
          long live = Sql.one(rows).getLong(0);
          if (live == 0) {
            return Future.succeededFuture();
          }
          return live * count <= MAX_ROWS
              ? Database.query(open, LIVE, Tuple.of(first, last))
              : Database.query(
                  open,
                  "update webhook_endpoints set live = false, resume_after = $1,"
                      + " version = version + 1 where live",
                  Tuple.of(first - 1));
        });
  }

  /**
   * One step towards being live again: the rows of the next events after {@code resume_after}.
   * Returns whether there is more to do; false too when the endpoint is disabled or gone.
   */
  static Future<Boolean> catchUp(SqlConnection open, int endpoint) {
    String state =
        "select resume_after, (select coalesce(max(position), 0) from call_events) as last"
            + " from webhook_endpoints where key = $1 and enabled and not live for update";
    return lock(open)
        .compose(locked -> Database.query(open, state, Tuple.of(endpoint)))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture(false);
          }
          Row row = Sql.one(rows);
          long after = row.getLong(0);
          long last = row.getLong(1);
          long to = Math.min(last, after + STEP);
          return Database.query(open, LATER, Tuple.of(endpoint, after, to))
              .compose(written ->
                  Database.query(
                      open,
                      "update webhook_endpoints set resume_after = $2, live = $3 where key = $1",
                      Tuple.of(endpoint, Math.max(after, to), to >= last)))
              .map(done -> to < last);
        });
  }
}
