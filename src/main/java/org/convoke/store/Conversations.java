package org.convoke.store;

import static org.convoke.store.Sql.one;
import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;

/** Rooms that applications name: one live room of a name, whoever asks first. */
final class Conversations {
  /** {@code fresh}: it was made by this. */
  record Found(RoomId id, boolean fresh) {}

  private Conversations() {}

  /** Fails with {@link Conflict} conversations_exhausted, or NoSuchElementException. */
  static Future<Found> findOrMake(
      SqlConnection connection, ApplicationId application, String name, Instant now) {
    // One statement: a second caller of the same moment waits for the first and finds his room.
    // While a meeting is on (expires_at null) it stays as it is.
    String sql =
        """
        insert into rooms as r (id, name, pin_length, ends_when_host_leaves, wait_for_host,
          announce, expires_at, created_at, updated_at, slug, access, application_id, conversation)
        select $1, $3, 4, false, false, 'off', $5, $4, $4, $1, 'token', $2, $3
        from applications where id = $2
        on conflict (application_id, conversation)
          where deleted_at is null and application_id is not null
        do update set expires_at =
          case when r.expires_at is null then null else greatest(r.expires_at, $5) end
        returning id
        """;
    RoomId id = RoomId.random();
    Tuple values =
        Tuple.of(
            id.value(),
            Sql.uuid(application.value()),
            name,
            time(now),
            time(now.plus(Rooms.CONVERSATION_KEPT)));
    return Database.query(connection, sql, values)
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(
                new NoSuchElementException("there is no application " + application));
          }
          RoomId stored = new RoomId(one(rows).getString("id"));
          Found found = new Found(stored, stored.equals(id));
          return found.fresh() ? counted(connection, application, found) : done(found);
        });
  }

  private static Future<Found> counted(
      SqlConnection connection, ApplicationId application, Found found) {
    return Database.query(
            connection,
            "select count(*) from rooms where application_id = $1 and deleted_at is null",
            Tuple.of(Sql.uuid(application.value())))
        .compose(rows ->
            one(rows).getLong(0) <= Rooms.CONVERSATIONS_MAX
                ? done(found)
                : Future.failedFuture(
                    new Conflict(
                        "conversations_exhausted",
                        "name",
                        "the application has "
                            + Rooms.CONVERSATIONS_MAX
                            + " conversations, as many as it may have")));
  }

  private static Future<Found> done(Found found) {
    return Future.succeededFuture(found);
  }
}
