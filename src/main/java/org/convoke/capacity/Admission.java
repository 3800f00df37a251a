package org.convoke.capacity;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether calls may begin. One thread feeds it; any thread asks. A new one is open, and stays so
 * while nobody feeds it.
 */
public final class Admission {
  private static final class Gauge {
    private volatile double value;
    private volatile boolean closed;
    private volatile long closings;
    private int high;
  }

  /**
   * One strain as it stands.
   *
   * @param value the last one, in the strain's unit
   * @param closed whether it keeps calls out now
   * @param closings how often it began to
   */
  public record Reading(Strain strain, double value, boolean closed, long closings) {}

  private final Map<Strain, Gauge> gauges = new EnumMap<>(Strain.class);
  private final LongAdder refused = new LongAdder();
  private volatile boolean open = true;

  public Admission() {
    for (Strain strain : Strain.values()) {
      gauges.put(strain, new Gauge());
    }
  }

  /** Whether a call or a browser may begin. */
  public boolean isOpen() {
    return open;
  }

  /** Whether one may begin; counts it when not. */
  public boolean admits() {
    if (!open) {
      refused.increment();
    }
    return open;
  }

  /** Calls and browsers that were kept out. */
  public long refused() {
    return refused.sum();
  }

  /**
   * A value of now.
   *
   * @return whether the strain closed or opened by it
   */
  public boolean update(Strain strain, double value) {
    Gauge gauge = gauges.get(strain);
    boolean before = gauge.closed;
    gauge.value = value;
    gauge.high = value >= strain.closeAt() ? gauge.high + 1 : 0;
    if (!before && gauge.high >= strain.closeAfter()) {
      gauge.closed = true;
      gauge.closings++;
    } else if (before && value <= strain.openAt()) {
      gauge.closed = false;
    }
    open = gauges.values().stream().noneMatch(each -> each.closed);
    return before != gauge.closed;
  }

  /** Whether this one keeps calls out now. */
  public boolean isClosedBy(Strain strain) {
    return gauges.get(strain).closed;
  }

  /** All of them, in their order. */
  public List<Reading> readings() {
    return gauges.entrySet().stream()
        .map(entry -> {
          Gauge gauge = entry.getValue();
          return new Reading(entry.getKey(), gauge.value, gauge.closed, gauge.closings);
        })
        .toList();
  }
}
