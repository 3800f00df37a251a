package org.convoke.sim;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.store.Events.Event;
import org.convoke.store.Outbox;
import org.convoke.store.Webhooks;
import org.convoke.store.Webhooks.DisabledReason;
import org.convoke.store.Webhooks.Format;
import org.convoke.store.Webhooks.State;

/** Endpoints and their deliveries in memory. A row is there for each event of an endpoint's. */
final class MemoryOutbox implements Outbox {
  /** A Standard Webhooks secret. */
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  /** One endpoint. */
  static final class Endpoint {
    final int key;
    final String url;

    /** Null: of all rooms and none. */
    final RoomId room;

    final TreeMap<Long, Row> rows = new TreeMap<>();
    boolean enabled = true;
    DisabledReason reason;
    EventId disabledEvent;
    Instant failingSince;
    UUID owner;
    long leasedUntilNs;

    Endpoint(int key, String url, RoomId room) {
      this.key = key;
      this.url = url;
      this.room = room;
    }

    boolean takes(Event event) {
      return room == null || room.equals(event.room());
    }
  }

  /** One event for one endpoint. */
  static final class Row {
    final long id;
    final Event event;
    State state = State.PENDING;
    int attempts;
    Instant firstTriedAt;
    Instant lastTriedAt;
    Instant nextTryAt;
    Integer lastStatus;

    Row(long id, Event event) {
      this.id = id;
      this.event = event;
    }
  }

  final List<Endpoint> endpoints = new ArrayList<>();
  private final World world;
  private final MemoryJournal journal;
  private long rows;
  private int written;

  MemoryOutbox(World world, MemoryJournal journal) {
    this.world = world;
    this.journal = journal;
    journal.onCommit(this::write);
  }

  @Override
  public Future<Backlog> backlog() {
    long waiting =
        endpoints.stream()
            .filter(endpoint -> endpoint.enabled)
            .flatMap(endpoint -> endpoint.rows.values().stream())
            .filter(row -> row.state == State.PENDING)
            .count();
    return Future.succeededFuture(new Backlog(waiting, 0));
  }

  Endpoint add(String url, RoomId room) {
    Endpoint endpoint = new Endpoint(endpoints.size() + 1, url, room);
    endpoints.add(endpoint);
    return endpoint;
  }

  /** In the journal's transaction: the rows of what it wrote. */
  private void write() {
    for (; written < journal.events.size(); written++) {
      Event event = journal.events.get(written);
      for (Endpoint endpoint : endpoints) {
        if (endpoint.takes(event)) {
          long id = ++rows;
          endpoint.rows.put(id, new Row(id, event));
        }
      }
    }
  }

  private Endpoint endpoint(int key) {
    return endpoints.get(key - 1);
  }

  @Override
  public Future<List<Target>> lease(UUID owner, int leaseMs, int most) {
    List<Target> held = new ArrayList<>();
    long nowNs = world.nowNs();
    for (Endpoint one : endpoints) {
      boolean free = one.owner == null || one.leasedUntilNs - nowNs < 0;
      if (one.enabled && held.size() < most && (free || owner.equals(one.owner))) {
        one.owner = owner;
        one.leasedUntilNs = nowNs + leaseMs * 1_000_000L;
        held.add(target(one));
      }
    }
    return Future.succeededFuture(held);
  }

  private static Target target(Endpoint one) {
    String id = "wh-" + one.key;
    return new Target(
        one.key,
        id,
        1,
        null,
        null,
        one.url,
        "POST",
        Format.CONVOKE,
        SECRET,
        null,
        null,
        one.failingSince,
        true);
  }

  @Override
  public Future<Void> release(UUID owner) {
    for (Endpoint one : endpoints) {
      if (owner.equals(one.owner)) {
        one.owner = null;
      }
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Waiting>> after(Collection<Integer> keys, long after, int limit) {
    TreeMap<Long, Waiting> found = new TreeMap<>();
    for (int key : keys) {
      int taken = 0;
      for (Row row : endpoint(key).rows.tailMap(after, false).values()) {
        if (row.state == State.PENDING && taken++ < limit) {
          found.put(row.id, waiting(key, row));
        }
      }
    }
    return Future.succeededFuture(found.values().stream().limit(limit).toList());
  }

  private static Waiting waiting(int key, Row row) {
    return new Waiting(
        key,
        row.id,
        row.event.position(),
        row.event.room(),
        row.event.call(),
        row.attempts,
        row.firstTriedAt,
        row.lastTriedAt,
        row.nextTryAt,
        row.lastStatus);
  }

  @Override
  public Future<List<Told>> events(Collection<Long> positions) {
    return Future.succeededFuture(
        positions.stream()
            .sorted()
            .map(it -> journal.events.get((int) (it - 1)))
            .map(event -> new Told(event, null, null, null, null))
            .toList());
  }

  @Override
  public Future<Void> settle(List<Outcome> outcomes, List<Health> health) {
    for (Outcome outcome : outcomes) {
      Row row = endpoint(outcome.endpoint()).rows.get(outcome.id());
      if (row != null && row.state == State.PENDING) {
        row.state = outcome.state();
        row.attempts = outcome.attempts();
        row.firstTriedAt = outcome.firstTriedAt();
        row.lastTriedAt = outcome.triedAt();
        row.nextTryAt = outcome.nextTryAt();
        row.lastStatus = outcome.status();
      }
    }
    health.forEach(one -> endpoint(one.endpoint()).failingSince = one.failingSince());
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> catchUp(int endpoint) {
    return Future.succeededFuture(false);
  }

  @Override
  public Future<Boolean> disable(int key, DisabledReason reason) {
    Endpoint endpoint = endpoint(key);
    boolean was = endpoint.enabled;
    if (was) {
      endpoint.enabled = false;
      endpoint.owner = null;
      endpoint.reason = reason;
      endpoint.disabledEvent = EventId.random();
    }
    return Future.succeededFuture(was);
  }

  @Override
  public Future<List<Disabled>> untold() {
    return Future.succeededFuture(
        endpoints.stream()
            .filter(one -> one.disabledEvent != null)
            .filter(one -> !journal.byId.containsKey(one.disabledEvent))
            .map(one -> new Disabled("wh-" + one.key, one.reason, one.disabledEvent))
            .toList());
  }

  @Override
  public Future<Boolean> sweep(Instant before) {
    return Future.succeededFuture(false);
  }

  /** What is still to be delivered to endpoints that take something. */
  long pending() {
    return endpoints.stream()
        .filter(one -> one.enabled)
        .flatMap(one -> one.rows.values().stream())
        .filter(row -> row.state == Webhooks.State.PENDING)
        .count();
  }

  /** Events that no endpoint but these were to take. */
  Set<EventId> dead() {
    Set<EventId> dead = new HashSet<>();
    for (Endpoint one : endpoints) {
      one.rows.values().stream()
          .filter(row -> row.state == State.DEAD)
          .map(row -> row.event.id())
          .filter(Objects::nonNull)
          .forEach(dead::add);
    }
    return dead;
  }
}
