package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.convoke.clock.Clock;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
  private static final long MS = 1_000_000L;

  /** A wall clock that is a second ahead of the other. */
  private final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return 5_000 * MS;
        }

        @Override
        public Instant now() {
          return Instant.ofEpochMilli(6_000);
        }
      };

  private final LoadMeter meter = new LoadMeter(clock);

  @Test
  void onlyWhatComesWithinTheWindowIsMeasured() {
    meter.jitter(MS);
    meter.open();
    assertThat(meter.opens()).isTrue();
    assertThat(meter.opens()).as("once").isFalse();
    meter.jitter(2 * MS);
    meter.jitter(-1);
    meter.mouthToEar(3 * MS);
    meter.late(0);
    assertThat(meter.isClosed()).isFalse();
    meter.close();
    assertThat(meter.opens()).isFalse();
    meter.jitter(4 * MS);
    assertThat(meter.isClosed()).isTrue();
    assertThat(meter.jitterMicros().getTotalCount()).isEqualTo(1);
    assertThat(meter.jitterMicros().getMaxValue()).isBetween(2_000L, 2_001L);
    assertThat(meter.mouthToEarMicros().getTotalCount()).isEqualTo(1);
    assertThat(meter.lateMicros().getTotalCount()).isEqualTo(1);
  }

  @Test
  void theKernelsTimesAreBroughtToOurClock() {
    meter.compareClocks();
    assertThat(meter.arrivalNs(5_500 * MS)).isEqualTo(4_500 * MS);
    assertThat(meter.arrivalNs(0)).as("the kernel does not say").isEqualTo(5_000 * MS);
  }
}
