package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.it.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that takes five seconds for whatever is asked. */
class SlowDatabaseIT {
  private Vertx vertx;
  private TestDatabase place;
  private Database database;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    place = TestDatabase.create(vertx, Clock.system());
    database = place.stores().database();
  }

  @AfterEach
  void close() {
    place.close();
    await(vertx.close());
  }

  private List<Future<?>> slow(int count) {
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(database.query("select pg_sleep(5)", Tuple.tuple()));
    }
    await(Future.join(asked).otherwiseEmpty());
    return asked;
  }

  @Test
  void nobodyWaitsForADatabaseThatAnswersNobody() {
    assertThat(slow(Circuit.FAILURES)).allMatch(Future::failed);
    assertThat(database.readings().resting()).as("after one moment").isFalse();
    assertThat(slow(1)).allMatch(Future::failed);
    assertThat(database.readings().resting()).isTrue();
    long away = database.readings().away();
    int before = database.readings().took().stream().mapToInt(Long::intValue).sum();
    for (int i = 0; i < 100; i++) {
      Future<?> refused = database.query("select pg_sleep(5)", Tuple.tuple());
      assertThat(refused.isComplete()).as("refused at once").isTrue();
      assertThatThrownBy(() -> await(refused)).isInstanceOf(Unavailable.class);
    }
    assertThat(database.readings().away()).isEqualTo(away + 100);
    assertThat(database.readings().took().stream().mapToInt(Long::intValue).sum())
        .isEqualTo(before);
    await(vertx.timer(1100, TimeUnit.MILLISECONDS));
    await(database.query("select 1", Tuple.tuple()));
    assertThat(database.readings().resting()).isFalse();
    await(database.transaction(sql -> Database.query(sql, "select 1", Tuple.tuple())));
  }

  @Test
  void aStatementThatIsWrongIsAnAnswer() {
    slow(Circuit.FAILURES);
    assertThatThrownBy(() -> await(database.query("select nothing", Tuple.tuple())))
        .isNotInstanceOf(Unavailable.class);
    slow(1);
    assertThat(database.readings().resting()).isFalse();
  }

  @Test
  void aLockedRowSaysNothingAgainstTheDatabase() {
    PgConnection holder = await(PgConnection.connect(vertx, database.options()));
    await(holder.query("select pg_advisory_lock(1)").execute());
    waitForIt(3);
    waitForIt(3);
    assertThat(database.readings().resting()).isFalse();
  }

  private void waitForIt(int count) {
    List<Future<?>> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(database.query("select pg_advisory_xact_lock(1)", Tuple.tuple()));
    }
    await(Future.join(waiting).otherwiseEmpty());
    assertThat(waiting).allMatch(one -> one.cause() instanceof Unavailable away && away.isLock());
  }
}
