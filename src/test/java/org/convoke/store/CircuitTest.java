package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
  private final Circuit circuit = new Circuit();

  /** Near the end of what the clock counts to, where sums overflow. */
  private long nowNs = Long.MAX_VALUE - Circuit.REST_NS / 2;

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(circuit.silent(nowNs)).isFalse();
      assertThat(circuit.mayAsk(nowNs)).isTrue();
    }
  }

  @Test
  void someFailuresAmongAnswersDoNotOpenIt() {
    for (int i = 0; i < 100; i++) {
      fail(Circuit.FAILURES - 1);
      assertThat(circuit.answered()).isFalse();
    }
  }

  @Test
  void failuresInARowOpenItOnceAndOneAnswerClosesIt() {
    for (int i = 0; i < 3; i++) {
      fail(Circuit.FAILURES - 1);
      assertThat(circuit.silent(nowNs)).as("opened").isTrue();
      assertThat(circuit.silent(nowNs)).as("opened again").isFalse();
      assertThat(circuit.isOpen()).isTrue();
      assertThat(circuit.answered()).as("closed").isTrue();
      assertThat(circuit.answered()).as("closed again").isFalse();
    }
  }

  @Test
  void whileItIsOpenOneMayAskEachSecond() {
    fail(Circuit.FAILURES - 1);
    circuit.silent(nowNs);
    for (int second = 0; second < 10; second++) {
      assertThat(circuit.mayAsk(nowNs + Circuit.REST_NS - 1)).isFalse();
      nowNs += Circuit.REST_NS;
      assertThat(circuit.mayAsk(nowNs)).isTrue();
      assertThat(circuit.mayAsk(nowNs)).as("a second one").isFalse();
      circuit.silent(nowNs);
    }
  }
}
