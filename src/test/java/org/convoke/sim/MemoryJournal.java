package org.convoke.sim;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.store.Calls;
import org.convoke.store.EventLog;
import org.convoke.store.Events.Event;

/** The journal's tables in memory: events with their numbers, and what a crash leaves open. */
final class MemoryJournal implements EventLog {
  private final World world;
  final List<Event> events = new ArrayList<>();
  final Map<EventId, Event> byId = new HashMap<>();
  final Map<CallId, CallChange> openCalls = new LinkedHashMap<>();
  private final Set<CallId> completed = new LinkedHashSet<>();
  private final Map<ParticipantId, Calls.Present> present = new LinkedHashMap<>();
  private final Set<ParticipantId> left = new LinkedHashSet<>();
  private final Map<RoomId, Calls.Meeting> meetings = new LinkedHashMap<>();
  private final Map<Object, Long> counters = new HashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  MemoryJournal(World world) {
    this.world = world;
  }

  /** Called after each transaction. */
  void onCommit(Runnable listener) {
    afterCommit.add(listener);
  }

  @Override
  public Future<Long> append(List<Entry> entries, Function<List<Entry>, Changes> project) {
    List<Entry> fresh = new ArrayList<>();
    Set<EventId> ids = new LinkedHashSet<>();
    for (Entry entry : entries) {
      boolean dropped = world.has(Fault.LOST_EVENT) && entry.type().equals("call.ringing");
      if (!dropped && !byId.containsKey(entry.id()) && ids.add(entry.id())) {
        fresh.add(entry);
      }
    }
    fresh.forEach(this::store);
    project(project.apply(fresh));
    afterCommit.forEach(Runnable::run);
    return Future.succeededFuture(fresh.isEmpty() ? 0L : (long) events.size());
  }

  /** No evening lasts until its events are old. */
  @Override
  public Future<Boolean> forget(Instant before) {
    return Future.succeededFuture(false);
  }

  private void store(Entry entry) {
    Event event =
        new Event(
            events.size() + 1,
            entry.id(),
            entry.type(),
            entry.occurredAt(),
            entry.room(),
            entry.call(),
            entry.participant(),
            entry.room() == null ? null : counters.merge(entry.room(), 1L, Long::sum),
            entry.call() == null ? null : counters.merge(entry.call(), 1L, Long::sum),
            entry.data().copy());
    events.add(event);
    byId.put(event.id(), event);
  }

  private void project(Changes changes) {
    for (CallChange call : changes.calls()) {
      if ("completed".equals(call.state())) {
        completed.add(call.id());
        openCalls.remove(call.id());
      } else if (!completed.contains(call.id())) {
        openCalls.merge(call.id(), call, MemoryJournal::merged);
      }
    }
    for (ParticipantChange one : changes.participants()) {
      if (one.leftAt() != null) {
        left.add(one.id());
        present.remove(one.id());
      } else if (one.joinedAt() != null || one.waitingSince() != null) {
        left.remove(one.id());
      }
      if (one.leftAt() == null && !left.contains(one.id())) {
        Instant since = one.joinedAt() != null ? one.joinedAt() : one.waitingSince();
        Calls.Present before = present.get(one.id());
        present.put(
            one.id(),
            new Calls.Present(
                one.id(),
                one.room(),
                one.call() != null || before == null ? one.call() : before.call(),
                since != null || before == null ? since : before.since()));
      }
    }
    for (MeetingChange meeting : changes.meetings()) {
      if (meeting.startedAt() != null) {
        meetings.put(meeting.room(), new Calls.Meeting(meeting.room(), meeting.startedAt()));
      } else {
        meetings.remove(meeting.room());
      }
    }
  }

  private static CallChange merged(CallChange old, CallChange now) {
    return new CallChange(
        old.id(),
        old.at(),
        now.state() == null ? old.state() : now.state(),
        now.room() == null ? old.room() : now.room(),
        now.participant() == null ? old.participant() : now.participant(),
        now.answeredAt() == null ? old.answeredAt() : now.answeredAt(),
        null,
        old.origin(),
        Media.NONE,
        Ending.NONE);
  }

  /** As {@link Calls#open}. */
  Calls.Open open() {
    List<Calls.Call> calls =
        openCalls.values().stream()
            .map(call ->
                new Calls.Call(
                    call.id(),
                    call.origin().direction(),
                    call.origin().from(),
                    call.origin().to(),
                    call.origin().source(),
                    call.origin().transport(),
                    call.state(),
                    call.room(),
                    call.participant(),
                    null,
                    null,
                    null,
                    call.at(),
                    call.answeredAt(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    call.origin().application(),
                    null,
                    null))
            .toList();
    return new Calls.Open(calls, List.copyOf(present.values()), List.copyOf(meetings.values()));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
