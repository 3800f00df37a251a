package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.store.Webhooks.DisabledReason;
import org.convoke.store.Webhooks.Format;
import org.convoke.store.Webhooks.State;

/**
 * What waits to be delivered, for the one who delivers. An endpoint is leased as a whole: who holds
 * it knows of all its deliveries which one may go, so that nothing is written before an attempt.
 */
public interface Outbox {
  /**
   * A leased endpoint. Nulls as in {@link Webhooks.Endpoint}.
   *
   * @param key names it here
   * @param version of what is said here, and of what was given up and is to be tried again
   * @param apiKey of the application
   * @param live whether the rows of all its events are there
   */
  record Target(
      int key,
      String id,
      long version,
      ApplicationId application,
      String apiKey,
      String url,
      String method,
      Format format,
      String secret,
      String oldSecret,
      Instant oldSecretUntil,
      Instant failingSince,
      boolean live) {
    @Override
    public String toString() {
      return "Target[" + id + "]";
    }
  }

  /**
   * A delivery that was not taken yet.
   *
   * @param position of its event
   * @param firstTriedAt null before the first attempt, and since somebody asked for another one
   */
  record Waiting(
      int endpoint,
      long id,
      long position,
      RoomId room,
      CallId call,
      int attempts,
      Instant firstTriedAt,
      Instant lastTriedAt,
      Instant nextTryAt,
      Integer lastStatus) {}

  /** An event with what is known of its call by now; nulls where there is none. */
  record Told(Events.Event event, String direction, String from, String to, Instant answeredAt) {}

  /** What an attempt changed. {@code nextTryAt} null when it is over. */
  record Outcome(
      int endpoint,
      long id,
      State state,
      int attempts,
      Instant firstTriedAt,
      Instant triedAt,
      Instant nextTryAt,
      Integer status,
      String error,
      Integer latencyMs) {}

  /**
   * What waits at all endpoints that are on.
   *
   * @param waiting deliveries that were not taken yet, {@link #MOST_COUNTED} at the most
   * @param oldestSeconds since the oldest of them was written
   */
  record Backlog(long waiting, double oldestSeconds) {}

  /** Counting more would cost more than it tells. */
  int MOST_COUNTED = 100_000;

  /** Since when an endpoint fails; null: it does not. */
  record Health(int endpoint, Instant failingSince) {}

  /** An endpoint that was disabled, and the id of the event that tells of it. */
  record Disabled(String webhook, DisabledReason reason, EventId event) {}

  /**
   * Renews what {@code owner} holds, takes what nobody does, up to {@code most} in all, and tells
   * all that is held then. An endpoint that is not told any more is disabled, deleted or lost.
   *
   * @param leaseMs how long from now
   */
  Future<List<Target>> lease(UUID owner, int leaseMs, int most);

  /** Gives back all that {@code owner} holds. */
  Future<Void> release(UUID owner);

  /** Of these endpoints, those with a greater id than {@code after}, by id. */
  Future<List<Waiting>> after(Collection<Integer> endpoints, long after, int limit);

  /** The events at these positions; those that are gone are missing. */
  Future<List<Told>> events(Collection<Long> positions);

  /** Writes what attempts changed. Repeating it is harmless. */
  Future<Void> settle(List<Outcome> outcomes, List<Health> health);

  /** One step of the rows that an endpoint missed while it was not live; whether there are more. */
  Future<Boolean> catchUp(int endpoint);

  /** What waits. */
  Future<Backlog> backlog();

  /** Turns an endpoint off; false when it was off already. */
  Future<Boolean> disable(int endpoint, DisabledReason reason);

  /** Endpoints that were turned off by us, of which no event tells yet. */
  Future<List<Disabled>> untold();

  /**
   * Forgets some of what was over before {@code before}, and some of what deleted endpoints left.
   * Returns whether there may be more.
   */
  Future<Boolean> sweep(Instant before);
}
