package org.convoke.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OfferBudgetTest {
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void soManyAtOnceAndAsManyAgainInAMinute() {
    long startNs = Long.MAX_VALUE - 5 * SECOND_NS; // the clock may wrap
    OfferBudget budget = new OfferBudget(20, startNs);
    for (int i = 0; i < 20; i++) {
      assertThat(budget.take(startNs)).as("offer %d", i).isTrue();
    }
    assertThat(budget.take(startNs)).isFalse();
    assertThat(budget.take(startNs + 3 * SECOND_NS - 1)).isFalse();
    assertThat(budget.take(startNs + 3 * SECOND_NS)).isTrue();
    assertThat(budget.take(startNs + 3 * SECOND_NS)).isFalse();
    long laterNs = startNs + 500 * SECOND_NS;
    int taken = 0;
    while (budget.take(laterNs)) {
      taken++;
    }
    assertThat(taken).isEqualTo(20);
  }
}
