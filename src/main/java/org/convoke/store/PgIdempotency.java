package org.convoke.store;

import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/** {@link Idempotency} in PostgreSQL. Answers hold PINs and secrets, so they are sealed. */
final class PgIdempotency implements Idempotency {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration CLAIMED = Duration.ofMinutes(1);
  private static final String CONTEXT = "idempotent answer";

  private final Database database;
  private final Secrets secrets;

  PgIdempotency(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  @Override
  public Future<Claim> claim(String apiKeyId, String key, String requestHash, Instant now) {
    Tuple values = Tuple.of(apiKeyId, hash(key), bytes(requestHash), time(now));
    return database.transaction(connection ->
        forget(connection, apiKeyId, key, now)
            .compose(forgotten ->
                Database.query(
                    connection,
                    "insert into idempotency_keys (api_key_id, key_hash, request_hash,"
                        + " created_at) values ($1, $2, $3, $4) on conflict do nothing",
                    values))
            .compose(inserted ->
                inserted.rowCount() == 1
                    ? Future.succeededFuture(new Claim.Fresh())
                    : held(connection, apiKeyId, key, requestHash)));
  }

  /** This key when its time is over, and a few others of any key: nobody else clears them away. */
  private Future<?> forget(SqlConnection connection, String apiKeyId, String key, Instant now) {
    String mine =
        "delete from idempotency_keys where api_key_id = $1 and key_hash = $2"
            + " and created_at < case when status is null then $3::timestamptz else $4::timestamptz end";
    String old =
        """
        delete from idempotency_keys where ctid = any(array(
          select ctid from idempotency_keys where created_at < $1
          order by created_at limit 20 for update skip locked))
        """;
    return Database.query(
            connection,
            mine,
            Tuple.of(apiKeyId, hash(key), time(now.minus(CLAIMED)), time(now.minus(KEPT))))
        .compose(done -> Database.query(connection, old, Tuple.of(time(now.minus(KEPT)))));
  }

  private Future<Claim> held(
      SqlConnection connection, String apiKeyId, String key, String requestHash) {
    return Database.query(
            connection,
            "select * from idempotency_keys where api_key_id = $1 and key_hash = $2",
            Tuple.of(apiKeyId, hash(key)))
        .map(rows -> {
          if (rows.size() == 0) {
            return new Claim.InProgress(); // released this moment; the client asks again
          }
          Row row = Sql.one(rows);
          byte[] stored = row.getBuffer("request_hash").getBytes();
          if (!MessageDigest.isEqual(stored, bytes(requestHash).getBytes())) {
            return new Claim.Mismatch();
          }
          Integer status = row.getInteger("status");
          return status == null
              ? new Claim.InProgress()
              : new Claim.Replay(answer(status, row.getBuffer("answer")));
        });
  }

  @Override
  public Future<Void> complete(String apiKeyId, String key, Answer answer) {
    String sealed =
        new JsonObject().put("location", answer.location()).put("body", answer.body()).encode();
    return database
        .query(
            "update idempotency_keys set status = $3, answer = $4"
                + " where api_key_id = $1 and key_hash = $2",
            Tuple.of(
                apiKeyId, hash(key), answer.status(), Buffer.buffer(secrets.seal(sealed, CONTEXT))))
        .mapEmpty();
  }

  @Override
  public Future<Void> release(String apiKeyId, String key) {
    return database
        .query(
            "delete from idempotency_keys"
                + " where api_key_id = $1 and key_hash = $2 and status is null",
            Tuple.of(apiKeyId, hash(key)))
        .mapEmpty();
  }

  private Answer answer(int status, Buffer sealed) {
    JsonObject kept = new JsonObject(secrets.open(sealed.getBytes(), CONTEXT));
    return new Answer(status, kept.getString("location"), kept.getString("body"));
  }

  /** Keyed: clients put order numbers and the like into their keys. */
  private Buffer hash(String key) {
    return Buffer.buffer(secrets.keyHmac("idempotency " + key));
  }

  private static Buffer bytes(String requestHash) {
    return Buffer.buffer(requestHash.getBytes(StandardCharsets.US_ASCII));
  }
}
