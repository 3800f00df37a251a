package org.convoke.store;

import static org.convoke.store.Sql.instant;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** {@link TokenKeys} in PostgreSQL. */
final class PgTokenKeys implements TokenKeys {
  private static final String CONTEXT = "token key";

  /**
   * HMAC: we alone check what we signed, so a key that others may see would serve nobody, and it
   * costs a hundredth of a signature by elliptic curves.
   */
  private static final String ALGORITHM = "HS256";

  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Secrets secrets;

  PgTokenKeys(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  @Override
  public Future<List<Key>> all(Instant now) {
    return list(now)
        .compose(keys ->
            keys.isEmpty() || keys.getFirst().retiredAt() != null
                ? rotate(now, Duration.ZERO, now)
                : Future.succeededFuture(keys));
  }

  private Future<List<Key>> list(Instant now) {
    return database
        .query(
            "select * from token_keys where valid_until is null or valid_until > $1"
                + " order by retired_at desc nulls first, created_at desc",
            Tuple.of(time(now)))
        .map(rows -> Sql.list(rows, this::key));
  }

  @Override
  public Future<List<Key>> rotate(Instant now, Duration keep, Instant olderThan) {
    return database
        .transaction(connection ->
            Database.query(connection, "lock table token_keys in exclusive mode", Tuple.tuple())
                .compose(locked ->
                    Database.query(
                        connection,
                        "delete from token_keys where valid_until <= $1",
                        Tuple.of(time(now))))
                .compose(deleted ->
                    Database.query(
                        connection,
                        "update token_keys set retired_at = $1, valid_until = $2"
                            + " where retired_at is null"
                            + " and ($3::timestamptz is null or created_at < $3)",
                        Tuple.of(time(now), time(now.plus(keep)), time(olderThan))))
                .compose(retired ->
                    Database.query(
                        connection,
                        "select count(*), count(*) filter (where retired_at is null)"
                            + " from token_keys",
                        Tuple.tuple()))
                .compose(counted -> {
                  Row row = Sql.one(counted);
                  return row.getLong(1) > 0
                      ? Future.succeededFuture()
                      : insert(connection, now, row.getLong(0));
                }))
        .compose(done -> list(now));
  }

  private Future<?> insert(SqlConnection connection, Instant now, long others) {
    if (others >= MAX_KEYS) {
      return Future.failedFuture(
          new Conflict(
              "token_keys_exhausted",
              "body",
              "there are as many keys as there may be; the oldest go when their tokens expired"));
    }
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return Database.query(
        connection,
        "insert into token_keys (kid, algorithm, sealed, created_at) values ($1, $2, $3, $4)",
        Tuple.of(
            Tokens.id("tk"), ALGORITHM, Buffer.buffer(secrets.seal(text, CONTEXT)), time(now)));
  }

  private Key key(Row row) {
    return new Key(
        row.getString("kid"),
        row.getString("algorithm"),
        secrets.open(row.getBuffer("sealed").getBytes(), CONTEXT),
        instant(row, "created_at"),
        instant(row, "retired_at"),
        instant(row, "valid_until"));
  }
}
