package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool of connections to PostgreSQL. Nothing waits for ever: the server ends a statement after
 * {@link #STATEMENT_TIMEOUT_MS}, and where the server itself is silent we give up a little later;
 * after a second in which nobody was answered, whoever asks is refused at once ({@link Circuit}).
 * The pool drops dead connections and makes new ones, so a PostgreSQL that was restarted is found
 * again within a second.
 */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  public static final int STATEMENT_TIMEOUT_MS = 2_000;

  /** Sooner than the statement's, so that one can be told from the other. */
  private static final int LOCK_TIMEOUT_MS = STATEMENT_TIMEOUT_MS - 200;

  /** Later than the server's own timeout, which gives the better reason. */
  private static final int SILENCE_MS = STATEMENT_TIMEOUT_MS + 500;

  private static final int MAX_WAITING = 2_000;
  private static final int READY_TRIES = 8;

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Pool pool;
  private final int size;
  private final Clock clock = Clock.system();
  private final DatabaseMeter meter = new DatabaseMeter(clock);
  private final Circuit circuit = new Circuit();

  private Database(Vertx vertx, PgConnectOptions options, Pool pool, int size) {
    this.vertx = vertx;
    this.options = options;
    this.pool = pool;
    this.size = size;
  }

  /** A pool of {@code size} connections, made when they are first needed. */
  public static Database open(Vertx vertx, DatabaseUrl url, int size) {
    PgConnectOptions options =
        url.connectOptions()
            .setCachePreparedStatements(true)
            .addProperty("application_name", "convoke")
            .addProperty("statement_timeout", Integer.toString(STATEMENT_TIMEOUT_MS))
            .addProperty("lock_timeout", Integer.toString(LOCK_TIMEOUT_MS))
            .addProperty("idle_in_transaction_session_timeout", "5000");
    Pool pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(size)
                    .setMaxWaitQueueSize(MAX_WAITING)
                    .setConnectionTimeout(1_500)
                    .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
            .connectingTo(options)
            .using(vertx)
            .build();
    return new Database(vertx, options, pool, size);
  }

  /**
   * Done once the database answers; for the start, when a busy machine may take its time. Fails
   * with {@link Unavailable} after about 15 s.
   */
  public Future<Void> ready() {
    return ready(READY_TRIES);
  }

  private Future<Void> ready(int tries) {
    return bounded(pool.preparedQuery("select 1").execute())
        .<Void>mapEmpty()
        .recover(failure ->
            tries == 1
                ? Future.failedFuture(failure)
                : vertx.timer(200, TimeUnit.MILLISECONDS).compose(waited -> ready(tries - 1)));
  }

  /**
   * Opens all connections now, so that the first callers need not wait for them. Never fails: what
   * could not be opened is tried again when it is needed.
   */
  public Future<Void> warm() {
    List<Future<SqlConnection>> opened = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      opened.add(pool.getConnection().onSuccess(Database::quiet));
    }
    return Future.join(opened)
        .transform(all -> {
          opened.stream().filter(Future::succeeded).forEach(one -> one.result().close());
          return Future.succeededFuture();
        });
  }

  /** For a connection of one's own, outside the pool. */
  public PgConnectOptions options() {
    return new PgConnectOptions(options);
  }

  Vertx vertx() {
    return vertx;
  }

  /** One statement. Fails with {@link Unavailable} when the database does not answer. */
  public Future<RowSet<Row>> query(String sql, Tuple arguments) {
    return metered(() -> pool.preparedQuery(sql).execute(arguments));
  }

  /** {@code work} in one transaction; a failure rolls it back. */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return metered(() -> pool.withTransaction(connection -> work.apply(quiet(connection))));
  }

  /** The client prints what nobody takes; whoever asked by the connection is told of it, too. */
  private static SqlConnection quiet(SqlConnection connection) {
    return connection.exceptionHandler(
        broken -> LOG.debug("a connection is lost: {}", broken.getMessage()));
  }

  /** One statement within a transaction. */
  static Future<RowSet<Row>> query(SqlClient client, String sql, Tuple arguments) {
    return client.preparedQuery(sql).execute(arguments);
  }

  public Future<Void> close() {
    return pool.close();
  }

  /** How it is; any thread. */
  public DatabaseReadings readings() {
    return meter.readings(size, circuit.isOpen());
  }

  private <T> Future<T> metered(Supplier<Future<T>> work) {
    if (!circuit.mayAsk(clock.nowNs())) {
      meter.notAsked();
      return Future.failedFuture(new Unavailable(new TimeoutException("it was not asked")));
    }
    long beganNs = meter.began();
    Future<T> asked = work.get().onComplete(done -> meter.left());
    Future<T> answered = bounded(asked);
    return answered.onComplete(done -> {
      meter.ended(beganNs, answered);
      judge(answered);
    });
  }

  private void judge(Future<?> answered) {
    if (isSilence(answered)) {
      if (circuit.silent(clock.nowNs())) {
        LOG.warn("The database is asked once a second: {}", answered.cause().getMessage());
      }
    } else if (circuit.answered()) {
      LOG.info("The database answers again");
    }
  }

  private static boolean isSilence(Future<?> answered) {
    return answered.cause() instanceof Unavailable silent
        && !silent.isDiskFull()
        && !silent.isLock();
  }

  private static <T> Future<T> bounded(Future<T> future) {
    return future
        .timeout(SILENCE_MS, TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(sorted(failure)));
  }

  /** Tells a database that is away from a statement that is wrong: the second is a defect. */
  static Throwable sorted(Throwable failure) {
    return isAway(failure) ? new Unavailable(failure) : failure;
  }

  private static boolean isAway(Throwable failure) {
    return switch (failure) {
      case PgException refused -> isAway(refused.getSqlState());
      case ClosedConnectionException closed -> true;
      case TimeoutException late -> true;
      case IOException broken -> true;
      case VertxException inner -> true;
      default -> false;
    };
  }

  /**
   * Classes of SQLSTATE that say nothing against the statement: connection (08), resources (53),
   * operator (57, statement timeout among them), lock not available (55P03), system (58).
   */
  private static boolean isAway(String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.startsWith("58")
            || state.equals("55P03")
            || state.equals("25P03"));
  }

  /** Whether {@code failure} is the violation of the named constraint. */
  static boolean violates(Throwable failure, String constraint) {
    return failure instanceof PgException refused
        && "23505".equals(refused.getSqlState())
        && constraint.equals(refused.getConstraint());
  }
}
