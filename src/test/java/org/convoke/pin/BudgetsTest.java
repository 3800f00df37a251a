package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.config.PinConfig;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.RoomId;
import org.convoke.pin.Budgets.Budget;
import org.convoke.pin.Budgets.Throttle;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private final Budgets budgets =
      new Budgets(new PinConfig(4, 3, 10, 5, 30, 10, 20, 100, 100, 2, 15000));

  @Test
  void asksNothingOfTheAddressOfThisMachine() {
    Caller local =
        new Caller(
            CallId.random(), new PhoneNumber("+491"), "ip:127.0.0.1", new PhoneNumber("1000"));
    assertThat(budgets.of(local, "1000", null).stream().map(Budget::key))
        .containsExactly("caller:+491", "number:1000", "bridge");
  }

  @Test
  void aCallerIsCountedByNumberSourceAndWhatHeDialled() {
    assertThat(budgets.of(caller("+491"), "1000", null))
        .extracting(Budget::key)
        .containsExactly("caller:+491", "source:trk", "number:1000", "bridge");
    RoomId room = RoomId.random();
    assertThat(budgets.of(caller("+491"), null, room))
        .extracting(Budget::key)
        .containsExactly("caller:+491", "source:trk", "room:" + room, "bridge");
  }

  @Test
  void whoHidesHisNumberHasTheSourceAndWhatIsNoNumberHasOneBudget() {
    assertThat(budgets.of(caller("anonymous"), null, null))
        .extracting(Budget::key)
        .containsExactly("source:trk", "number:*", "bridge");
  }

  @Test
  void answersGetSlowerPastABudgetAndThenCallersWaitInTheLobby() {
    List<Budget> counted = budgets.of(caller("+491"), "1000", null);
    assertThat(at(counted, 9, 1)).isEqualTo(Throttle.NONE);
    assertThat(at(counted, 10, 0)).as("a right PIN after 10 wrong ones").isEqualTo(Throttle.NONE);
    assertThat(at(counted, 10, 1)).isEqualTo(new Throttle("caller", 2_000, false));
    assertThat(at(counted, 12, 0)).isEqualTo(new Throttle("caller", 4_000, false));
    assertThat(at(counted, 13, 0)).isEqualTo(new Throttle("caller", 8_000, true));
    assertThat(at(counted, 14, 0)).isEqualTo(new Throttle("caller", 16_000, true));
    assertThat(at(counted, 15, 0)).isEqualTo(new Throttle("caller", 30_000, true));
    assertThat(at(counted, 5_000_000, 1)).isEqualTo(new Throttle("caller", 30_000, true));
  }

  @Test
  void theBudgetExceededMostCounts() {
    List<Budget> counted = budgets.of(caller("+491"), "1000", null);
    Map<String, Integer> counts = Map.of("caller:+491", 11, "source:trk", 22, "number:1000", 100);
    assertThat(Budgets.throttle(counted, counts, 0))
        .isEqualTo(new Throttle("source", 4_000, false));
  }

  @Test
  void callerAndSourceLookBackAnHourTheOthersADay() {
    Instant now = Instant.parse("2026-01-02T10:00:00Z");
    assertThat(Budgets.since(budgets.of(caller("+491"), "1000", null), now))
        .containsEntry("caller:+491", Instant.parse("2026-01-02T09:00:00Z"))
        .containsEntry("source:trk", Instant.parse("2026-01-02T09:00:00Z"))
        .containsEntry("number:1000", Instant.parse("2026-01-01T10:00:00Z"));
  }

  private static Throttle at(List<Budget> counted, int wrong, int more) {
    return Budgets.throttle(counted, Map.of("caller:+491", wrong), more);
  }

  private static Caller caller(String from) {
    return new Caller(CallId.random(), new PhoneNumber(from), "trk", new PhoneNumber("1000"));
  }
}
