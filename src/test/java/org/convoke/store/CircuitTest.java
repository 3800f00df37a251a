package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
  private final Circuit circuit = new Circuit();

  /** Near the end of what the clock counts to, where sums overflow. */
  private long nowNs = Long.MAX_VALUE - Circuit.REST_NS / 2;

  /** One less than what opens it, over as long a time. */
  private void fail() {
    for (int i = 1; i < Circuit.FAILURES; i++) {
      assertThat(circuit.silent(nowNs)).isFalse();
      assertThat(circuit.mayAsk(nowNs)).isTrue();
      nowNs += Circuit.REST_NS / 2;
    }
  }

  @Test
  void someFailuresAmongAnswersDoNotOpenIt() {
    for (int i = 0; i < 100; i++) {
      fail();
      assertThat(circuit.answered()).isFalse();
    }
  }

  @Test
  void howeverManyAtOnceAreOneMoment() {
    for (int i = 0; i < 100; i++) {
      assertThat(circuit.silent(nowNs)).isFalse();
    }
    assertThat(circuit.silent(nowNs + Circuit.REST_NS - 1)).isFalse();
    assertThat(circuit.silent(nowNs + Circuit.REST_NS)).isTrue();
  }

  @Test
  void failuresInARowOpenItOnceAndOneAnswerClosesIt() {
    for (int i = 0; i < 3; i++) {
      fail();
      assertThat(circuit.silent(nowNs)).as("opened").isTrue();
      assertThat(circuit.silent(nowNs)).as("opened again").isFalse();
      assertThat(circuit.isOpen()).isTrue();
      assertThat(circuit.answered()).as("closed").isTrue();
      assertThat(circuit.answered()).as("closed again").isFalse();
    }
  }

  @Test
  void whileItIsOpenOneMayAskEachSecond() {
    fail();
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
