package org.convoke.store;

import static org.convoke.store.Sql.id;
import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.store.Webhooks.DisabledReason;
import org.convoke.store.Webhooks.Format;

/** {@link Outbox} in PostgreSQL. */
final class PgOutbox implements Outbox {
  private static final int SWEPT_AT_ONCE = 5_000;

  private static final String RENEW =
      """
      update webhook_endpoints set leased_until = now() + $2::int * interval '1 millisecond'
      where lease_owner = $1 and enabled
      """;

  /** Of a lease that lasts too long nobody knows anything but that the clock was set back. */
  private static final String CLAIM =
      """
      update webhook_endpoints set lease_owner = $1,
        leased_until = now() + $2::int * interval '1 millisecond'
      where key in (
        select key from webhook_endpoints
        where enabled and lease_owner is distinct from $1 and (lease_owner is null
          or leased_until not between now() and now() + 2 * $2::int * interval '1 millisecond')
        order by key limit greatest(0, $3 - (
          select count(*) from webhook_endpoints where lease_owner = $1 and enabled))
        for update skip locked)
      """;

  private static final String HELD =
      """
      select w.*, a.api_key from webhook_endpoints w
      left join applications a on a.id = w.application_id
      where w.lease_owner = $1 and w.leased_until > now() and w.enabled
      order by w.key limit $2
      """;

  private static final String AFTER =
      """
      select d.endpoint, d.id, d.position, d.attempts, d.first_tried_at,
        d.last_tried_at, d.next_try_at, d.last_status, e.room_id, e.call_id
      from webhook_deliveries d left join call_events e on e.position = d.position
      where d.endpoint = any($1) and d.id > $2 and d.state = 'pending' order by d.id limit $3
      """;

  private static final String BACKLOG =
      """
      select
        (select count(*) from (
          select 1 from webhook_deliveries d join webhook_endpoints w on w.key = d.endpoint
          where w.enabled and d.state = 'pending' limit $1) waiting) as waiting,
        (select coalesce(max(extract(epoch from now() - first.created_at)), 0)::float8
          from webhook_endpoints w cross join lateral (
            select d.created_at from webhook_deliveries d
            where d.endpoint = w.key and d.state = 'pending' order by d.id limit 1) first
          where w.enabled) as oldest
      """;

  private static final String EVENTS =
      """
      select e.*, c.direction, c.from_number, c.to_number, c.answered_at
      from call_events e left join calls c on c.id = e.call_id where e.position = any($1)
      """;

  private static final String SETTLE =
      """
      update webhook_deliveries d set state = o.state, attempts = o.attempts,
        first_tried_at = o.first, last_tried_at = o.tried, next_try_at = o.next,
        last_status = o.status, last_error = o.error, latency_ms = o.latency,
        finished_at = case when o.state <> 'pending' then now() end
      from unnest($1::int[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[],
        $6::timestamptz[], $7::timestamptz[], $8::int[], $9::text[], $10::int[])
        as o (endpoint, id, state, attempts, first, tried, next, status, error, latency)
      where d.endpoint = o.endpoint and d.id = o.id and d.state = 'pending'
      """;

  private static final String HEALTH =
      """
      update webhook_endpoints w set failing_since = h.since
      from unnest($1::int[], $2::timestamptz[]) as h (key, since)
      where w.key = h.key and w.enabled
      """;

  private static final String UNTOLD =
      """
      select w.id, w.disabled_reason, w.disabled_event from webhook_endpoints w
      where w.disabled_event is not null
        and not exists (select 1 from call_events e where e.event_id = w.disabled_event)
      """;

  /** Of conversations that are over, where all was told that there was to tell. */
  private static final String ENDED =
      """
      with gone as (
        delete from webhook_endpoints w
        where w.conversation and (w.live or not w.enabled)
          and not exists (
            select 1 from rooms r where r.id = any(w.rooms) and r.deleted_at is null)
          and not exists (
            select 1 from webhook_deliveries d where d.endpoint = w.key and d.state = 'pending')
        returning w.key)
      insert into webhook_graves select key from gone
      """;

  private final Database database;
  private final Secrets secrets;
  private final Clock clock;

  PgOutbox(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Future<List<Target>> lease(UUID owner, int leaseMs, int most) {
    return database
        .query(RENEW, Tuple.of(owner, leaseMs))
        .compose(renewed -> database.query(CLAIM, Tuple.of(owner, leaseMs, (long) most)))
        .compose(claimed -> database.query(HELD, Tuple.of(owner, most)))
        .map(rows -> Sql.list(rows, this::target));
  }

  @Override
  public Future<Void> release(UUID owner) {
    return database
        .query(
            "update webhook_endpoints set lease_owner = null, leased_until = null"
                + " where lease_owner = $1",
            Tuple.of(owner))
        .mapEmpty();
  }

  @Override
  public Future<List<Waiting>> after(Collection<Integer> endpoints, long after, int limit) {
    Tuple arguments =
        Tuple.tuple()
            .addArrayOfInteger(endpoints.toArray(Integer[]::new))
            .addValue(after)
            .addValue(limit);
    return database.query(AFTER, arguments).map(rows -> Sql.list(rows, PgOutbox::waiting));
  }

  @Override
  public Future<List<Told>> events(Collection<Long> positions) {
    return database
        .query(EVENTS, Tuple.tuple().addArrayOfLong(positions.toArray(Long[]::new)))
        .map(rows -> Sql.list(rows, PgOutbox::told));
  }

  @Override
  public Future<Void> settle(List<Outcome> outcomes, List<Health> health) {
    Future<?> written =
        outcomes.isEmpty()
            ? Future.succeededFuture()
            : database.query(SETTLE, OutcomeColumns.tuple(outcomes));
    if (health.isEmpty()) {
      return written.mapEmpty();
    }
    Integer[] keys = health.stream().map(Health::endpoint).toArray(Integer[]::new);
    java.time.OffsetDateTime[] since =
        health.stream()
            .map(one -> time(one.failingSince()))
            .toArray(java.time.OffsetDateTime[]::new);
    return written
        .compose(done ->
            database.query(
                HEALTH, Tuple.tuple().addArrayOfInteger(keys).addArrayOfOffsetDateTime(since)))
        .mapEmpty();
  }

  @Override
  public Future<Boolean> catchUp(int endpoint) {
    return database.transaction(connection -> OutboxWriter.catchUp(connection, endpoint));
  }

  @Override
  public Future<Backlog> backlog() {
    return database
        .query(BACKLOG, Tuple.of((long) MOST_COUNTED))
        .map(rows ->
            new Backlog(
                Sql.one(rows).getLong("waiting"), Math.max(0, Sql.one(rows).getDouble("oldest"))));
  }

  @Override
  public Future<Boolean> disable(int endpoint, DisabledReason reason) {
    UUID event = Sql.uuid(EventId.random().value());
    return database.transaction(
        connection -> EndpointSwitch.off(connection, endpoint, reason, event, clock.now()));
  }

  @Override
  public Future<List<Disabled>> untold() {
    return database
        .query(UNTOLD, Tuple.tuple())
        .map(rows ->
            Sql.list(
                rows,
                row ->
                    new Disabled(
                        row.getString("id"),
                        DisabledReason.of(row.getString("disabled_reason")),
                        id(row, "disabled_event", EventId::new))));
  }

  @Override
  public Future<Boolean> sweep(Instant before) {
    String old =
        "delete from webhook_deliveries where ctid in (select ctid from webhook_deliveries"
            + " where finished_at < $1 limit $2)";
    String left =
        "delete from webhook_deliveries where (endpoint, id) in (select d.endpoint, d.id"
            + " from webhook_deliveries d"
            + " where d.endpoint = (select min(endpoint) from webhook_graves) limit $1)";
    return database
        .transaction(connection ->
            OutboxWriter.lock(connection)
                .compose(locked -> Database.query(connection, ENDED, Tuple.tuple())))
        .compose(ended -> database.query(old, Tuple.of(time(before), SWEPT_AT_ONCE)))
        .compose(swept ->
            database
                .query(left, Tuple.of(SWEPT_AT_ONCE))
                .compose(gone ->
                    gone.rowCount() == SWEPT_AT_ONCE
                        ? Future.succeededFuture(true)
                        : closeGrave().map(more -> more || swept.rowCount() == SWEPT_AT_ONCE)));
  }

  private Future<Boolean> closeGrave() {
    return database
        .query(
            "delete from webhook_graves where endpoint = (select min(endpoint) from webhook_graves)"
                + " and not exists (select 1 from webhook_deliveries d"
                + " where d.endpoint = webhook_graves.endpoint)",
            Tuple.tuple())
        .map(rows -> rows.rowCount() > 0);
  }

  private Target target(Row row) {
    return new Target(
        row.getInteger("key"),
        row.getString("id"),
        row.getLong("version"),
        id(row, "application_id", ApplicationId::new),
        row.getString("api_key"),
        row.getString("url"),
        row.getString("method"),
        Format.of(row.getString("format")),
        WebhookRows.open(secrets, row.getBuffer("secret")),
        WebhookRows.open(secrets, row.getBuffer("old_secret")),
        instant(row, "old_secret_until"),
        instant(row, "failing_since"),
        row.getBoolean("live"));
  }

  private static Waiting waiting(Row row) {
    String room = row.getString("room_id");
    return new Waiting(
        row.getInteger("endpoint"),
        row.getLong("id"),
        row.getLong("position"),
        room == null ? null : new RoomId(room),
        id(row, "call_id", CallId::new),
        row.getInteger("attempts"),
        instant(row, "first_tried_at"),
        instant(row, "last_tried_at"),
        instant(row, "next_try_at"),
        row.getInteger("last_status"));
  }

  private static Told told(Row row) {
    return new Told(
        PgEvents.event(row),
        row.getString("direction"),
        row.getString("from_number"),
        row.getString("to_number"),
        instant(row, "answered_at"));
  }
}
