package org.convoke.health;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks all parts every {@link #EVERY_NS} and waits {@link #PATIENCE_NS} for their answers; to be
 * turned a few times a second. A process that did not run itself cannot say that others were late.
 *
 * <p>Not thread-safe.
 */
final class Round {
  static final long EVERY_NS = 5_000_000_000L;

  /** Two rounds and this are less than the 12 s within which a dead part must be noticed. */
  static final long PATIENCE_NS = 1_900_000_000L;

  /** Between two turns: longer, and what was missed meanwhile may be our own fault. */
  private static final long STOPPED_NS = 700_000_000L;

  private final List<Probe> probes;
  private final Liveness liveness = new Liveness();
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private final Map<String, Double> answerSeconds = new HashMap<>();
  private final Set<Probe> open = new HashSet<>();
  private long nextNs;
  private long askedNs;
  private long turnedNs;
  private boolean stopped;

  Round(List<Probe> probes, long nowNs) {
    this.probes = List.copyOf(probes);
    this.nextNs = nowNs;
    this.turnedNs = nowNs;
  }

  /** Time passes. Returns whether a round ended, so that there is something to tell. */
  boolean turn(long nowNs) {
    stopped |= nowNs - turnedNs > STOPPED_NS;
    turnedNs = nowNs;
    boolean ended = !open.isEmpty() && look(nowNs);
    if (open.isEmpty() && nowNs - nextNs >= 0) {
      begin(nowNs);
    }
    return ended;
  }

  private void begin(long nowNs) {
    nextNs = nowNs - nextNs > EVERY_NS ? nowNs + EVERY_NS : nextNs + EVERY_NS;
    askedNs = nowNs;
    stopped = false;
    open.addAll(probes);
    probes.forEach(probe -> probe.ask(nowNs));
  }

  private boolean look(long nowNs) {
    boolean late = nowNs - askedNs >= PATIENCE_NS;
    for (Probe probe : probes) {
      if (open.contains(probe) && (probe.look(nowNs) || late)) {
        open.remove(probe);
        tell(probe, nowNs);
      }
    }
    return open.isEmpty();
  }

  private void tell(Probe probe, long nowNs) {
    Outcome outcome = probe.outcome();
    if (outcome == Outcome.MISSED && stopped) {
      outcome = Outcome.UNASKED;
    }
    liveness.told(probe.name(), outcome);
    if (outcome == Outcome.ANSWERED) {
      answerSeconds.put(probe.name(), (nowNs - askedNs) / 1e9);
      reasons.remove(probe.name());
    } else {
      reasons.put(probe.name(), probe.reason());
    }
  }

  Liveness liveness() {
    return liveness;
  }

  Map<String, String> reasons() {
    return reasons;
  }

  Map<String, Double> answerSeconds() {
    return answerSeconds;
  }
}
