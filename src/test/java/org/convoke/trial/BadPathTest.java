package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.convoke.trial.BadPath.Condition;
import org.junit.jupiter.api.Test;

class BadPathTest {
  private static long[] delays(Condition condition, long seed) {
    BadPath path = new BadPath(condition, seed);
    return LongStream.range(0, 50_000).map(i -> path.delayNs()).toArray();
  }

  private static double lostPercent(long[] delays) {
    return 100.0 * LongStream.of(delays).filter(d -> d == BadPath.LOST).count() / delays.length;
  }

  @Test
  void losesAsManyAsItSays() {
    for (Condition condition : LineTrial.CONDITIONS) {
      double lost = lostPercent(delays(condition, 3));
      assertThat(lost)
          .as(condition.name())
          .isBetween(condition.allLossPercent() - 0.4, condition.allLossPercent() + 0.4);
    }
  }

  @Test
  void delaysEvenlyUpToTheJitter() {
    long[] delays = delays(Condition.jitter(60), 4);
    assertThat(LongStream.of(delays).max().orElseThrow()).isBetween(59_900_000L, 60_000_000L);
    assertThat(LongStream.of(delays).average().orElseThrow()).isBetween(29.5e6, 30.5e6);
  }

  @Test
  void burstsAreAsLongAsTheySay() {
    long[] delays = delays(new Condition("bursts", 0, 1.15, 4, 0), 5);
    int bursts = 0;
    for (int i = 1; i < delays.length; i++) {
      bursts += delays[i] == BadPath.LOST && delays[i - 1] != BadPath.LOST ? 1 : 0;
    }
    double lost = lostPercent(delays) / 100 * delays.length;
    assertThat(lost / bursts).isBetween(3.6, 4.4);
  }

  @Test
  void oneSeedIsOneNetwork() {
    Condition condition = new Condition("all", 5, 1, 4, 60);
    assertThat(delays(condition, 6)).isEqualTo(delays(condition, 6));
    assertThat(delays(condition, 6)).isNotEqualTo(delays(condition, 7));
  }
}
