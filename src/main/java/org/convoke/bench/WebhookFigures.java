package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What became of events on their way to a consumer.
 *
 * @param events in the journal
 * @param taken by the consumer, each counted once
 * @param missing in the journal and not taken
 * @param foreign taken and not in the journal
 * @param disordered taken after a later one of its room or call
 * @param doubled taken twice, or two ids with one number
 * @param again arrived again with an id that was known
 */
public record WebhookFigures(
    int events, int taken, int missing, int foreign, int disordered, int doubled, int again) {

  /**
   * Compares.
   *
   * @param journal the events that the bridge has
   * @param inbox those that the consumer took, in its order
   */
  public static WebhookFigures of(List<JsonObject> journal, List<JsonObject> inbox, int again) {
    Set<String> stored = new HashSet<>();
    journal.forEach(event -> stored.add(event.getString("event_id")));
    Set<String> taken = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    Map<String, Long> last = new HashMap<>();
    int foreign = 0;
    int disordered = 0;
    int doubled = 0;
    for (JsonObject event : inbox) {
      String id = event.getString("event_id");
      foreign += stored.contains(id) ? 0 : 1;
      boolean twice = !taken.add(id);
      boolean late = false;
      for (String scope : new String[] {"room", "call"}) {
        Long seq = event.getLong(scope + "_seq");
        if (seq != null) {
          String place = scope + " " + event.getString(scope + "_id");
          twice |= !numbers.add(place + " " + seq);
          late |= last.merge(place, seq, Math::max) > seq;
        }
      }
      doubled += twice ? 1 : 0;
      disordered += late ? 1 : 0;
    }
    Set<String> missing = new HashSet<>(stored);
    missing.removeAll(taken);
    return new WebhookFigures(
        journal.size(), taken.size(), missing.size(), foreign, disordered, doubled, again);
  }

  /** Whether every event was taken once and in order. */
  public boolean right() {
    return events > 0 && missing == 0 && foreign == 0 && disordered == 0 && doubled == 0;
  }

  /** Lines to read. */
  String table() {
    return String.format(
        Locale.ROOT,
        """
        events in the journal            %8d
        taken by the consumer            %8d
        missing                          %8d
        taken and not in the journal     %8d
        out of order in a room or call   %8d
        taken twice                      %8d
        arrived again, known by their id %8d
        """,
        events,
        taken,
        missing,
        foreign,
        disordered,
        doubled,
        again);
  }

  JsonObject json() {
    return new JsonObject()
        .put("events", events)
        .put("taken", taken)
        .put("missing", missing)
        .put("foreign", foreign)
        .put("disordered", disordered)
        .put("doubled", doubled)
        .put("again", again);
  }
}
