package org.convoke.webhook;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The deliveries of one endpoint that are in memory, by id, and how many of which room. Pure. */
final class Window {
  private final TreeMap<Long, Item> items = new TreeMap<>();

  /** How many of those there are of each room and call; and how many of neither. */
  private final Map<String, Integer> keys = new HashMap<>();

  private int keyless;

  int size() {
    return items.size();
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  boolean has(long id) {
    return items.containsKey(id);
  }

  /** The lowest id first; not to be kept while it is changed. */
  Collection<Item> items() {
    return items.values();
  }

  /** Whether these rooms and calls are all there are, and each delivery is of one. */
  boolean isAllOf(int count) {
    return keyless == 0 && count == keys.size();
  }

  void put(Item item) {
    items.put(item.id(), item);
    count(item, 1);
  }

  void remove(Item item) {
    if (items.remove(item.id()) != null) {
      count(item, -1);
    }
  }

  private void count(Item item, int by) {
    keyless += item.room() == null && item.call() == null ? by : 0;
    count(item.room(), by);
    count(item.call(), by);
  }

  private void count(String key, int by) {
    if (key != null && keys.merge(key, by, Integer::sum) == 0) {
      keys.remove(key);
    }
  }
}
