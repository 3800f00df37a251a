package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * How long packets travelled, over the last seconds: the least transit (which stands for an
 * undelayed packet) and how far above it the slow ones lie.
 *
 * <p>Transit is arrival minus RTP time, so its zero means nothing and only differences count. It is
 * kept in buckets of one millisecond, addressed in a circle: a sender's clock that is wrong by 200
 * ppm moves all of it by 0.8 ms during the window and for hours without end, and the circle
 * follows.
 */
final class DelayWindow {
  /** Samples keep their time in units of 2^20 ns, which are about milliseconds, in 16 bits. */
  private static final int TIME_SHIFT = 20;

  /** From a 95th percentile above it on a line has jitter, and not just a machine that is busy. */
  private static final long JITTER_NS = 10_000_000L;

  /** Short enough that a bad spell is forgotten, with all the shrinking, within 10 s. */
  private static final int WINDOW_UNITS = (int) (4_000_000_000L >> TIME_SHIFT);

  /** After a pause the last samples still tell more than none do. */
  private static final int KEPT_SAMPLES = 16;

  private static final long KEPT_NS = 30_000_000_000L;
  private static final int KEPT_UNITS = (int) (KEPT_NS >> TIME_SHIFT);
  private static final int SAMPLES = 512;
  private static final int BUCKETS = 2048;
  private static final long BUCKET_NS = 1_000_000L;

  /** A path that became faster by this much is another path: what was measured before is void. */
  private static final int FASTER_BUCKETS = 200;

  /** Above it a sample says nothing of jitter. */
  private static final int SLOWEST_BUCKETS = 1000;

  /** Time above, bucket below, 16 bits each: a server holds many of these, and caches are small. */
  private final int[] samples = new int[SAMPLES];

  private final short[] count = new short[BUCKETS];
  private int first;
  private int size;
  private long lowest;
  private long lastNs;
  private long p95Ns;
  private long mostNs;
  private long needNs;
  private boolean stale;

  void clear() {
    while (size > 0) {
      removeFirst();
    }
    p95Ns = 0;
    mostNs = 0;
    needNs = 0;
    stale = false;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(long transitNs, long nowNs) {
    long bucket = Math.floorDiv(transitNs, BUCKET_NS);
    if (size > 0 && bucket < lowest - FASTER_BUCKETS) {
      clear();
    }
    if (size > 0 && nowNs - lastNs > KEPT_NS) {
      // Their times would not be told from those of a minute later.
      clear();
    }
    lastNs = nowNs;
    int now = (int) (nowNs >> TIME_SHIFT);
    while (size == SAMPLES
        || size > KEPT_SAMPLES && ageUnits(now) > WINDOW_UNITS
        || size > 0 && ageUnits(now) > KEPT_UNITS) {
      removeFirst();
    }
    if (size == 0) {
      lowest = bucket;
    }
    bucket = Math.min(bucket, lowest + SLOWEST_BUCKETS);
    lowest = Math.min(lowest, bucket);
    int at = (first + size) & (SAMPLES - 1);
    samples[at] = now << 16 | (int) bucket & 0xFFFF;
    count[(int) (bucket & (BUCKETS - 1))]++;
    size++;
    stale = true;
  }

  /** Of the oldest sample. */
  private int ageUnits(int now) {
    return now - (samples[first] >>> 16) & 0xFFFF;
  }

  private void removeFirst() {
    count[samples[first] & (BUCKETS - 1)]--;
    first = (first + 1) & (SAMPLES - 1);
    size--;
    stale = true;
    if (size > 0) {
      while (count[(int) (lowest & (BUCKETS - 1))] == 0) {
        lowest++;
      }
    }
  }

  /** The transit of an undelayed packet, to the millisecond below. */
  long leastNs() {
    return lowest * BUCKET_NS;
  }

  /**
   * How far above the least transit nearly all packets lie: the slowest of a line with jitter, the
   * 99.5th percentile of one with little; but no more than {@code allowanceNs} above the 95th, so
   * that rare stragglers do not make everybody wait.
   */
  long needNs(long allowanceNs) {
    measure();
    return Math.min(needNs, p95Ns + allowanceNs);
  }

  /** How far above the least transit all but five packets in a hundred lie. */
  long p95Ns() {
    measure();
    return p95Ns;
  }

  /** How far above the least transit all but two packets in a hundred lie. */
  long mostNs() {
    measure();
    return mostNs;
  }

  private void measure() {
    if (!stale || size == 0) {
      return;
    }
    stale = false;
    int seen = 0;
    long b = lowest - 1;
    while (seen < size - size / 20) {
      seen += count[(int) (++b & (BUCKETS - 1))];
    }
    p95Ns = (b + 1 - lowest) * BUCKET_NS;
    while (seen < size - size / 50) {
      seen += count[(int) (++b & (BUCKETS - 1))];
    }
    mostNs = (b + 1 - lowest) * BUCKET_NS;
    int spared = p95Ns > JITTER_NS ? 0 : size / 200;
    while (seen < size - spared) {
      seen += count[(int) (++b & (BUCKETS - 1))];
    }
    needNs = (b + 1 - lowest) * BUCKET_NS;
  }
}
