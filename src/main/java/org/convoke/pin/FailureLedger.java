package org.convoke.pin;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Wrong PINs while the database is away: the counts it last told, and what came since. Bounded: a
 * guesser must not fill our memory. Pure.
 */
final class FailureLedger {
  private static final int MAX_KEYS = 20_000;
  private static final int MAX_PENDING = 20_000;

  /** One wrong PIN that the database does not know of. */
  record Failure(List<String> keys, Instant at) {}

  private final Map<String, Integer> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_KEYS;
        }
      };
  private final Deque<Failure> pending = new ArrayDeque<>();

  /** What the database counted. */
  void learn(Map<String, Integer> counts) {
    known.putAll(counts);
  }

  /** A wrong PIN that could not be written. */
  void add(Failure failure) {
    if (pending.size() == MAX_PENDING) {
      pending.poll();
    }
    pending.add(failure);
  }

  /** As well as we know. */
  Map<String, Integer> counts(Map<String, Instant> since) {
    Map<String, Integer> counts = new HashMap<>();
    since.keySet().forEach(key -> counts.put(key, known.getOrDefault(key, 0)));
    addPending(counts, since);
    return counts;
  }

  /** What the database counted, and what it does not know of. */
  Map<String, Integer> plusPending(Map<String, Integer> counted, Map<String, Instant> since) {
    Map<String, Integer> counts = new HashMap<>(counted);
    addPending(counts, since);
    return counts;
  }

  private void addPending(Map<String, Integer> counts, Map<String, Instant> since) {
    for (Failure failure : pending) {
      for (String key : failure.keys()) {
        Instant from = since.get(key);
        if (from != null && failure.at().isAfter(from)) {
          counts.merge(key, 1, Integer::sum);
        }
      }
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** The next that waits to be written, or null. */
  Failure first() {
    return pending.peek();
  }

  /** It was written. */
  void written(Failure failure) {
    pending.remove(failure);
  }
}
