package org.convoke.media;

// Hot path: no allocation, no exception.

/**
 * Tells a phone from a sprayer where addresses do not: a phone sends one stream from one place at
 * its pace. Few sources are looked at at a time, so that nobody can make them many; one that falls
 * silent makes room.
 */
final class SteadySources {
  private static final int PLACES = 4;

  /** Three packets so close together are a stream; of a slower one it takes eight. */
  private static final long CLOSE_NS = 100_000_000L;

  private static final int CLOSE_STEPS = 2;
  private static final int STEPS = 7;
  private static final int MOST_LOST = 10;

  /** A first packet without a second, and a stream without its next, make room after that. */
  private static final long STRAY_NS = 60_000_000L;

  private static final long SILENT_NS = 300_000_000L;

  private static final class Place {
    private final Endpoint source = new Endpoint();
    private int ssrc;
    private int sequence;
    private int steps;
    private int closeSteps;
    private long firstNs;
    private long lastNs;
    private boolean used;

    private boolean free(long nowNs) {
      return !used || nowNs - lastNs > (steps == 0 ? STRAY_NS : SILENT_NS);
    }

    private void begin(Endpoint from, int newSsrc, int newSequence, long nowNs) {
      source.set(from);
      ssrc = newSsrc;
      sequence = newSequence;
      steps = 0;
      closeSteps = 0;
      firstNs = nowNs;
      lastNs = nowNs;
      used = true;
    }

    private void next(int newSequence, long nowNs) {
      int step = newSequence - sequence & 0xFFFF;
      if (step >= 0x10000 - MOST_LOST || step == 0) {
        // Late, or twice.
        return;
      }
      if (step > MOST_LOST) {
        begin(source, ssrc, newSequence, nowNs);
        return;
      }
      steps++;
      closeSteps += nowNs - lastNs <= CLOSE_NS ? 1 : 0;
      sequence = newSequence;
      lastNs = nowNs;
    }
  }

  private final Place[] places = new Place[PLACES];

  SteadySources() {
    for (int i = 0; i < PLACES; i++) {
      places[i] = new Place();
    }
  }

  /** Forgets all. */
  void clear() {
    for (Place place : places) {
      place.used = false;
    }
  }

  /**
   * Whether this packet is one of a stream that comes steadily from one source.
   *
   * @param leastNs for how long it must have done so
   */
  boolean steady(Endpoint source, int ssrc, int sequence, long leastNs, long nowNs) {
    Place its = null;
    Place free = null;
    for (Place place : places) {
      if (place.used && place.ssrc == ssrc && place.source.same(source)) {
        its = place;
      } else if (free == null && place.free(nowNs)) {
        free = place;
      }
    }
    if (its == null) {
      if (free != null) {
        free.begin(source, ssrc, sequence, nowNs);
      }
      return false;
    }
    its.next(sequence, nowNs);
    return (its.closeSteps >= CLOSE_STEPS || its.steps >= STEPS) && nowNs - its.firstNs >= leastNs;
  }
}
