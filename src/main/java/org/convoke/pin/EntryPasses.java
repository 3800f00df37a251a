package org.convoke.pin;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.MakePass;
import org.convoke.id.EntryPass;

/**
 * Passes of callers whom a provider's webhook has let in already. Each is valid once and for a
 * minute. Bounded: what is too much makes the oldest invalid. Pure.
 */
final class EntryPasses {
  static final long VALID_NS = 60_000_000_000L;
  static final int MAX = 10_000;

  /** What a pass is good for. */
  record Made(
      EntryPass pass,
      AdmissionAnswer leadsTo,
      String provider,
      String providerCallId,
      long untilNs) {}

  private final RandomGenerator random;

  /** The oldest first: all are valid for the same time. */
  private final LinkedHashMap<EntryPass, Made> byPass = new LinkedHashMap<>();

  /** {@code random} must not be guessable. */
  EntryPasses(RandomGenerator random) {
    this.random = random;
  }

  Made make(MakePass query, long nowNs) {
    forget(nowNs);
    if (byPass.size() == MAX) {
      byPass.pollFirstEntry();
    }
    Made made =
        new Made(
            EntryPass.random(random),
            query.leadsTo(),
            query.provider(),
            query.providerCallId(),
            nowNs + VALID_NS);
    byPass.put(made.pass(), made);
    return made;
  }

  /** Whether it would let in now; it stays valid. */
  boolean valid(EntryPass pass, long nowNs) {
    forget(nowNs);
    return byPass.containsKey(pass);
  }

  /** What it is good for; it is void now. */
  Optional<Made> spend(EntryPass pass, long nowNs) {
    forget(nowNs);
    return Optional.ofNullable(byPass.remove(pass));
  }

  private void forget(long nowNs) {
    while (!byPass.isEmpty() && byPass.firstEntry().getValue().untilNs() - nowNs <= 0) {
      byPass.pollFirstEntry();
    }
  }
}
