package org.convoke.store;

import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.convoke.id.RoomId;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.Hook;
import org.convoke.vonage.StatusEvents;

/**
 * The event URL of an application as an endpoint: made, changed and deleted in the transaction that
 * does so with the application.
 */
final class ApplicationHooks {
  private static final String INSERT =
      """
      insert into webhook_endpoints (id, application_id, url, method, events, patterns, format,
        secret, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, 'vonage', $7, $8, $8)
      """;

  private static final String UPDATE =
      """
      update webhook_endpoints set url = $2, method = $3, secret = $4, old_secret = $5,
        old_secret_until = $6, updated_at = $7, version = version + 1
      where key = $1
      """;

  private static final String DELETE =
      """
      with gone as (
        delete from webhook_endpoints where application_id = $1 and (not conversation or $2)
        returning key)
      insert into webhook_graves select key from gone
      """;

  /** Event URLs of conversations that one application may have at a time. */
  private static final long CONVERSATIONS_MAX = 1_000;

  private static final String TELL =
      """
      insert into webhook_endpoints (id, application_id, url, method, events, patterns, rooms,
        format, secret, old_secret, old_secret_until, conversation, created_at, updated_at)
      select $1, $2, $3, $4, $5, $6, $7, 'vonage', $8, $9, $10, true, $11, $11
      where (select count(*) from webhook_endpoints where application_id = $2 and conversation)
        < $12
      on conflict (application_id, url, method, rooms) where conversation do nothing
      """;

  private static final String TOLD =
      """
      select 1 from webhook_endpoints
      where application_id = $1 and url = $2 and method = $3 and rooms = $4 and conversation
      """;

  private ApplicationHooks() {}

  /** As the application now is. A new URL, or an old one given again, turns it on. */
  static Future<?> put(SqlConnection open, Secrets secrets, Application application, Instant now) {
    UUID id = Sql.uuid(application.id().value());
    if (application.event() == null) {
      return drop(open, id, false);
    }
    return OutboxWriter.lock(open)
        .compose(locked ->
            Database.query(
                open,
                "select * from webhook_endpoints where application_id = $1"
                    + " and not conversation for update",
                Tuple.of(id)))
        .compose(rows ->
            rows.size() == 0
                ? insert(open, secrets, application, now)
                : update(open, secrets, application, Sql.one(rows), now));
  }

  /** {@code all}: those of its conversations too. */
  static Future<?> drop(SqlConnection open, UUID application, boolean all) {
    return OutboxWriter.lock(open)
        .compose(locked -> Database.query(open, DELETE, Tuple.of(application, all)));
  }

  /** False where the application has as many as it may have. */
  static Future<Boolean> tell(
      SqlConnection open,
      Secrets secrets,
      Application application,
      RoomId conversation,
      Hook hook,
      Instant now) {
    List<String> types = new ArrayList<>(StatusEvents.CONVERSATION_TYPES);
    if (!hook.equals(application.event())) {
      types.addAll(StatusEvents.CONVERSATION_CALL_TYPES); // which are told there anyway
    }
    UUID id = Sql.uuid(application.id().value());
    String[] rooms = {conversation.value()};
    Tuple values =
        Tuple.tuple()
            .addValue(Tokens.id("whk"))
            .addValue(id)
            .addValue(hook.url())
            .addValue(hook.method())
            .addArrayOfString(types.toArray(String[]::new))
            .addArrayOfString(WebhookRows.patterns(types))
            .addArrayOfString(rooms)
            .addValue(WebhookRows.seal(secrets, application.signatureSecret()))
            .addValue(
                application.isOldSecretValid(now)
                    ? WebhookRows.seal(secrets, application.oldSecret())
                    : null)
            .addValue(application.isOldSecretValid(now) ? time(application.oldSecretUntil()) : null)
            .addValue(time(now))
            .addValue(CONVERSATIONS_MAX);
    return OutboxWriter.lock(open)
        .compose(locked -> Database.query(open, TELL, values))
        .compose(inserted ->
            inserted.rowCount() > 0
                ? Future.succeededFuture(true)
                : Database.query(open, TOLD, Tuple.of(id, hook.url(), hook.method(), rooms))
                    .map(rows -> rows.size() > 0));
  }

  /** Those of its conversations sign as it does. */
  static Future<?> rotate(SqlConnection open, Secrets secrets, Application now, Instant until) {
    return Database.query(
        open,
        "update webhook_endpoints set old_secret = secret, old_secret_until = $3, secret = $2,"
            + " version = version + 1 where application_id = $1 and conversation",
        Tuple.of(
            Sql.uuid(now.id().value()),
            WebhookRows.seal(secrets, now.signatureSecret()),
            time(until)));
  }

  private static Future<Void> insert(
      SqlConnection open, Secrets secrets, Application application, Instant now) {
    Tuple values =
        Tuple.tuple()
            .addValue(Tokens.id("whk"))
            .addValue(Sql.uuid(application.id().value()))
            .addValue(application.event().url())
            .addValue(application.event().method())
            .addArrayOfString(StatusEvents.TYPES.toArray(String[]::new))
            .addArrayOfString(WebhookRows.patterns(StatusEvents.TYPES))
            .addValue(WebhookRows.seal(secrets, application.signatureSecret()))
            .addValue(time(now));
    return Database.query(open, INSERT, values).mapEmpty();
  }

  private static Future<Void> update(
      SqlConnection open, Secrets secrets, Application application, Row row, Instant now) {
    int key = row.getInteger("key");
    String secret = application.signatureSecret();
    boolean rotated = !secret.equals(WebhookRows.open(secrets, row.getBuffer("secret")));
    Buffer old = rotated ? row.getBuffer("secret") : row.getBuffer("old_secret");
    Tuple values =
        Tuple.tuple()
            .addValue(key)
            .addValue(application.event().url())
            .addValue(application.event().method())
            .addValue(WebhookRows.seal(secrets, secret))
            .addValue(old)
            .addValue(
                rotated
                    ? time(now.plus(Applications.KEEP_OLD))
                    : row.getOffsetDateTime("old_secret_until"))
            .addValue(time(now));
    return Database.query(open, UPDATE, values)
        .compose(done ->
            row.getBoolean("enabled")
                ? Future.succeededFuture()
                : EndpointSwitch.on(open, key, now).mapEmpty());
  }
}
