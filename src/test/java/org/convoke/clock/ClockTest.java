package org.convoke.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockTest {
  private static final Instant BEGAN = Instant.parse("2026-03-29T00:30:00Z");

  private long nowNs = 7;
  private Instant wall = BEGAN;
  private final Clock machine =
      new Clock() {
        @Override
        public long nowNs() {
          return nowNs;
        }

        @Override
        public Instant now() {
          return wall;
        }
      };

  @Test
  void aSteadyClockGoesOnWhateverTheWallClockIsSetTo() {
    Clock steady = Clock.steady(machine);
    assertThat(steady.now()).isEqualTo(BEGAN);
    nowNs += 1_000_000_000L;
    wall = BEGAN.plus(Duration.ofDays(1));
    assertThat(steady.now()).isEqualTo(BEGAN.plusSeconds(1));
    wall = BEGAN.minus(Duration.ofHours(1));
    assertThat(steady.now()).isEqualTo(BEGAN.plusSeconds(1));
    assertThat(steady.nowNs()).isEqualTo(nowNs);
  }

  @Test
  void aSteadyClockThatIsMadeLaterBeginsWithTheTimeThatWasSet() {
    wall = BEGAN.plus(Duration.ofDays(1));
    assertThat(Clock.steady(machine).now()).isEqualTo(wall);
  }
}
