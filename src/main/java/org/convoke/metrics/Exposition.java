package org.convoke.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is told of the bridge, as Prometheus reads it. Any thread may ask. */
public final class Exposition {
  private static final Logger LOG = LoggerFactory.getLogger(Exposition.class);

  /** Of the format, text 0.0.4. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final Clock clock;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final LongAdder failures = new LongAdder();
  private volatile boolean failed;

  public Exposition(Clock clock) {
    this.clock = clock;
  }

  /** From now on this is told as well. */
  public void add(Source source) {
    sources.add(source);
  }

  /** What is true now. A source that fails is left out, and counted. */
  public String text() {
    long beganNs = clock.nowNs();
    Sheet sheet = new Sheet();
    for (Source source : sources) {
      try {
        source.write(sheet);
      } catch (RuntimeException e) {
        failures.increment();
        if (!failed) {
          failed = true;
          LOG.error("some metrics cannot be read; this is said once", e);
        }
      }
    }
    sheet.counter(
        "convoke_scrape_failures_total",
        "Parts whose figures could not be read for a scrape.",
        failures.sum());
    sheet.gauge(
        "convoke_scrape_seconds",
        "How long it took to read the figures of this scrape.",
        (clock.nowNs() - beganNs) / 1e9);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 15);
    try {
      writer.write(out, sheet.all(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
