package org.convoke.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PinRiskTest {
  @Test
  void oneRoomWithFourDigitsIsJustWithinTheLimit() {
    PinRisk risk = new PinRisk(1, 100, 4);
    assertThat(risk.probabilityPerDay()).isEqualTo(0.01, within(1e-12));
    assertThat(risk.tooHigh()).isFalse();
    assertThat(risk.advice()).isEmpty();
  }

  @Test
  void aHundredRoomsNeedSixDigits() {
    PinRisk risk = new PinRisk(100, 100, 4);
    assertThat(risk.probabilityPerDay()).isEqualTo(1.0);
    assertThat(risk.tooHigh()).isTrue();
    assertThat(risk.advice()).contains("100 live rooms", "PINs of 6 digits", "number of their own");
    assertThat(new PinRisk(100, 100, 6).tooHigh()).isFalse();
  }
}
