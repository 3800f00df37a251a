package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final long MS = 1_000_000L;

  private long nowNs = Long.MAX_VALUE - 500 * MS;
  private final Circuit circuit = new Circuit(nowNs);

  @Test
  void oneSlowStatementOpensNothing() {
    assertThat(circuit.doubt(nowNs)).isTrue();
    assertThat(circuit.lets()).as("others go on meanwhile").isTrue();
    assertThat(told(true)).isEqualTo(Circuit.NEVER);
    assertThat(circuit.lets()).isTrue();
    assertThat(circuit.opened()).isZero();
  }

  @Test
  void aFullPoolOpensNothingHoweverManyWait() {
    int questions = 0;
    for (int i = 0; i < 10_000; i++) {
      nowNs += MS;
      if (circuit.doubt(nowNs)) {
        questions++;
        nowNs += MS;
        told(true);
      }
      assertThat(circuit.lets()).isTrue();
    }
    assertThat(questions).as("in ten seconds").isBetween(30, 41);
  }

  @Test
  void whenTheQuestionIsNotAnsweredEitherNobodyIsLetToIt() {
    circuit.doubt(nowNs);
    assertThat(circuit.doubt(nowNs)).as("one question at a time").isFalse();
    assertThat(told(false)).isEqualTo(Circuit.RETRY_MIN_NS);
    assertThat(circuit.lets()).isFalse();
    assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
    assertThat(circuit.opened()).isEqualTo(1);
    assertThat(circuit.doubt(nowNs)).as("it is asked anyway").isFalse();
  }

  @Test
  void itIsAskedLessAndLessOftenUntilItAnswersTwice() {
    circuit.doubt(nowNs);
    assertThat(told(false)).isEqualTo(200 * MS);
    assertThat(told(false)).isEqualTo(400 * MS);
    assertThat(told(false)).isEqualTo(800 * MS);
    assertThat(told(false)).isEqualTo(1_000 * MS);
    assertThat(told(false)).isEqualTo(1_000 * MS);
    assertThat(told(true)).isEqualTo(Circuit.SURE_NS);
    assertThat(circuit.state()).isEqualTo(Circuit.State.HALF_OPEN);
    assertThat(circuit.lets()).as("nobody's statement is the probe").isFalse();
    assertThat(told(true)).isEqualTo(Circuit.NEVER);
    assertThat(circuit.lets()).isTrue();
    assertThat(circuit.opened()).isEqualTo(1);
  }

  @Test
  void whatAnswersOnceAndFallsSilentAgainStaysOpen() {
    circuit.doubt(nowNs);
    told(false);
    told(true);
    assertThat(told(false)).isEqualTo(400 * MS);
    assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
    assertThat(circuit.opened()).as("it was never closed").isEqualTo(1);
  }

  @Test
  void afterItClosedItOpensAgainAsSoonAsTheFirstTime() {
    circuit.doubt(nowNs);
    told(false);
    told(false);
    told(true);
    told(true);
    assertThat(circuit.doubt(nowNs)).as("it has just answered").isFalse();
    nowNs += Circuit.REST_NS;
    assertThat(circuit.doubt(nowNs)).isTrue();
    assertThat(told(false)).isEqualTo(Circuit.RETRY_MIN_NS);
    assertThat(circuit.opened()).isEqualTo(2);
  }

  /** Whatever comes in whatever order: a question is always on its way, or nobody waits for it. */
  @Test
  void itNeverStaysOpenWithoutAQuestion() {
    Random random = new Random(20_261_121);
    boolean asking = false;
    for (int i = 0; i < 100_000; i++) {
      nowNs += random.nextInt(100) * MS;
      if (asking && random.nextInt(3) == 0) {
        asking = told(random.nextBoolean()) != Circuit.NEVER;
      } else if (circuit.doubt(nowNs)) {
        assertThat(asking).isFalse();
        asking = true;
      }
      assertThat(circuit.state() == Circuit.State.CLOSED).isEqualTo(!asking);
    }
    assertThat(circuit.opened()).isPositive();
  }

  private long told(boolean answered) {
    return circuit.told(answered, nowNs);
  }
}
