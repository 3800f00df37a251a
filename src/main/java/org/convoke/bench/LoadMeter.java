package org.convoke.bench;

import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.convoke.clock.Clock;

/**
 * What a load measures while its window is open, and by which clock. Owned by the load's thread but
 * for {@link #open} and {@link #close}; the histograms may be read when that has ended.
 */
final class LoadMeter {
  private static final long MAX_MICROS = 60_000_000L;

  private final Clock clock;
  private final Histogram jitterMicros = new Histogram(MAX_MICROS, 3);
  private final Histogram mouthToEarMicros = new Histogram(MAX_MICROS, 3);
  private final Histogram lateMicros = new Histogram(MAX_MICROS, 3);
  private volatile boolean wanted;
  private boolean open;
  private boolean closed;
  private long wallMinusNs;

  LoadMeter(Clock clock) {
    this.clock = clock;
  }

  /** Measures from now on; any thread. */
  void open() {
    wanted = true;
  }

  /** Measures no more; any thread. */
  void close() {
    wanted = false;
  }

  /** Follows what was asked for; true when the window has just opened. */
  boolean opens() {
    if (open == wanted) {
      return false;
    }
    open = !open;
    closed = !open;
    return open;
  }

  /** Whether there was a window, and it is over. */
  boolean isClosed() {
    return closed;
  }

  /** Kernel times are the wall clock's, ours are not: to be called every second. */
  void compareClocks() {
    long before = clock.nowNs();
    Instant wall = clock.now();
    long middle = before + (clock.nowNs() - before) / 2;
    wallMinusNs = wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - middle;
  }

  /** The kernel's time of an arrival, 0 where it says none, by our clock. */
  long arrivalNs(long wallNs) {
    return wallNs == 0 ? clock.nowNs() : wallNs - wallMinusNs;
  }

  /** The load itself sent so late. */
  void late(long ns) {
    record(lateMicros, ns);
  }

  /** What is below 0 is none. */
  void jitter(long ns) {
    record(jitterMicros, ns);
  }

  /** What is below 0 is none. */
  void mouthToEar(long ns) {
    record(mouthToEarMicros, ns);
  }

  private void record(Histogram micros, long ns) {
    if (open && ns >= 0) {
      micros.recordValue(Math.min(MAX_MICROS, ns / 1000));
    }
  }

  Histogram jitterMicros() {
    return jitterMicros;
  }

  Histogram mouthToEarMicros() {
    return mouthToEarMicros;
  }

  /** How late the load sent. */
  Histogram lateMicros() {
    return lateMicros;
  }
}
