package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.id.PinRisk;
import org.convoke.store.Unavailable;
import org.convoke.store.WrongPins;
import org.convoke.store.WrongPins.Counts;
import org.junit.jupiter.api.Test;

/** When wrong PINs are an alarm. */
class WrongRateTest {
  private final WrongRate rate = new WrongRate();

  @Test
  void fiveTimesTheMeanOfTheWeekRaisesItAndWellBelowClearsIt() {
    long week = 168 * 20;
    assertThat(rate.counted(new Counts(99, week, 168))).isFalse();
    assertThat(rate.hourlyMean()).isEqualTo(20);
    assertThat(rate.counted(new Counts(100, week, 168))).isTrue();
    assertThat(rate.raised()).isTrue();
    assertThat(rate.detail()).contains("100 wrong PINs", "usual are 20.0");
    assertThat(rate.counted(new Counts(80, week, 168))).as("it does not flap").isFalse();
    assertThat(rate.counted(new Counts(59, week, 168))).isTrue();
    assertThat(rate.raised()).isFalse();
  }

  @Test
  void aFewAreNeverAnAlarmHoweverQuietItWas() {
    assertThat(rate.counted(new Counts(WrongRate.LEAST - 1, 0, 0))).isFalse();
    assertThat(rate.counted(new Counts(WrongRate.LEAST, 0, 0))).isTrue();
  }

  @Test
  void theFirstDayIsNotTakenForAWeek() {
    // 240 in the six hours that are known: of a day that makes 10 an hour.
    rate.counted(new Counts(49, 240, 6));
    assertThat(rate.hourlyMean()).isEqualTo(10);
    assertThat(rate.raised()).isFalse();
  }

  /** Counts that the test decides. */
  private static final class Store implements WrongPins {
    private final List<Long> added = new ArrayList<>();
    private Counts counts = new Counts(0, 0, 0);
    private boolean away;

    @Override
    public Future<Void> add(long wrong, Instant now) {
      if (away) {
        return Future.failedFuture(new Unavailable(new RuntimeException("away")));
      }
      added.add(wrong);
      return Future.succeededFuture();
    }

    @Override
    public Future<Counts> counts(Instant now) {
      return Future.succeededFuture(counts);
    }

    @Override
    public Future<Void> purge(Instant now) {
      return Future.succeededFuture();
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLaterAndNothingTwice() {
    PinCounters counters = new PinCounters();
    Store store = new Store();
    List<String> told = new ArrayList<>();
    AlarmHandler alarms =
        new AlarmHandler(
            counters, store, (raised, data) -> told.add(raised + " " + data.get("alarm")));
    counters.rejected.add(3);
    alarms.count(Instant.EPOCH);
    store.away = true;
    counters.rejected.add(2);
    alarms.count(Instant.EPOCH);
    counters.rejected.add(4);
    store.away = false;
    store.counts = new Counts(200, 168, 168);
    alarms.count(Instant.EPOCH);
    alarms.count(Instant.EPOCH);
    assertThat(store.added).containsExactly(3L, 6L);
    assertThat(told).containsExactly("true wrong_pins");
    assertThat(alarms.readings().wrongLastHour()).isEqualTo(200);
    assertThat(alarms.readings().wrongHourlyMean()).isEqualTo(1);
    store.counts = new Counts(0, 400, 168);
    alarms.count(Instant.EPOCH);
    assertThat(told).containsExactly("true wrong_pins", "false wrong_pins");
  }

  @Test
  void aRiskThatIsTooHighIsToldOnceAndOnceWhenItIsOver() {
    List<String> told = new ArrayList<>();
    AlarmHandler alarms =
        new AlarmHandler(
            new PinCounters(), null, (raised, data) -> told.add(raised + " " + data.get("alarm")));
    PinRisk low = new PinRisk(1, 100, 4);
    PinRisk high = new PinRisk(5, 100, 4);
    alarms.risks(Map.of("1000", low));
    alarms.risks(Map.of("1000", low, "2000", high));
    alarms.risks(Map.of("1000", high, "2000", high));
    assertThat(alarms.readings().guessProbability()).isEqualTo(0.05);
    assertThat(told).containsExactly("true pin_guessing");
    alarms.risks(Map.of("1000", low));
    assertThat(told).containsExactly("true pin_guessing", "false pin_guessing");
  }
}
