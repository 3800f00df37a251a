package org.convoke.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one scrape is answered. Each name is written once. */
public final class Sheet {
  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private final Map<String, MetricSnapshot> metrics = new LinkedHashMap<>();

  Sheet() {}

  /**
   * Something that only grows.
   *
   * @param name ends in {@code _total}
   */
  public void counter(String name, String help, double value) {
    counters(name, help, Map.of(Labels.EMPTY, value));
  }

  /** The same for each value of one label. */
  public void counter(String name, String help, String label, Map<String, ? extends Number> all) {
    counters(name, help, labelled(label, all));
  }

  /** The same for each combination of labels. */
  void counters(String name, String help, Map<Labels, ? extends Number> all) {
    if (!name.endsWith(TOTAL)) {
      throw new IllegalArgumentException(name + " does not end in " + TOTAL);
    }
    CounterSnapshot.Builder metric =
        CounterSnapshot.builder()
            .name(name.substring(0, name.length() - TOTAL.length()))
            .help(help);
    all.forEach((labels, value) ->
        metric.dataPoint(
            CounterDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build()));
    add(name, metric.build());
  }

  /** Something that goes up and down. */
  public void gauge(String name, String help, double value) {
    gauges(name, help, Map.of(Labels.EMPTY, value));
  }

  /** The same for each value of one label. */
  public void gauge(String name, String help, String label, Map<String, ? extends Number> all) {
    gauges(name, help, labelled(label, all));
  }

  /** The same for each combination of labels. */
  void gauges(String name, String help, Map<Labels, ? extends Number> all) {
    GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(name).help(help);
    all.forEach((labels, value) ->
        metric.dataPoint(
            GaugeDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build()));
    add(name, metric.build());
  }

  /**
   * Something that does not change: 1, with the text as its label.
   *
   * @param name ends in {@code _info}
   */
  public void info(String name, String help, String label, String text) {
    add(
        name,
        InfoSnapshot.builder()
            .name(name.substring(0, name.length() - INFO.length()))
            .help(help)
            .dataPoint(InfoDataPointSnapshot.builder().labels(Labels.of(label, text)).build())
            .build());
  }

  /**
   * How something is spread.
   *
   * @param bounds upper ones, rising, without infinity
   * @param counts of each bound those up to it and past the one before, and one more
   */
  public void histogram(
      String name, String help, List<Double> bounds, List<Long> counts, double sum) {
    double[] upper = new double[bounds.size() + 1];
    long[] in = new long[upper.length];
    for (int i = 0; i < upper.length; i++) {
      upper[i] = i < bounds.size() ? bounds.get(i) : Double.POSITIVE_INFINITY;
      in[i] = counts.get(i);
    }
    add(
        name,
        HistogramSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(upper, in))
                    .sum(sum)
                    .build())
            .build());
  }

  /** What counters that several threads add to come to now, in their order. */
  static <T> Map<T, Long> sums(Map<T, LongAdder> counts) {
    Map<T, Long> sums = new LinkedHashMap<>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }

  private static Map<Labels, Number> labelled(String label, Map<String, ? extends Number> all) {
    Map<Labels, Number> labelled = new LinkedHashMap<>();
    all.forEach((value, number) -> labelled.put(Labels.of(label, value), number));
    return labelled;
  }

  private void add(String name, MetricSnapshot metric) {
    if (metrics.put(name, metric) != null) {
      throw new IllegalStateException(name + " is written twice");
    }
  }

  MetricSnapshots all() {
    return new MetricSnapshots(metrics.values());
  }
}
