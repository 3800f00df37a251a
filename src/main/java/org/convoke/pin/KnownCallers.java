package org.convoke.pin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who keyed a right PIN since the process began, and who of them the database does not know of yet.
 * It is told once a day of each. Bounded. Pure.
 */
final class KnownCallers {
  private static final int MAX = 20_000;
  private static final long AGAIN_NS = 86_400_000_000_000L;

  private final Map<String, Long> toldNs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX;
        }
      };
  private final Set<String> untold = new LinkedHashSet<>();

  void add(String key, long nowNs) {
    Long told = toldNs.get(key);
    if ((told == null || nowNs - told >= AGAIN_NS) && untold.size() < MAX) {
      toldNs.put(key, nowNs);
      untold.add(key);
    }
  }

  boolean has(String key) {
    return toldNs.containsKey(key);
  }

  /** Takes what is to be told now. */
  List<String> take() {
    List<String> keys = new ArrayList<>(untold);
    untold.clear();
    return keys;
  }

  /** It could not be told. */
  void putBack(List<String> keys) {
    untold.addAll(keys);
  }
}
