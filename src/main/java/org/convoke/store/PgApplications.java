package org.convoke.store;

import static org.convoke.store.Sql.id;
import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.one;
import static org.convoke.store.Sql.time;
import static org.convoke.store.Sql.uuid;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;

/** {@link Applications} in PostgreSQL. */
final class PgApplications implements Applications {
  private static final String CONTEXT = "application";
  private static final UUID LAST = new UUID(-1L, -1L);

  /** Any number would do; it names the lock under which applications are counted and made. */
  private static final long ADVISORY_LOCK = 0x436f6e766f6b6502L;

  private final Database database;
  private final Secrets secrets;
  private final Clock clock;

  PgApplications(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Future<Application> create(Application application, int most) {
    String sql =
        """
        insert into applications (id, name, answer_url, answer_method, event_url, event_method,
          fallback_answer_url, fallback_method, signature_secret, api_key, dtmf_format, public_key,
          created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) returning *
        """;
    return database.transaction(connection ->
        room(connection, most)
            .compose(counted -> Database.query(connection, sql, values(application)))
            .compose(rows -> told(connection, application(one(rows)))));
  }

  /** What befalls its calls goes to its event URL by the outbox. */
  private Future<Application> told(SqlConnection connection, Application application) {
    return ApplicationHooks.put(connection, secrets, application, clock.now())
        .map(done -> application);
  }

  private Future<Void> room(SqlConnection connection, int most) {
    return Database.query(connection, "select pg_advisory_xact_lock($1)", Tuple.of(ADVISORY_LOCK))
        .compose(locked ->
            Database.query(connection, "select count(*) from applications", Tuple.tuple()))
        .compose(rows ->
            one(rows).getLong(0) < most
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new Conflict(
                        "applications_exhausted",
                        "name",
                        "there are " + most + " applications, as many as there may be")));
  }

  @Override
  public Future<Optional<Application>> find(ApplicationId id) {
    return database
        .query("select * from applications where id = $1", Tuple.of(uuid(id.value())))
        .map(rows -> Sql.list(rows, this::application).stream().findFirst());
  }

  @Override
  public Future<Page<Application>> list(String cursor, int limit) {
    Cursor from = Cursor.parse(cursor);
    Tuple arguments =
        Tuple.of(
            time(from.at()), from.id().isEmpty() ? LAST : UUID.fromString(from.id()), limit + 1);
    return database
        .query(
            "select * from applications where (created_at, id) < ($1, $2)"
                + " order by created_at desc, id desc limit $3",
            arguments)
        .map(rows ->
            Cursor.page(
                Sql.list(rows, this::application),
                limit,
                application -> new Cursor(application.createdAt(), application.id().value())));
  }

  @Override
  public Future<List<Application>> all(int limit) {
    return database
        .query(
            "select * from applications order by created_at desc, id desc limit $1",
            Tuple.of(limit))
        .map(rows -> Sql.list(rows, this::application));
  }

  @Override
  public Future<Optional<Application>> update(Application application) {
    String sql =
        """
        update applications set name = $2, answer_url = $3, answer_method = $4, event_url = $5,
          event_method = $6, fallback_answer_url = $7, fallback_method = $8,
          signature_secret = $9, api_key = $10, dtmf_format = $11, public_key = $12,
          updated_at = $13, old_secret = $14, old_secret_until = $15
        where id = $1 returning *
        """;
    return database.transaction(connection ->
        // The journal's lock first, as the journal does, or the two would wait for each other.
        OutboxWriter.lock(connection)
            .compose(locked ->
                Database.query(
                    connection,
                    "select * from applications where id = $1 for update",
                    Tuple.of(uuid(application.id().value()))))
            .compose(before ->
                before.size() == 0
                    ? Future.succeededFuture(before)
                    : rotated(connection, application, one(before))
                        .compose(done ->
                            Database.query(
                                connection,
                                sql,
                                withOld(values(application), application, one(before)))))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.<Application>empty())
                    : told(connection, application(one(rows))).map(Optional::of)));
  }

  @Override
  public Future<Boolean> delete(ApplicationId id) {
    Tuple key = Tuple.of(uuid(id.value()));
    return database.transaction(connection ->
        OutboxWriter.lock(connection)
            // A number that is being led to it holds its row: we wait, and then see the number.
            .compose(locked ->
                Database.query(
                    connection, "select 1 from applications where id = $1 for update", key))
            .compose(rows ->
                rows.size() == 0 ? Future.succeededFuture(false) : delete(connection, key)));
  }

  private static Future<Boolean> delete(SqlConnection connection, Tuple key) {
    return Database.query(
            connection,
            "select number from numbers where application_id = $1 order by number limit 1",
            key)
        .compose(numbers ->
            numbers.size() == 0
                ? ApplicationHooks.drop(connection, key.getUUID(0), true)
                    .compose(gone ->
                        Database.query(connection, "delete from applications where id = $1", key))
                : Future.failedFuture(
                    new Conflict(
                        "application_in_use",
                        "application_id",
                        "the number "
                            + one(numbers).getString(0)
                            + " leads to it: let it lead elsewhere, or delete it, first")))
        .map(deleted -> true);
  }

  private Tuple values(Application application) {
    return Tuple.tuple()
        .addValue(uuid(application.id().value()))
        .addValue(application.name())
        .addValue(url(application.answer()))
        .addValue(method(application.answer(), "GET"))
        .addValue(url(application.event()))
        .addValue(method(application.event(), "POST"))
        .addValue(url(application.fallback()))
        .addValue(method(application.fallback(), "GET"))
        .addValue(Buffer.buffer(secrets.seal(application.signatureSecret(), CONTEXT)))
        .addValue(application.apiKey())
        .addValue(application.dtmfFormat().wire())
        .addValue(application.publicKey())
        .addValue(time(clock.now()));
  }

  @Override
  public Future<Boolean> tell(ApplicationId id, RoomId conversation, Hook hook) {
    return database.transaction(connection ->
        // In the order of a change of the application, or the two would wait for each other.
        OutboxWriter.lock(connection)
            .compose(locked ->
                Database.query(
                    connection,
                    "select * from applications where id = $1 for share",
                    Tuple.of(uuid(id.value()))))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(false)
                    : ApplicationHooks.tell(
                        connection,
                        secrets,
                        application(one(rows)),
                        conversation,
                        hook,
                        clock.now())));
  }

  private boolean isRotated(Application now, Row before) {
    return !now.signatureSecret().equals(open(before.getBuffer("signature_secret")));
  }

  private Future<?> rotated(SqlConnection connection, Application now, Row before) {
    return isRotated(now, before)
        ? ApplicationHooks.rotate(connection, secrets, now, clock.now().plus(KEEP_OLD))
        : Future.succeededFuture();
  }

  /** The secret that was there signs on for a while, where there is another now. */
  private Tuple withOld(Tuple values, Application now, Row before) {
    boolean rotated = isRotated(now, before);
    return values
        .addValue(before.getBuffer(rotated ? "signature_secret" : "old_secret"))
        .addValue(
            rotated
                ? time(clock.now().plus(KEEP_OLD))
                : before.getOffsetDateTime("old_secret_until"));
  }

  private String open(Buffer sealed) {
    return sealed == null ? null : secrets.open(sealed.getBytes(), CONTEXT);
  }

  private static String url(Hook hook) {
    return hook == null ? null : hook.url();
  }

  private static String method(Hook hook, String otherwise) {
    return hook == null ? otherwise : hook.method();
  }

  private Application application(Row row) {
    return new Application(
        id(row, "id", ApplicationId::new),
        row.getString("name"),
        hook(row, "answer_url", "answer_method"),
        hook(row, "event_url", "event_method"),
        hook(row, "fallback_answer_url", "fallback_method"),
        open(row.getBuffer("signature_secret")),
        open(row.getBuffer("old_secret")),
        instant(row, "old_secret_until"),
        row.getString("api_key"),
        DtmfFormat.of(row.getString("dtmf_format")),
        row.getString("public_key"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static Hook hook(Row row, String url, String method) {
    return row.getString(url) == null ? null : new Hook(row.getString(url), row.getString(method));
  }
}
