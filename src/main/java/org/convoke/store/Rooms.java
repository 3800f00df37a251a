package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/** Rooms and their PINs. PINs are stored as a keyed HMAC for lookup and encrypted for showing. */
public interface Rooms {
  /** How joins and leaves are told to those who are there. */
  enum Announce {
    TONES,
    NAMES,
    OFF
  }

  /**
   * A stored room. Nulls: {@code hostPin} when the room has none, {@code number} when every number
   * that asks for PINs leads to it, {@code maxParticipants} for the configured limit, {@code
   * expiresAt}, {@code deletedAt}; {@code pin} too once the room is deleted or expired.
   */
  record Room(
      RoomId id,
      String name,
      Pin pin,
      Pin hostPin,
      int pinLength,
      String number,
      Integer maxParticipants,
      boolean endsWhenHostLeaves,
      boolean waitForHost,
      Announce announce,
      boolean locked,
      boolean muted,
      String language,
      Instant expiresAt,
      JsonObject metadata,
      Instant createdAt,
      Instant updatedAt,
      Instant deletedAt) {}

  /**
   * What a new room shall be; null for what the caller left to us. {@code hostPin} empty: make one;
   * null: the room has none. Chosen PINs have passed {@link org.convoke.id.PinRules}.
   */
  record Draft(
      String name,
      Pin pin,
      int pinLength,
      Optional<Pin> hostPin,
      String number,
      Integer maxParticipants,
      boolean endsWhenHostLeaves,
      boolean waitForHost,
      Announce announce,
      String language,
      Instant expiresAt,
      JsonObject metadata) {}

  /** Fails with {@link Conflict} pin_taken, pins_exhausted, number_unknown or number_in_use. */
  Future<Room> create(Draft draft);

  /** The room, deleted and expired ones included; empty when there never was one. */
  Future<Optional<Room>> find(RoomId id);

  /** Live rooms, newest first. {@code limit} 1 to 200. */
  Future<Page<Room>> list(String cursor, int limit);

  /**
   * Stores the settings of {@code room} (not id, PINs, number, times). Fails with
   * NoSuchElementException when it is not live.
   */
  Future<Room> update(Room room);

  /**
   * New PINs, also for hosts where the room has a host PIN; the old ones are dead at once. {@code
   * length} 4 to 10. Fails with {@link Conflict} pins_exhausted, or NoSuchElementException when the
   * room is not live.
   */
  Future<Room> renewPins(RoomId id, int length);

  /** Marks the room deleted and frees its PINs; empty when it was not live. */
  Future<Optional<Room>> delete(RoomId id);

  /** Rooms that expired by {@code now} and were not yet ended: marked ended, their PINs freed. */
  Future<java.util.List<RoomId>> expire(Instant now);

  /** How many live rooms a guess at this number can hit; all live rooms for null. */
  Future<Long> countLive(String number);
}
