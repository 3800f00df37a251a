package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import org.convoke.clock.Clock;
import org.junit.jupiter.api.Test;

class DatabaseMeterTest {
  private long nowNs = 5_000_000_000L;
  private final DatabaseMeter meter =
      new DatabaseMeter(
          new Clock() {
            @Override
            public long nowNs() {
              return nowNs;
            }

            @Override
            public Instant now() {
              return Instant.EPOCH;
            }
          });

  @Test
  void eachIsCountedByHowLongItTook() {
    took(400_000, Future.succeededFuture());
    took(500_000, Future.succeededFuture());
    took(501_000, Future.succeededFuture());
    took(9_000_000_000L, Future.failedFuture(new Unavailable(new RuntimeException("silent"))));
    DatabaseReadings now = meter.readings(4, false);
    assertThat(now.took()).hasSize(DatabaseReadings.TOOK_SECONDS.size() + 1);
    assertThat(now.took().getFirst()).isEqualTo(2);
    assertThat(now.took().get(1)).isEqualTo(1);
    assertThat(now.took().getLast()).isEqualTo(1);
    assertThat(now.tookSeconds()).isEqualTo(9.001401);
  }

  @Test
  void aDatabaseThatIsAwayIsTwoThingsApartFromAStatementThatItRefuses() {
    took(1, Future.failedFuture(new Unavailable(new RuntimeException("silent"))));
    took(1, Future.failedFuture(new Unavailable(new RuntimeException("silent"))));
    took(1, Future.failedFuture(new IllegalStateException("a constraint")));
    assertThat(meter.readings(4, false).away()).isEqualTo(2);
    assertThat(meter.readings(4, false).refused()).isEqualTo(1);
  }

  @Test
  void whoeverFindsNoConnectionWaits() {
    for (int i = 0; i < 6; i++) {
      meter.began();
    }
    assertThat(meter.readings(4, false).inUse()).isEqualTo(4);
    assertThat(meter.readings(4, false).waiting()).isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      meter.left();
    }
    assertThat(meter.readings(4, false).inUse()).isEqualTo(1);
    assertThat(meter.readings(4, false).waiting()).isZero();
  }

  private void took(long ns, Future<?> result) {
    long beganNs = meter.began();
    nowNs += ns;
    meter.left();
    meter.ended(beganNs, result);
  }
}
