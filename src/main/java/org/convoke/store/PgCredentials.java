package org.convoke.store;

import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.convoke.clock.Clock;

/** {@link Credentials} in PostgreSQL. */
final class PgCredentials implements Credentials {
  private static final String CONTEXT = "sip password";
  private static final int PASSWORD_LENGTH = 24;

  private final Database database;
  private final Secrets secrets;
  private final Clock clock;

  PgCredentials(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Future<Credential> rotate(String apiKeyId, String algorithm) {
    Tuple values =
        Tuple.of(
            Tokens.id("sip"),
            apiKeyId,
            Tokens.username(),
            Buffer.buffer(secrets.seal(Tokens.secret(PASSWORD_LENGTH), CONTEXT)),
            algorithm,
            time(clock.now()));
    return database.transaction(connection ->
        // The key's row is locked, so two rotations at once leave one credential.
        Database.query(
                connection, "select 1 from api_keys where id = $1 for update", Tuple.of(apiKeyId))
            .compose(keys ->
                keys.size() == 0
                    ? Future.failedFuture(new java.util.NoSuchElementException("no such API key"))
                    : Database.query(
                        connection,
                        "delete from sip_credentials where api_key_id = $1",
                        Tuple.of(apiKeyId)))
            .compose(deleted ->
                Database.query(
                    connection,
                    "insert into sip_credentials (id, api_key_id, username, password,"
                        + " algorithm, created_at) values ($1, $2, $3, $4, $5, $6)"
                        + " returning *",
                    values))
            .map(rows -> credential(Sql.one(rows))));
  }

  @Override
  public Future<Optional<Credential>> findByUsername(String username) {
    return database
        .query("select * from sip_credentials where username = $1", Tuple.of(username))
        .map(rows -> Sql.list(rows, this::credential).stream().findFirst());
  }

  @Override
  public Future<List<Credential>> list() {
    return database
        .query("select * from sip_credentials order by created_at, id", Tuple.tuple())
        .map(rows -> Sql.list(rows, this::credential));
  }

  @Override
  public Future<Boolean> delete(String id) {
    return database
        .query("delete from sip_credentials where id = $1", Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  private Credential credential(Row row) {
    return new Credential(
        row.getString("id"),
        row.getString("api_key_id"),
        row.getString("username"),
        secrets.open(row.getBuffer("password").getBytes(), CONTEXT),
        row.getString("algorithm"),
        Sql.instant(row, "created_at"));
  }
}
