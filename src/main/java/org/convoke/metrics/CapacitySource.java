package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.convoke.capacity.Admission;
import org.convoke.config.Config;

/** Whether calls may begin, and what keeps them out. */
public final class CapacitySource implements Source {
  private final Admission admission;
  private final Map<String, Integer> limits = new LinkedHashMap<>();

  /** {@code config} is that which counts: fitted to the descriptors that there are. */
  public CapacitySource(Admission admission, Config config) {
    this.admission = admission;
    limits.put("sip.max_calls", config.sip().maxCalls());
    limits.put("sip.max_connections", config.sip().maxConnections());
    limits.put("webrtc.max_browsers", config.webrtc().maxBrowsers());
    limits.put("http.max_connections", config.http().maxConnections());
    limits.put("fetch.max_requests", config.fetch().maxRequests());
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
        "convoke_limit",
        "The most at one time: as configured, or as the descriptors of the process allow.",
        "limit",
        limits);
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
