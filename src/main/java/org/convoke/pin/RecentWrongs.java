package org.convoke.pin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong PINs under each key since the process began. Guesses that are judged at the same time do
 * not find each other in the database: what came since one of them asked it is told from here.
 * Bounded. Pure.
 */
final class RecentWrongs {
  private static final int MAX_KEYS = 20_000;

  private final Map<String, Integer> byKey =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_KEYS;
        }
      };

  void add(Iterable<String> keys) {
    keys.forEach(key -> byKey.merge(key, 1, Integer::sum));
  }

  int of(String key) {
    return byKey.getOrDefault(key, 0);
  }
}
