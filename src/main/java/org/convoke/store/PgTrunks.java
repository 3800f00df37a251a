package org.convoke.store;

import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convoke.clock.Clock;

/** {@link Trunks} in PostgreSQL. */
final class PgTrunks implements Trunks {
  private static final String CONTEXT = "trunk password";

  private final Database database;
  private final Secrets secrets;
  private final Clock clock;

  PgTrunks(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Future<Trunk> create(Trunk draft) {
    String sql =
        """
        insert into trunks (id, name, addresses, username, password, algorithm, srtp, enabled,
          created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *
        """;
    Tuple values = values(Tokens.id("trk"), draft).addValue(time(clock.now()));
    return database.query(sql, values).map(rows -> trunk(Sql.one(rows))).recover(PgTrunks::named);
  }

  @Override
  public Future<Optional<Trunk>> find(String id) {
    return database
        .query("select * from trunks where id = $1", Tuple.of(id))
        .map(rows -> Sql.list(rows, this::trunk).stream().findFirst());
  }

  @Override
  public Future<List<Trunk>> list() {
    return database
        .query("select * from trunks order by created_at, id", Tuple.tuple())
        .map(rows -> Sql.list(rows, this::trunk));
  }

  @Override
  public Future<Optional<Trunk>> update(Trunk trunk) {
    String sql =
        """
        update trunks set name = $2, addresses = $3, username = $4, password = $5,
          algorithm = $6, srtp = $7, enabled = $8
        where id = $1 returning *
        """;
    return database
        .query(sql, values(trunk.id(), trunk))
        .map(rows -> Sql.list(rows, this::trunk).stream().findFirst())
        .recover(PgTrunks::named);
  }

  @Override
  public Future<Boolean> delete(String id) {
    return database
        .query("delete from trunks where id = $1", Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  private Tuple values(String id, Trunk trunk) {
    String password = trunk.password();
    return Tuple.tuple()
        .addValue(id)
        .addValue(trunk.name())
        .addArrayOfString(trunk.addresses().toArray(String[]::new))
        .addValue(trunk.username())
        .addValue(password == null ? null : Buffer.buffer(secrets.seal(password, CONTEXT)))
        .addValue(trunk.algorithm())
        .addValue(trunk.srtp().name().toLowerCase(Locale.ROOT))
        .addValue(trunk.enabled());
  }

  private static <T> Future<T> named(Throwable failure) {
    if (Database.violates(failure, "trunks_name")) {
      return Future.failedFuture(new Conflict("name_taken", "name", "another trunk has this name"));
    }
    if (Database.violates(failure, "trunks_username")) {
      return Future.failedFuture(
          new Conflict("username_taken", "username", "another trunk has this user name"));
    }
    return Future.failedFuture(failure);
  }

  private Trunk trunk(Row row) {
    Buffer password = row.getBuffer("password");
    Instant createdAt = Sql.instant(row, "created_at");
    return new Trunk(
        row.getString("id"),
        row.getString("name"),
        List.of(row.getArrayOfStrings("addresses")),
        row.getString("username"),
        password == null ? null : secrets.open(password.getBytes(), CONTEXT),
        row.getString("algorithm"),
        Srtp.valueOf(row.getString("srtp").toUpperCase(Locale.ROOT)),
        row.getBoolean("enabled"),
        createdAt);
  }
}
