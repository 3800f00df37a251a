package org.convoke.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.store.Events.Event;

/** What the journal must hold when all is over, whatever went on before. */
final class Books {
  /** A fact that old is on disk or in the database, and survives a kill. */
  private static final long SAFE_NS = 3_000_000_000L;

  /** Who dials so shortly before or after a kill may be told of twice, or not at all. */
  private static final long NEAR_NS = 40_000_000_000L;

  private static final Set<String> LAST_OF_CALL = Set.of(EventType.CALL_COMPLETED);

  private final Watch watch;
  private final MemoryJournal journal;

  Books(Watch watch, MemoryJournal journal) {
    this.watch = watch;
    this.journal = journal;
  }

  /** {@code accepted}: the numbers of phones that were told 200, and when. */
  void check(Map<String, Long> accepted) {
    nothingLostNorTurned();
    Map<CallId, List<Event>> byCall = new LinkedHashMap<>();
    Map<RoomId, List<Event>> byRoom = new LinkedHashMap<>();
    for (Event event : journal.events) {
      if (event.call() != null) {
        byCall.computeIfAbsent(event.call(), _ -> new java.util.ArrayList<>()).add(event);
      }
      if (event.room() != null) {
        byRoom.computeIfAbsent(event.room(), _ -> new java.util.ArrayList<>()).add(event);
      }
    }
    byCall.forEach(this::call);
    byRoom.forEach(this::room);
    accepted(accepted, byCall);
  }

  /** What was told is in the journal in its order; only the last moments before a kill may lack. */
  private void nothingLostNorTurned() {
    long last = 0;
    for (Watch.Life life : watch.lives) {
      boolean lost = false;
      for (int i = 0; i < life.facts.size(); i++) {
        Fact fact = life.facts.get(i);
        Event event = journal.byId.get(fact.id());
        if (event == null) {
          lost = true;
          long beforeNs = life.endNs - life.factNs.get(i);
          if (!life.killed || beforeNs > SAFE_NS) {
            watch.violated("I2", "lost: " + fact.type() + " of " + fact.call());
            return;
          }
        } else if (lost) {
          watch.violated("I2", "a gap: something before " + fact.type() + " is lost");
          return;
        } else if (event.position() < last) {
          watch.violated("I2", "out of order: " + fact.type() + " of " + fact.call());
          return;
        } else {
          last = event.position();
        }
      }
    }
  }

  private void call(CallId id, List<Event> events) {
    long started = count(events, EventType.CALL_STARTED);
    long completed = count(events, EventType.CALL_COMPLETED);
    if (started != 1 || completed != 1) {
      watch.violated("I1", "call " + id + " has " + started + " started, " + completed + " ended");
    }
    if (count(events, EventType.CALL_ANSWERED) > 1) {
      watch.violated("I1", "call " + id + " is answered more than once");
    }
    if (!LAST_OF_CALL.contains(events.getLast().type())) {
      watch.violated("story", "call " + id + " goes on after its end: " + types(events));
    }
    long seq = 0;
    for (Event event : events) {
      if (event.callSeq() != ++seq) {
        watch.violated("I2", "call " + id + " has a gap at " + seq);
      }
    }
  }

  private static long count(List<Event> events, String type) {
    return events.stream().filter(event -> event.type().equals(type)).count();
  }

  private static List<String> types(List<Event> events) {
    return events.stream().map(Event::type).toList();
  }

  private void room(RoomId id, List<Event> events) {
    boolean live = false;
    long seq = 0;
    Set<ParticipantId> in = new HashSet<>();
    Set<ParticipantId> gone = new HashSet<>();
    for (Event event : events) {
      if (event.roomSeq() != ++seq) {
        watch.violated("I2", "room " + id + " has a gap at " + seq);
      }
      switch (event.type()) {
        case EventType.ROOM_STARTED -> {
          if (live) {
            watch.violated("story", "room " + id + " starts twice");
          }
          live = true;
        }
        case EventType.ROOM_ENDED -> {
          if (!live) {
            watch.violated("story", "room " + id + " ends and was not live");
          }
          live = false;
          if (!in.isEmpty()) {
            watch.violated("story", "room " + id + " ends with people in it");
          }
        }
        // Who comes by a page may come again as the same.
        case EventType.PARTICIPANT_WAITING -> gone.remove(event.participant());
        case EventType.PARTICIPANT_JOINED -> {
          gone.remove(event.participant());
          if (!live || !in.add(event.participant())) {
            watch.violated("story", "a join into room " + id + " that cannot be");
          }
        }
        case EventType.PARTICIPANT_LEFT -> {
          if (!gone.add(event.participant())) {
            watch.violated("story", "a participant leaves room " + id + " twice");
          }
          in.remove(event.participant());
        }
        default -> {
          // No coming, no going.
        }
      }
    }
    if (live || !in.isEmpty()) {
      watch.violated("story", "room " + id + " never ends");
    }
  }

  /** Each phone that was answered is told of once; but for the last moments before a kill. */
  private void accepted(Map<String, Long> accepted, Map<CallId, List<Event>> byCall) {
    Map<String, Integer> told = new HashMap<>();
    for (List<Event> events : byCall.values()) {
      Event first = events.getFirst();
      if (first.type().equals(EventType.CALL_STARTED)) {
        told.merge(first.data().getString("from"), 1, Integer::sum);
      }
    }
    accepted.forEach((number, atNs) -> {
      int times = told.getOrDefault(number, 0);
      boolean twice = times > 1 && !killedWithin(atNs - NEAR_NS, atNs + NEAR_NS);
      boolean never = times == 0 && !killedWithin(atNs - SAFE_NS, atNs + SAFE_NS);
      if (twice || never) {
        watch.violated("I1", "the call of " + number + " was told of " + times + " times");
      }
    });
  }

  private boolean killedWithin(long fromNs, long toNs) {
    return watch.lives.stream()
        .anyMatch(life -> life.killed && life.endNs >= fromNs && life.endNs <= toNs);
  }
}
