package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.health.HealthReadings;
import org.convoke.health.Liveness;

/** Whether the parts live, as the bridge finds by asking itself. */
public final class HealthSource implements Source {
  private final Supplier<HealthReadings> readings;

  public HealthSource(Supplier<HealthReadings> readings) {
    this.readings = readings;
  }

  @Override
  public void write(Sheet sheet) {
    HealthReadings now = readings.get();
    Map<String, Integer> alive = new LinkedHashMap<>();
    now.states().forEach((part, state) -> alive.put(part, state == Liveness.State.DEAD ? 0 : 1));
    sheet.gauge("convoke_live", "1 while all parts live.", now.live() ? 1 : 0);
    sheet.gauge(
        "convoke_part_live",
        "1 while a part answers us, asked every 5 s; 0 after two misses.",
        "part",
        alive);
    sheet.counter(
        "convoke_liveness_misses_total",
        "Questions that a part did not answer in time.",
        "part",
        now.misses());
    sheet.gauge(
        "convoke_liveness_answer_seconds",
        "How long a part took for its last answer, to a tenth of a second.",
        "part",
        now.answerSeconds());
    sheet.histogram(
        "convoke_event_loop_delay_seconds",
        "How long a task waited for an event loop, every 5 s.",
        HealthReadings.DELAY_SECONDS,
        now.loopDelays(),
        now.loopDelaySeconds());
  }
}
