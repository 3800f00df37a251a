package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.convoke.capacity.Admission;

/** Whether calls may begin, and what keeps them out. */
public final class CapacitySource implements Source {
  private final Admission admission;

  public CapacitySource(Admission admission) {
    this.admission = admission;
  }

  @Override
  public void write(Sheet sheet) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Integer> closed = new LinkedHashMap<>();
    Map<String, Long> closings = new LinkedHashMap<>();
    for (Admission.Reading reading : admission.readings()) {
      String strain = reading.strain().name().toLowerCase(Locale.ROOT);
      values.put(strain, reading.value());
      closed.put(strain, reading.closed() ? 1 : 0);
      closings.put(strain, reading.closings());
    }
    sheet.gauge(
        "convoke_admission_open",
        "1 while calls and browsers may begin.",
        admission.isOpen() ? 1 : 0);
    sheet.counter(
        "convoke_admission_refused_total",
        "Calls and browsers that were kept out because the bridge was at its limit.",
        admission.refused());
    sheet.gauge(
        "convoke_strain",
        "What the bridge may run short of: a share, or seconds of delay for control.",
        "strain",
        values);
    sheet.gauge("convoke_strain_closed", "1 while this keeps new calls out.", "strain", closed);
    sheet.counter(
        "convoke_strain_closings_total",
        "How often this began to keep new calls out.",
        "strain",
        closings);
  }
}
