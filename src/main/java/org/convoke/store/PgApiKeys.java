package org.convoke.store;

import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.clock.Clock;

/**
 * {@link ApiKeys} in PostgreSQL. A secret holds 238 random bits, so a plain SHA-256 of it cannot be
 * guessed back; it is compared in constant time.
 */
final class PgApiKeys implements ApiKeys {
  private static final Pattern SECRET = Pattern.compile("cvk_([a-z0-9]{12})_([A-Za-z0-9]{40})");
  private static final int SECRET_LENGTH = 40;

  private final Database database;
  private final Clock clock;

  PgApiKeys(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Future<Created> create(String name, Set<String> scopes, Instant expiresAt) {
    String id = Tokens.id("key").substring("key_".length());
    return insert("cvk_" + id + "_" + Tokens.secret(SECRET_LENGTH), name, scopes, expiresAt);
  }

  /** Stores a key whose secret exists already. Throws IllegalArgumentException when it is none. */
  Future<Created> insert(String secret, String name, Set<String> scopes, Instant expiresAt) {
    String id = idOf(secret).orElseThrow(() -> new IllegalArgumentException("not an API key"));
    Tuple values =
        Tuple.tuple()
            .addValue(id)
            .addValue(name)
            .addValue(Buffer.buffer(Secrets.sha256(secret)))
            .addArrayOfString(scopes.stream().sorted().toArray(String[]::new))
            .addValue(time(clock.now()))
            .addValue(time(expiresAt));
    return database
        .query(
            "insert into api_keys (id, name, hash, scopes, created_at, expires_at)"
                + " values ($1, $2, $3, $4, $5, $6) returning *",
            values)
        .map(rows -> new Created(key(Sql.one(rows)), secret));
  }

  /** The id within a secret; empty when a text is none. */
  static Optional<String> idOf(String secret) {
    Matcher matcher = SECRET.matcher(secret);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public Future<Optional<ApiKey>> authenticate(String secret, Instant now) {
    Optional<String> id = idOf(secret);
    if (id.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return database
        .query(
            "select * from api_keys where id = $1 and (expires_at is null or expires_at > $2)",
            Tuple.of(id.get(), time(now)))
        .map(rows -> {
          if (rows.size() == 0) {
            return Optional.empty();
          }
          Row row = Sql.one(rows);
          byte[] stored = row.getBuffer("hash").getBytes();
          return MessageDigest.isEqual(stored, Secrets.sha256(secret))
              ? Optional.of(key(row))
              : Optional.empty();
        });
  }

  @Override
  public Future<List<ApiKey>> list() {
    return database
        .query("select * from api_keys order by created_at, id", Tuple.tuple())
        .map(rows -> Sql.list(rows, PgApiKeys::key));
  }

  @Override
  public Future<Boolean> delete(String id) {
    return database
        .query("delete from api_keys where id = $1", Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  @Override
  public Future<Boolean> any() {
    return database
        .query("select exists (select 1 from api_keys)", Tuple.tuple())
        .map(rows -> Sql.one(rows).getBoolean(0));
  }

  private static ApiKey key(Row row) {
    return new ApiKey(
        row.getString("id"),
        row.getString("name"),
        Set.of(row.getArrayOfStrings("scopes")),
        instant(row, "created_at"),
        instant(row, "expires_at"));
  }
}
