package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The events of a bridge, compared with themselves: whether numbers and order are right.
 *
 * @param events how many
 * @param calls that they speak of
 * @param doubled ids or numbers that are there twice
 * @param missing numbers that are not there, of all rooms and calls
 * @param disordered events that come after a later one of their room or call
 * @param unended calls that began and have no call.completed
 * @param endedTwice calls that have more than one
 */
record Story(
    int events, int calls, int doubled, int missing, int disordered, int unended, int endedTwice) {
  private static final String COMPLETED = "call.completed";

  /** {@code events} in the bridge's order. */
  static Story of(List<JsonObject> events) {
    Set<String> ids = new HashSet<>();
    Map<String, Set<Long>> numbers = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    Map<String, Integer> ends = new HashMap<>();
    int doubled = 0;
    int disordered = 0;
    for (JsonObject event : events) {
      doubled += ids.add(event.getString("event_id")) ? 0 : 1;
      for (String scope : new String[] {"room", "call"}) {
        String id = event.getString(scope + "_id");
        if (id != null) {
          Long seq = event.getLong(scope + "_seq");
          doubled += numbers.computeIfAbsent(id, key -> new HashSet<>()).add(seq) ? 0 : 1;
          disordered += last.merge(id, seq, Math::max) > seq ? 1 : 0;
        }
      }
      if (event.getString("call_id") != null) {
        ends.merge(
            event.getString("call_id"),
            event.getString("type").equals(COMPLETED) ? 1 : 0,
            Integer::sum);
      }
    }
    int missing = 0;
    for (String id : numbers.keySet()) {
      missing += (int) (last.get(id) - numbers.get(id).size());
    }
    int unended = (int) ends.values().stream().filter(count -> count == 0).count();
    int endedTwice = (int) ends.values().stream().filter(count -> count > 1).count();
    return new Story(events.size(), ends.size(), doubled, missing, disordered, unended, endedTwice);
  }

  /** No gap, nothing twice, all in order; calls that are up may be without an end. */
  boolean right() {
    return doubled == 0 && missing == 0 && disordered == 0 && endedTwice == 0;
  }

  /** How many events of each type each caller's calls have, by the user part of its From. */
  static Map<String, Map<String, Integer>> byCaller(List<JsonObject> events) {
    Map<String, String> callers = new HashMap<>();
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (JsonObject event : events) {
      String call = event.getString("call_id");
      if (event.getString("type").equals("call.started")) {
        callers.put(call, event.getJsonObject("data").getString("from"));
      }
      if (callers.containsKey(call)) {
        counts
            .computeIfAbsent(callers.get(call), key -> new TreeMap<>())
            .merge(event.getString("type"), 1, Integer::sum);
      }
    }
    return counts;
  }

  @Override
  public String toString() {
    return events
        + " events: "
        + missing
        + " missing, "
        + doubled
        + " doubled, "
        + disordered
        + " out of order, "
        + endedTwice
        + " calls ended twice";
  }
}
