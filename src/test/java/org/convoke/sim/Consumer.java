package org.convoke.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.convoke.id.EventId;
import org.convoke.store.Events.Event;

/** Who is told of events, and notices what is told wrongly. */
final class Consumer {
  /** How it takes them. */
  enum Mood {
    WELL,
    /** Answers 500. */
    FAILING,
    /** Asks for patience. */
    BUSY,
    /** Takes some, and its answers are lost. */
    MUMBLING,
    /** Says nothing. */
    DEAF
  }

  final MemoryOutbox.Endpoint endpoint;
  private final Watch watch;
  private final Set<EventId> taken = new HashSet<>();
  private final Map<EventId, String> bodies = new HashMap<>();
  Mood mood = Mood.WELL;

  Consumer(MemoryOutbox.Endpoint endpoint, Watch watch) {
    this.endpoint = endpoint;
    this.watch = watch;
  }

  /** An attempt came; {@code accepts}: it will be answered by 2xx, heard or not. */
  void told(MemoryJournal journal, EventId id, String body, boolean accepts) {
    Event event = journal.byId.get(id);
    if (event == null) {
      watch.violated("I10", "a consumer is told of event " + id + ", which is not committed");
      return;
    }
    if (!endpoint.takes(event)) {
      watch.violated("delivery", "a consumer is told of an event that is not its own");
    }
    String before = bodies.putIfAbsent(id, body);
    if (before != null && !before.equals(body)) {
      watch.violated("delivery", "event " + id + " is told in other words than before");
    }
    if (taken.contains(id)) {
      return;
    }
    for (MemoryOutbox.Row row : endpoint.rows.values()) {
      Event earlier = row.event;
      if (earlier.position() >= event.position()) {
        break;
      }
      boolean sameRoom = event.room() != null && event.room().equals(earlier.room());
      boolean sameCall = event.call() != null && event.call().equals(earlier.call());
      boolean over = row.state != org.convoke.store.Webhooks.State.PENDING;
      if ((sameRoom || sameCall) && !over && !taken.contains(earlier.id())) {
        watch.violated(
            "delivery",
            "event "
                + event.position()
                + " "
                + event.type()
                + " is told before "
                + earlier.position()
                + " "
                + earlier.type()
                + " of the same room or call");
      }
    }
    if (accepts) {
      taken.add(id);
    }
  }

  boolean has(EventId id) {
    return taken.contains(id);
  }

  /** Words on an event that it never took. */
  String why(Event event) {
    return endpoint.rows.values().stream()
        .filter(row -> row.event == event)
        .map(row ->
            event.type()
                + " at "
                + event.position()
                + ": "
                + row.state
                + ", "
                + row.attempts
                + " attempts, next "
                + row.nextTryAt
                + ", failing since "
                + endpoint.failingSince)
        .findFirst()
        .orElse("an event that it has no row of");
  }
}
