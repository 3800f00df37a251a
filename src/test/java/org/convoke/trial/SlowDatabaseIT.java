package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.it.TestDatabase;
import org.convoke.store.Database;
import org.convoke.store.DatabaseUrl;
import org.convoke.store.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a database that is slow, and what does not make it count as slow. */
class SlowDatabaseIT {
  private static final Tuple NOTHING = Tuple.tuple();
  private static final Clock CLOCK = Clock.system();
  private static final int POOL = 2;

  private Vertx vertx;
  private TestDatabase server;
  private DatabaseProxy proxy;
  private Database database;

  @BeforeEach
  void begin() throws Exception {
    vertx = Vertx.vertx();
    server = TestDatabase.create(vertx, CLOCK);
    proxy = new DatabaseProxy();
    int port = server.stores().database().options().getPort();
    proxy.open(port);
    String name = server.stores().database().options().getDatabase();
    String url =
        String.format(
            Locale.ROOT,
            "postgresql://convoke:%s@127.0.0.1:%d/%s",
            server.secrets().databasePassword(),
            proxy.port(),
            name);
    database = Database.open(vertx, DatabaseUrl.parse(url), POOL);
    TestDatabase.await(database.ready());
  }

  @AfterEach
  void end() {
    proxy.close();
    TestDatabase.await(database.close());
    server.close();
    TestDatabase.await(vertx.close());
  }

  @Test
  void aDatabaseThatIsSlowToEverybodyIsAskedByNobodyUntilItIsQuickAgain() {
    proxy.delay(60_000);
    assertThatThrownBy(() -> ask("select 2")).isInstanceOf(Unavailable.class);
    until(true);
    long beganNs = CLOCK.nowNs();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> ask("select 3")).isInstanceOf(Unavailable.class);
    }
    assertThat(CLOCK.nowNs() - beganNs).as("nobody waits").isLessThan(2_000_000_000L);
    assertThat(database.readings().notAsked()).isGreaterThanOrEqualTo(100);
    assertThat(database.readings().opened()).isEqualTo(1);
    proxy.delay(0);
    until(false);
  }

  @Test
  void oneSlowStatementAndAFullPoolAreNoReason() {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 3 * POOL; i++) {
      all.add(database.query("select pg_sleep(0.6)", NOTHING));
    }
    for (Future<?> one : all) {
      TestDatabase.await(one.otherwiseEmpty());
    }
    assertThat(database.readings().opened()).isZero();
    ask("select 1");
  }

  private void ask(String sql) {
    TestDatabase.await(database.query(sql, NOTHING));
  }

  private void until(boolean open) {
    long beganNs = CLOCK.nowNs();
    while (database.readings().open() != open) {
      assertThat(CLOCK.nowNs() - beganNs).isLessThan(TimeUnit.SECONDS.toNanos(60));
      database.query("select 4", NOTHING);
      TestDatabase.await(vertx.timer(50, TimeUnit.MILLISECONDS));
    }
  }
}
