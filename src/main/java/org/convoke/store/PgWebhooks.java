package org.convoke.store;

import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;

/** {@link Webhooks} in PostgreSQL. */
final class PgWebhooks implements Webhooks {
  private static final String KEY = "(select key from webhook_endpoints where id = $1)";

  private final Database database;
  private final Secrets secrets;
  private final Clock clock;
  private final Replays replays;

  PgWebhooks(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
    this.replays = new Replays(database);
  }

  @Override
  public Future<Endpoint> create(Draft draft, int most) {
    String sql =
        """
        insert into webhook_endpoints (id, url, method, events, patterns, rooms, format, secret,
          enabled, disabled_reason, disabled_at, live, resume_after, created_at, updated_at)
        select $1, $2, 'POST', $3, $4, $5, $6, $7, $8, case when not $8 then 'requested' end,
          case when not $8 then $9::timestamptz end, $8,
          (select coalesce(max(position), 0) from call_events), $9, $9
        where (select count(*) from webhook_endpoints where application_id is null) < $10
        returning *
        """;
    Tuple values =
        Tuple.tuple()
            .addValue(Tokens.id("whk"))
            .addValue(draft.url())
            .addArrayOfString(draft.events().toArray(String[]::new))
            .addArrayOfString(WebhookRows.patterns(draft.events()))
            .addArrayOfString(WebhookRows.rooms(draft.rooms()))
            .addValue(draft.format().wire())
            .addValue(WebhookRows.seal(secrets, draft.secret()))
            .addValue(draft.enabled())
            .addValue(time(clock.now()))
            .addValue((long) most);
    // Under the journal's lock: an event is either before resume_after, or sees the endpoint.
    return database.transaction(connection ->
        OutboxWriter.lock(connection)
            .compose(locked -> Database.query(connection, sql, values))
            .compose(rows ->
                rows.size() == 0
                    ? Future.failedFuture(
                        new Conflict(
                            "webhooks_exhausted",
                            "url",
                            "there are " + most + " webhooks, as many as there may be"))
                    : Future.succeededFuture(endpoint(Sql.one(rows)))));
  }

  @Override
  public Future<Optional<Endpoint>> find(String id) {
    return one("select * from webhook_endpoints where id = $1", Tuple.of(id));
  }

  @Override
  public Future<Optional<Endpoint>> ofApplication(ApplicationId application) {
    return one(
        "select * from webhook_endpoints where application_id = $1 and not conversation",
        Tuple.of(Sql.uuid(application.value())));
  }

  @Override
  public Future<Page<Endpoint>> list(String cursor, int limit) {
    Cursor from = Cursor.parse(cursor);
    return database
        .query(
            "select * from webhook_endpoints where application_id is null"
                + " and (created_at, id) < ($1, $2) order by created_at desc, id desc limit $3",
            Tuple.of(time(from.at()), from.id(), limit + 1))
        .map(rows ->
            Cursor.page(
                Sql.list(rows, this::endpoint),
                limit,
                endpoint -> new Cursor(endpoint.createdAt(), endpoint.id())));
  }

  @Override
  public Future<Optional<Endpoint>> update(Endpoint endpoint) {
    String sql =
        """
        update webhook_endpoints set url = $2, events = $3, patterns = $4, rooms = $5, format = $6,
          updated_at = $7, version = version + 1
        where id = $1 returning key, enabled
        """;
    Instant now = clock.now();
    Tuple values =
        Tuple.tuple()
            .addValue(endpoint.id())
            .addValue(endpoint.url())
            .addArrayOfString(endpoint.events().toArray(String[]::new))
            .addArrayOfString(WebhookRows.patterns(endpoint.events()))
            .addArrayOfString(WebhookRows.rooms(endpoint.rooms()))
            .addValue(endpoint.format().wire())
            .addValue(time(now));
    return database
        .transaction(connection ->
            // The lock first, as the journal does, or the two would wait for each other.
            OutboxWriter.lock(connection)
                .compose(locked -> Database.query(connection, sql, values))
                .compose(rows ->
                    rows.size() == 0
                        ? Future.succeededFuture()
                        : switched(connection, Sql.one(rows), endpoint.enabled(), now)))
        .compose(done -> find(endpoint.id()));
  }

  private static Future<?> switched(SqlConnection open, Row row, boolean enabled, Instant now) {
    int key = row.getInteger("key");
    boolean was = row.getBoolean("enabled");
    if (!enabled) {
      return was
          ? EndpointSwitch.off(open, key, DisabledReason.REQUESTED, null, now)
          : Future.succeededFuture();
    }
    return was ? EndpointSwitch.afresh(open, key) : EndpointSwitch.on(open, key, now);
  }

  @Override
  public Future<Boolean> delete(String id) {
    return database.transaction(connection ->
        OutboxWriter.lock(connection)
            .compose(locked ->
                Database.query(
                    connection,
                    "with gone as (delete from webhook_endpoints where id = $1 returning key)"
                        + " insert into webhook_graves select key from gone",
                    Tuple.of(id)))
            .map(rows -> rows.rowCount() > 0));
  }

  @Override
  public Future<Optional<Endpoint>> rotate(String id, String secret, Instant oldUntil) {
    return one(
        "update webhook_endpoints set old_secret = secret, old_secret_until = $3, secret = $2,"
            + " updated_at = $4, version = version + 1 where id = $1 returning *",
        Tuple.of(id, WebhookRows.seal(secrets, secret), time(oldUntil), time(clock.now())));
  }

  @Override
  public Future<Page<Delivery>> deliveries(String id, State state, String cursor, int limit) {
    Cursor from = Cursor.parse(cursor);
    String of = state == null ? "" : " and d.state = '" + state.wire() + "'";
    String sql =
        "select "
            + WebhookRows.DELIVERY
            + " from webhook_deliveries d left join call_events e on e.position = d.position"
            + " where d.endpoint = "
            + KEY
            + of
            + " and d.id < $2 order by d.id desc limit $3";
    long before = from.id().isEmpty() ? Long.MAX_VALUE : number(from.id());
    return database
        .query(sql, Tuple.of(id, before, limit + 1))
        .map(rows ->
            Cursor.page(
                Sql.list(rows, WebhookRows::delivery),
                limit,
                delivery -> new Cursor(delivery.createdAt(), Long.toString(delivery.id()))));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException("not a cursor", none);
    }
  }

  @Override
  public Future<Optional<Delivery>> delivery(String id, long delivery) {
    String sql =
        "select "
            + WebhookRows.DELIVERY
            + " from webhook_deliveries d left join call_events e on e.position = d.position"
            + " where d.endpoint = "
            + KEY
            + " and d.id = $2";
    return database
        .query(sql, Tuple.of(id, delivery))
        .map(rows -> Sql.list(rows, WebhookRows::delivery).stream().findFirst());
  }

  @Override
  public Future<Optional<Delivery>> retry(String id, long delivery) {
    String sql =
        "update webhook_deliveries set state = 'pending', first_tried_at = null,"
            + " next_try_at = null, finished_at = null where endpoint = "
            + KEY
            + " and id = $2";
    return database
        .transaction(connection ->
            Database.query(connection, sql, Tuple.of(id, delivery))
                .compose(rows ->
                    // Who delivers has gone past it, and must read again.
                    Database.query(
                        connection,
                        "update webhook_endpoints set version = version + 1 where id = $1",
                        Tuple.of(id))))
        .compose(done -> delivery(id, delivery));
  }

  @Override
  public Future<Integer> replay(String id, Range range) {
    return replays.replay(id, range);
  }

  private Future<Optional<Endpoint>> one(String sql, Tuple arguments) {
    return database
        .query(sql, arguments)
        .map(rows -> Sql.list(rows, this::endpoint).stream().findFirst());
  }

  private Endpoint endpoint(Row row) {
    return WebhookRows.endpoint(row, secrets);
  }
}
