package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;

/** Who is told of events, and what became of each telling. */
public interface Webhooks {
  /** How an event is written. */
  enum Format {
    /** As {@code GET /v1/events} writes it. */
    CONVOKE,
    /** As Vonage's status events, ours beside it. */
    VONAGE;

    /** As the API writes it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Of its {@link #wire} form. */
    public static Format of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** Why nothing is sent to an endpoint. */
  enum DisabledReason {
    /** Somebody asked for it. */
    REQUESTED,
    /** It answered 410. */
    GONE,
    /** It failed for days. */
    FAILING;

    /** As the API writes it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static DisabledReason of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Who is told. Nulls: {@code application} of those made by {@code /v1/webhooks}, {@code rooms}
   * for all rooms and what happens outside of rooms, {@code oldSecret} with {@code oldSecretUntil},
   * {@code disabledReason} with {@code disabledAt} while it is enabled, {@code failingSince} after
   * a success.
   *
   * @param method POST, or GET with the fields in the query (applications only)
   * @param events names such as {@code call.started}, patterns such as {@code call.*}, or {@code *}
   * @param secret as {@code org.convoke.signing.Secret} reads it; sealed in the database
   * @param oldSecret signs too until {@code oldSecretUntil}
   * @param failingSince the first failure since the last success
   */
  record Endpoint(
      String id,
      ApplicationId application,
      String url,
      String method,
      List<String> events,
      List<RoomId> rooms,
      Format format,
      String secret,
      String oldSecret,
      Instant oldSecretUntil,
      boolean enabled,
      DisabledReason disabledReason,
      Instant disabledAt,
      Instant failingSince,
      Instant createdAt,
      Instant updatedAt) {
    public Endpoint {
      events = List.copyOf(events);
      rooms = rooms == null ? null : List.copyOf(rooms);
    }

    /** The URL may carry a secret as well. */
    @Override
    public String toString() {
      return "Endpoint[" + id + "]";
    }
  }

  /** What a new webhook shall be, checked; {@code rooms} null for all. */
  record Draft(
      String url,
      List<String> events,
      List<RoomId> rooms,
      Format format,
      String secret,
      boolean enabled) {
    @Override
    public String toString() {
      return "Draft[]";
    }
  }

  /** What became of a delivery. */
  enum State {
    /** Waits for its turn or its next try, or is under way. */
    PENDING,
    /** Answered by 2xx. */
    DELIVERED,
    /** Given up after three days; can be retried. */
    DEAD;

    /** As the API writes it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Of its {@link #wire} form. */
    public static State of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * One event for one endpoint. Nulls: whatever has not happened yet; {@code room}, {@code call}
   * and {@code seq} as the event has none.
   *
   * @param event the {@code webhook-id} of every attempt
   * @param seq as the event's: within its room, else within its call
   * @param attempts so far
   * @param lastStatus of the last attempt; null when no answer came
   * @param lastError why the last attempt failed, in a word or two
   * @param latencyMs how long the last attempt took, in milliseconds
   * @param nextTryAt null when it is done, or goes as soon as it is its turn
   */
  record Delivery(
      long id,
      EventId event,
      String type,
      RoomId room,
      CallId call,
      Long seq,
      Instant occurredAt,
      State state,
      int attempts,
      Integer lastStatus,
      String lastError,
      Integer latencyMs,
      Instant lastTriedAt,
      Instant nextTryAt,
      Instant createdAt,
      Instant finishedAt) {}

  /**
   * Which events to tell again, of those that the endpoint takes; null for no bound.
   *
   * @param after events that happened later than this
   * @param before events that happened up to this
   * @param room of this room only
   * @param call of this call only
   * @param afterSeq events with a greater {@code seq}: of that room or call, else of each of them
   */
  record Range(Instant after, Instant before, RoomId room, CallId call, Long afterSeq) {}

  /** The most events that one replay tells again. */
  int MAX_REPLAY = 100_000;

  /**
   * Stores a new one. Fails with {@link Conflict} webhooks_exhausted when there are {@code most}
   * already, applications' not counted.
   */
  Future<Endpoint> create(Draft draft, int most);

  /** Those of applications too. */
  Future<Optional<Endpoint>> find(String id);

  /** Without those of applications, newest first. {@code limit} 1 to 200. */
  Future<Page<Endpoint>> list(String cursor, int limit);

  /**
   * Stores url, events, rooms, format and enabled; empty when there is none. What happens while it
   * is disabled is delivered once it is enabled again.
   */
  Future<Optional<Endpoint>> update(Endpoint endpoint);

  /** With all its deliveries. */
  Future<Boolean> delete(String id);

  /** {@code secret} signs from now on, and the one before it too until {@code oldUntil}. */
  Future<Optional<Endpoint>> rotate(String id, String secret, Instant oldUntil);

  /**
   * The event URL of an application; empty when it has none. {@link Applications} makes, changes
   * and deletes it together with the application.
   */
  Future<Optional<Endpoint>> ofApplication(ApplicationId application);

  /** Newest first, in one {@code state} or (null) in any. {@code limit} 1 to 200. */
  Future<Page<Delivery>> deliveries(String id, State state, String cursor, int limit);

  Future<Optional<Delivery>> delivery(String id, long delivery);

  /** Tries a delivery again, whatever became of it, as if it were new; empty when there is none. */
  Future<Optional<Delivery>> retry(String id, long delivery);

  /**
   * Tells events again, with their old ids, in their order; returns how many. Fails with {@link
   * Conflict} replay_too_large when there are more than {@link #MAX_REPLAY}, and with
   * NoSuchElementException when there is no such endpoint.
   */
  Future<Integer> replay(String id, Range range);
}
