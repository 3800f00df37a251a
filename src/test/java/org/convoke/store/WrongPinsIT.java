package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import org.convoke.clock.Clock;
import org.convoke.it.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wrong PINs by the hour. */
class WrongPinsIT {
  private static final Instant NOW = Instant.parse("2026-05-20T10:02:00Z");

  private static Vertx vertx;
  private static TestDatabase database;

  @BeforeAll
  static void create() {
    vertx = Vertx.vertx();
    database = TestDatabase.create(vertx, Clock.system());
  }

  @AfterAll
  static void close() {
    database.close();
    await(vertx.close());
  }

  @Test
  void theLastHourAndTheWeekBeforeItAreToldApart() {
    WrongPins wrong = database.stores().wrongPins();
    assertThat(await(wrong.counts(NOW))).isEqualTo(new WrongPins.Counts(0, 0, 0));
    await(wrong.add(3, NOW));
    await(wrong.add(4, NOW.plusSeconds(60)));
    await(wrong.add(5, NOW.minus(Duration.ofMinutes(70))));
    await(wrong.add(7, NOW.minus(Duration.ofDays(3))));
    await(wrong.add(100, NOW.minus(Duration.ofDays(8))));
    WrongPins.Counts counts = await(wrong.counts(NOW));
    assertThat(counts.lastHour()).isEqualTo(7);
    assertThat(counts.weekBefore()).isEqualTo(12);
    assertThat(counts.hoursKnown()).isBetween(70.5, 71.5);
    await(wrong.purge(NOW.plus(Duration.ofDays(7))));
    assertThat(await(wrong.counts(NOW)).weekBefore()).isEqualTo(5);
  }
}
