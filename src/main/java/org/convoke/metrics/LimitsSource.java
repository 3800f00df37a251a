package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often each limit was hit, by its name in the configuration where it has one there. */
public final class LimitsSource implements Source {
  private final Map<String, LongSupplier> limits;

  public LimitsSource(Map<String, LongSupplier> limits) {
    this.limits = new LinkedHashMap<>(limits);
  }

  @Override
  public void write(Sheet sheet) {
    Map<String, Long> hits = new LinkedHashMap<>();
    limits.forEach((name, count) -> hits.put(name, count.getAsLong()));
    sheet.counter(
        "convoke_limit_hits_total",
        "What was refused, dropped or slowed because a limit was reached.",
        "limit",
        hits);
  }
}
