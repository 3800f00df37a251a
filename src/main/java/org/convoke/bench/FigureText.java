package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How figures are written down: a line each, or JSON. */
final class FigureText {
  private final StringBuilder text = new StringBuilder();

  FigureText row(String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "  %-16s", name));
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  /** Times in milliseconds. */
  FigureText times(String name, Histogram micros) {
    return row(
        name,
        "p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, at most %.1f ms (%d times)",
        millis(micros, 50),
        millis(micros, 95),
        millis(micros, 99),
        micros.getMaxValue() / 1000.0,
        micros.getTotalCount());
  }

  /** How the load itself did, and whom it lost: by the reason. */
  FigureText load(double cpuPercent, Histogram lateMicros, Map<String, Integer> failures) {
    row(
        "The load",
        "%.1f %% of a core; sent late p99 %.2f ms, at most %.1f ms",
        cpuPercent,
        millis(lateMicros, 99),
        lateMicros.getMaxValue() / 1000.0);
    failures.forEach((reason, count) -> row("Failed", "%d times: %s", count, reason));
    return this;
  }

  static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  static JsonObject json(Histogram micros) {
    return new JsonObject()
        .put("count", micros.getTotalCount())
        .put("p50", millis(micros, 50))
        .put("p95", millis(micros, 95))
        .put("p99", millis(micros, 99))
        .put("max", micros.getMaxValue() / 1000.0);
  }

  static JsonObject json(Map<String, ? extends Number> numbers) {
    JsonObject json = new JsonObject();
    numbers.forEach(json::put);
    return json;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
