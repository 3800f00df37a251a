package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Circuit} with its question; any thread. */
final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private static final long CONNECT_MS = 1_500;
  private static final long ANSWER_MS = 1_000;

  /** A time out that comes so late says nothing of the database: we did not run ourselves. */
  private static final long LATE_NS = 100_000_000L;

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Clock clock;
  private final Circuit circuit;

  /** For the question, from the first doubt on. */
  private volatile PgConnection apart;

  private volatile boolean closed;

  Breaker(Vertx vertx, PgConnectOptions options, Clock clock) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
    circuit = new Circuit(clock.nowNs());
  }

  /** Whether statements go to the database. */
  boolean lets() {
    synchronized (circuit) {
      return circuit.lets();
    }
  }

  Circuit.State state() {
    synchronized (circuit) {
      return circuit.state();
    }
  }

  /** How often it was opened. */
  long opened() {
    synchronized (circuit) {
      return circuit.opened();
    }
  }

  /** What those are told who would have asked. */
  static Unavailable refusal() {
    return new Unavailable(new TimeoutException("it is not asked until it answers again"));
  }

  /** A statement is late, or found nobody. */
  void doubt() {
    boolean ask;
    synchronized (circuit) {
      ask = !closed && circuit.doubt(clock.nowNs());
    }
    if (ask) {
      ask();
    }
  }

  private void ask() {
    if (closed) {
      return;
    }
    question()
        .onComplete(done -> {
          boolean answered = done.succeeded() || isAnswer(done.cause());
          boolean before;
          boolean after;
          long nextNs;
          synchronized (circuit) {
            before = circuit.lets();
            nextNs = circuit.told(answered, clock.nowNs());
            after = circuit.lets();
          }
          if (before && !after) {
            LOG.warn("The database is not asked until it answers again: {}", reason(done.cause()));
          } else if (after && !before) {
            LOG.info("The database answers again");
          }
          if (nextNs != Circuit.NEVER && !closed) {
            vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nextNs), timer -> ask());
          }
        });
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** Over a connection that nobody else uses; one that was silent is given up. */
  private Future<?> question() {
    return connected()
        .compose(open ->
            within(ANSWER_MS, open.query("select 1").execute())
                .onFailure(silent -> {
                  apart = null;
                  open.close();
                }));
  }

  private Future<PgConnection> connected() {
    PgConnection open = apart;
    if (open != null) {
      return Future.succeededFuture(open);
    }
    Future<PgConnection> connecting = PgConnection.connect(vertx, options);
    Future<PgConnection> inTime = within(CONNECT_MS, connecting);
    connecting.onSuccess(late -> {
      if (inTime.failed() || closed) {
        late.close();
      }
    });
    return inTime.onSuccess(made -> {
      apart = made;
      made.closeHandler(gone -> {
        if (apart == made) {
          apart = null;
        }
      });
    });
  }

  /** Gives up waiting; but where we ran late ourselves, after as long again. */
  private <T> Future<T> within(long ms, Future<T> answer) {
    long fromNs = clock.nowNs();
    return answer
        .timeout(ms, TimeUnit.MILLISECONDS)
        .recover(failure -> {
          boolean late = clock.nowNs() - fromNs > TimeUnit.MILLISECONDS.toNanos(ms) + LATE_NS;
          return answer.isComplete() || !late
              ? Future.failedFuture(failure)
              : answer.timeout(ms, TimeUnit.MILLISECONDS);
        });
  }

  /** A refusal is an answer as well (too many connections, a password), but for one of a stop. */
  private static boolean isAnswer(Throwable failure) {
    return failure instanceof PgException refused
        && refused.getSqlState() != null
        && !refused.getSqlState().startsWith("57");
  }

  /** Asks no more. */
  void close() {
    closed = true;
    PgConnection open = apart;
    if (open != null) {
      open.close();
    }
  }
}
