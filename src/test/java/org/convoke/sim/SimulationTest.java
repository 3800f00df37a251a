package org.convoke.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.convoke.sim.Simulation.Outcome;
import org.convoke.sim.Simulation.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** scripts/soak plays other seeds than these, for as long as it is let. */
class SimulationTest {
  private static final int SEEDS = 16;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverGoesWrongAllThatIsPromisedHolds(long seed) {
    Outcome outcome = Simulation.run(seed, Size.SHORT);

    assertThat(outcome.violations()).as("%s%n%s", outcome, outcome.story()).isEmpty();
  }

  /** Long evenings in which scripts/soak once found something. */
  @ParameterizedTest
  @ValueSource(longs = {830863905242L, 1682295132160L, 914181012102L})
  void whatWasFoundOnceIsMended(long seed) {
    Outcome outcome = Simulation.run(seed, Size.LONG);

    assertThat(outcome.violations()).as("%s%n%s", outcome, outcome.story()).isEmpty();
  }

  @Test
  void theSameSeedIsTheSameRun() {
    long first = Simulation.run(7, Size.SHORT).hash();

    assertThat(Simulation.run(7, Size.SHORT).hash()).isEqualTo(first);
    assertThat(Simulation.run(8, Size.SHORT).hash()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void aDefectIsNoticedAndItsSeedTold(Fault planted) {
    Outcome outcome =
        seeds()
            .mapToObj(seed -> Simulation.run(seed, Size.SHORT, planted))
            .filter(run -> !run.isGood())
            .findFirst()
            .orElseThrow();

    assertThat(outcome.violations().getFirst()).startsWith(planted.invariant + " at ");
    assertThat(outcome.toString()).startsWith("seed " + outcome.seed() + ":");
  }
}
