package org.convoke.webhook;

import java.util.HashMap;
import java.util.Map;

/**
 * Rooms and calls of deliveries that were forgotten, each with its first id. What comes later of
 * them must wait; an earlier one is what they wait for, and stays. Pure.
 */
final class Stuck {
  private final Map<String, Long> keys = new HashMap<>();

  /** The first id that was forgotten, or greater than all. */
  private long first = Long.MAX_VALUE;

  /** How many rooms and calls. */
  int size() {
    return keys.size();
  }

  void add(Item item) {
    add(item.room(), item.id());
    add(item.call(), item.id());
    first = Math.min(first, item.id());
  }

  private void add(String key, long id) {
    if (key != null) {
      keys.merge(key, id, Math::min);
    }
  }

  /** An earlier one of its room or call was forgotten. */
  boolean isBefore(Item item) {
    return keys.getOrDefault(item.room(), Long.MAX_VALUE) < item.id()
        || keys.getOrDefault(item.call(), Long.MAX_VALUE) < item.id();
  }

  boolean waitsFor(Item item) {
    return keys.containsKey(item.room()) || keys.containsKey(item.call());
  }

  /** Empties it; the first id that was forgotten, or greater than all. */
  long clear() {
    long was = first;
    first = Long.MAX_VALUE;
    keys.clear();
    return was;
  }
}
