package org.convoke.consumer;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was taken: each event once, and per room and call the last number, so that missing ones are
 * noticed. Not safe for several threads.
 *
 * <p>Numbers run without gaps only for who gets all types of events; behind a filter gaps are what
 * the filter left out.
 */
final class Story {
  /**
   * Numbers that are missing before an event.
   *
   * @param scope {@code room} or {@code call}
   * @param id of the room or call
   * @param from the first that is missing
   * @param to the last that is missing
   * @param after the last event before the gap
   */
  record Gap(String scope, String id, long from, long to, String after) {}

  private record Last(long seq, String eventId) {}

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Last> last = new HashMap<>();
  private String lastEvent;

  boolean isTaken(String eventId) {
    return taken.contains(eventId);
  }

  int size() {
    return taken.size();
  }

  /** The event that was taken last, or null. */
  String lastEvent() {
    return lastEvent;
  }

  /** What is missing before {@code event}. The first event of a room or call begins its story. */
  List<Gap> gaps(JsonObject event) {
    List<Gap> gaps = new ArrayList<>();
    gap("room", event.getString("room_id"), seq(event, "room"), gaps);
    gap("call", event.getString("call_id"), seq(event, "call"), gaps);
    return gaps;
  }

  private void gap(String scope, String id, Long seq, List<Gap> gaps) {
    Last before = id == null || seq == null ? null : last.get(scope + id);
    if (before != null && seq > before.seq() + 1) {
      gaps.add(new Gap(scope, id, before.seq() + 1, seq - 1, before.eventId()));
    }
  }

  /** False when it was taken before. */
  boolean take(String eventId, JsonObject event) {
    if (!taken.add(eventId)) {
      return false;
    }
    lastEvent = eventId;
    note("room" + event.getString("room_id"), seq(event, "room"), eventId);
    note("call" + event.getString("call_id"), seq(event, "call"), eventId);
    return true;
  }

  private void note(String scope, Long seq, String eventId) {
    if (seq != null) {
      // One that is sent again after later ones does not take the story back.
      last.merge(scope, new Last(seq, eventId), (old, now) -> now.seq() > old.seq() ? now : old);
    }
  }

  private static Long seq(JsonObject event, String scope) {
    return event.getValue(scope + "_seq") instanceof Number number ? number.longValue() : null;
  }
}
