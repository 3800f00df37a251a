package org.convoke.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1111",
        "1234",
        "4321",
        "2345",
        "8901",
        "9012",
        "3210",
        "1212",
        "123123",
        "121212",
        "99999",
        "6565",
        "1234567890",
        "9876543210"
      })
  void patternsThatAreGuessedFirstAreRefused(String digits) {
    assertThat(PinRules.fault(digits, 0)).get().asString().contains("pattern");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5839", "1122", "1357", "9900", "12346", "1221", "583912", "4040", "135135"})
  void othersAreFit(String digits) {
    assertThat(PinRules.fault(digits, digits.length())).isEmpty();
  }

  @Test
  void theFaultIsNamed() {
    assertThat(PinRules.fault("0583", 0)).get().asString().contains("begin with 0");
    assertThat(PinRules.fault("583", 0)).get().asString().contains("4 to 10 digits");
    assertThat(PinRules.fault("58a9", 0)).get().asString().contains("4 to 10 digits");
    assertThat(PinRules.fault(null, 0)).isPresent();
    assertThat(PinRules.fault("5839", 6)).get().asString().contains("pin_length");
  }

  @Test
  void drawnPinsAreFitAndSpreadEvenly() {
    Random random = new Random(42);
    int[] first = new int[10];
    int[] last = new int[10];
    for (int i = 0; i < 9_000; i++) {
      String digits = PinRules.draw(4, random::nextInt).digits();
      assertThat(PinRules.fault(digits, 4)).isEmpty();
      first[digits.charAt(0) - '0']++;
      last[digits.charAt(3) - '0']++;
    }
    for (int digit = 1; digit < 10; digit++) {
      assertThat(first[digit]).as("first %d", digit).isBetween(880, 1120);
    }
    for (int digit = 0; digit < 10; digit++) {
      assertThat(last[digit]).as("last %d", digit).isBetween(780, 1020);
    }
  }

  @Test
  void nearAreThoseOfOneLengthThatDifferInTheLastTwoDigitsAlone() {
    assertThat(PinRules.areNear(new Pin("4000"), new Pin("4079"))).isTrue();
    assertThat(PinRules.areNear(new Pin("583912"), new Pin("583912"))).isTrue();
    assertThat(PinRules.areNear(new Pin("4000"), new Pin("4100"))).isFalse();
    assertThat(PinRules.areNear(new Pin("4000"), new Pin("5000"))).isFalse();
    assertThat(PinRules.areNear(new Pin("4000"), new Pin("40001"))).isFalse();
  }

  @Test
  void theSpaceGrowsTenfoldADigit() {
    assertThat(PinRules.space(4)).isEqualTo(9_000);
    assertThat(PinRules.space(10)).isEqualTo(9_000_000_000L);
  }
}
