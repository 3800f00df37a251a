package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * {@link EventLog} over a connection of its own. Every transaction takes one advisory lock first,
 * so positions are committed in their order even if two processes should write, and a transaction
 * whose client gave up cannot overtake its own repetition.
 */
final class PgEventLog implements EventLog {
  static final long ADVISORY_LOCK = 0x436f6e766f6b6502L;
  private static final int AT_ONCE = 500;
  private static final int CONNECT_MS = 1_500;
  private static final int TRANSACTION_MS = Database.STATEMENT_TIMEOUT_MS + 500;

  /** Positions of the events of one transaction; nobody else's lie between them. */
  private record Stored(long first, long last) {}

  private final Database database;
  private PgConnection connection;
  private Future<?> running = Future.succeededFuture();

  PgEventLog(Database database) {
    this.database = database;
  }

  @Override
  public Future<Long> append(List<Entry> entries, Function<List<Entry>, Changes> project) {
    return connected()
        .compose(open -> bounded(open, transaction(open, entries, project)))
        .recover(failure -> Future.failedFuture(sorted(failure)));
  }

  /**
   * Gives up waiting in time. The connection of a transaction that is late is left alone until the
   * transaction has ended: closing it would roll back between two statements, and the rest of them
   * would be stored without the first.
   */
  private Future<Long> bounded(PgConnection open, Future<Long> transaction) {
    running = transaction;
    Future<Long> inTime = transaction.timeout(TRANSACTION_MS, TimeUnit.MILLISECONDS);
    inTime.onFailure(failure -> forget(open));
    transaction.onComplete(done -> {
      if (connection != open) {
        open.close();
      }
    });
    return inTime;
  }

  /**
   * Only what speaks against the events themselves, bad data (class 22), a constraint (23) or a
   * limit (54), is told as it is; all else may pass: a full disk, a changed password, a server
   * starting.
   */
  private static Throwable sorted(Throwable failure) {
    if (failure instanceof PgException refusal) {
      String state = refusal.getSqlState();
      return state != null && state.matches("(22|23|54).*") ? failure : new Unavailable(failure);
    }
    return Database.sorted(failure);
  }

  @Override
  public Future<Boolean> forget(Instant before) {
    return forget("call_events", "occurred_at", before)
        .compose(events ->
            forget("participants", "left_at", before)
                .compose(left ->
                    forget("calls", "ended_at", before)
                        .map(calls -> Math.max(events, Math.max(left, calls)) == AT_ONCE)));
  }

  private Future<Integer> forget(String table, String time, Instant before) {
    String sql =
        "delete from %1$s where ctid = any(array(select ctid from %1$s where %2$s < $1 limit $2))"
            .formatted(table, time);
    return database.query(sql, Tuple.of(Sql.time(before), AT_ONCE)).map(RowSet::rowCount);
  }

  @Override
  public Future<Void> close() {
    PgConnection open = connection;
    connection = null;
    return open == null || !running.isComplete()
        ? Future.succeededFuture()
        : open.close().timeout(500, TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  private Future<PgConnection> connected() {
    if (connection != null) {
      return Future.succeededFuture(connection);
    }
    return PgConnection.connect(database.vertx(), database.options())
        .timeout(CONNECT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(open -> {
          connection = open;
          open.closeHandler(closed -> forget(open));
        });
  }

  /** After any failure the connection's state is not known: the next append makes a new one. */
  private void forget(PgConnection open) {
    if (connection == open) {
      connection = null;
    }
  }

  private Future<Long> transaction(
      PgConnection open, List<Entry> entries, Function<List<Entry>, Changes> project) {
    return open.begin()
        .compose(transaction ->
            Database.query(open, "select pg_advisory_xact_lock($1)", Tuple.of(ADVISORY_LOCK))
                .compose(locked -> unknown(open, entries))
                .compose(fresh -> store(open, fresh, project))
                .compose(position -> transaction.commit().map(position)));
  }

  private Future<List<Entry>> unknown(SqlConnection open, List<Entry> entries) {
    UUID[] ids = entries.stream().map(entry -> Sql.uuid(entry.id().value())).toArray(UUID[]::new);
    return Database.query(
            open,
            "select event_id from call_events where event_id = any($1)",
            Tuple.tuple().addArrayOfUUID(ids))
        .map(rows -> {
          Set<UUID> known = new HashSet<>(Sql.list(rows, row -> row.getUUID(0)));
          List<Entry> fresh = new ArrayList<>();
          for (int i = 0; i < ids.length; i++) {
            if (known.add(ids[i])) {
              fresh.add(entries.get(i));
            }
          }
          return fresh;
        });
  }

  private Future<Long> store(
      SqlConnection open, List<Entry> fresh, Function<List<Entry>, Changes> project) {
    if (fresh.isEmpty()) {
      return Future.succeededFuture(0L);
    }
    return count(open, fresh)
        .compose(counters -> insert(open, fresh, counters))
        .compose(stored ->
            ProjectionWriter.write(open, project.apply(fresh))
                .compose(
                    done -> OutboxWriter.write(open, stored.first(), stored.last(), fresh.size()))
                .map(done -> stored.last()));
  }

  /** For each scope the number before its first new event. */
  private Future<Map<String, Long>> count(SqlConnection open, List<Entry> fresh) {
    Map<String, Long> added = new LinkedHashMap<>();
    for (Entry entry : fresh) {
      if (entry.room() != null) {
        added.merge(roomScope(entry), 1L, Long::sum);
      }
      if (entry.call() != null) {
        added.merge(callScope(entry), 1L, Long::sum);
      }
    }
    if (added.isEmpty()) {
      return Future.succeededFuture(added);
    }
    String sql =
        """
        insert into event_counters (scope, last) select * from unnest($1::text[], $2::bigint[])
        on conflict (scope) do update set last = event_counters.last + excluded.last
        returning scope, last
        """;
    Tuple arguments =
        Tuple.tuple()
            .addArrayOfString(added.keySet().toArray(String[]::new))
            .addArrayOfLong(added.values().toArray(Long[]::new));
    return Database.query(open, sql, arguments)
        .map(rows -> {
          for (Row row : rows) {
            added.computeIfPresent(row.getString(0), (scope, count) -> row.getLong(1) - count);
          }
          return added;
        });
  }

  private Future<Stored> insert(SqlConnection open, List<Entry> fresh, Map<String, Long> counters) {
    String sql =
        """
        insert into call_events (event_id, type, occurred_at, room_id, room_seq, call_id, call_seq,
          participant_id, payload)
        select e, t, a, r, rs, c, cs, p, d::jsonb
        from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bigint[],
          $6::uuid[], $7::bigint[], $8::uuid[], $9::text[])
          with ordinality as x (e, t, a, r, rs, c, cs, p, d, n)
        order by n
        returning position
        """;
    EventColumns columns = new EventColumns(fresh.size());
    for (Entry entry : fresh) {
      Long roomSeq = entry.room() == null ? null : counters.merge(roomScope(entry), 1L, Long::sum);
      Long callSeq = entry.call() == null ? null : counters.merge(callScope(entry), 1L, Long::sum);
      columns.add(entry, roomSeq, callSeq);
    }
    return Database.query(open, sql, columns.tuple()).map(PgEventLog::stored);
  }

  private static Stored stored(RowSet<Row> rows) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Row row : rows) {
      first = Math.min(first, row.getLong(0));
      last = Math.max(last, row.getLong(0));
    }
    return new Stored(first, last);
  }

  private static String roomScope(Entry entry) {
    return "room:" + entry.room();
  }

  private static String callScope(Entry entry) {
    return "call:" + entry.call();
  }
}
