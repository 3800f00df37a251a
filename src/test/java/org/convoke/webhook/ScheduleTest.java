package org.convoke.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void triesSpreadFromFiveSecondsToADayOverThreeDays() {
    List<Long> delaysS = new ArrayList<>();
    long failing = 0;
    while (!Schedule.isOver(failing)) {
      long delay = Schedule.retryMs(failing, 0);
      delaysS.add(delay / 1000);
      failing += delay;
    }
    assertThat(delaysS).startsWith(5L, 5L, 10L, 20L, 40L, 80L, 160L, 320L);
    assertThat(delaysS).hasSizeBetween(16, 20);
    assertThat(failing).as("the last attempt ends the three days").isEqualTo(72L * 3_600_000);
  }

  @Test
  void jitterOnlyAddsAndNoDelayExceedsADay() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long failing = (long) (random.nextDouble() * 80 * 3_600_000);
      double chance = random.nextDouble();
      long delay = Schedule.retryMs(failing, chance);
      assertThat(delay).isBetween(Schedule.MIN_MS, Schedule.MAX_MS);
      assertThat(Schedule.retryMs(0, chance)).isBetween(5_000L, 6_250L);
    }
    assertThat(Schedule.retryMs(600_000, 0.999)).isGreaterThan(Schedule.retryMs(600_000, 0));
  }

  @Test
  void theLastAttemptIsAtTheEndOfTheThreeDays() {
    long justBefore = Schedule.HORIZON_MS - 60_000;
    assertThat(Schedule.retryMs(justBefore, 0.5)).isEqualTo(60_000);
    assertThat(Schedule.isOver(justBefore)).isFalse();
    assertThat(Schedule.isOver(Schedule.HORIZON_MS)).isTrue();
  }

  @Test
  void anEndpointThatIsAwayIsAskedMoreOftenThanEachDelivery() {
    assertThat(Schedule.probeMs(0, 0)).isEqualTo(5_000);
    assertThat(Schedule.probeMs(600_000, 0)).isEqualTo(50_000);
    assertThat(Schedule.probeMs(3_600_000, 0)).isEqualTo(300_000);
    assertThat(Schedule.probeMs(48 * 3_600_000L, 0.5)).isBetween(300_000L, 375_000L);
  }
}
