package org.convoke.room;

import java.time.Instant;
import org.convoke.config.RoomsConfig;
import org.convoke.store.Rooms;

/**
 * What a live room needs of its stored settings, with the configured limits in place of nulls.
 *
 * @param language of announcements
 * @param ownLanguage the room's language, or null for the caller's
 * @param expiresAt null for never
 * @param graceNs how long people are waited for after the last host left
 * @param access who may come in by the room's link
 * @param firstIsHost a browser that comes while no host is here becomes one
 */
record RoomSettings(
    int maxParticipants,
    int maxWaiting,
    boolean waitForHost,
    boolean endsWhenHostLeaves,
    Rooms.Announce announce,
    String language,
    String ownLanguage,
    Instant expiresAt,
    int tonesUntil,
    int tonesMaxPeople,
    long graceNs,
    Rooms.Access access,
    boolean firstIsHost) {

  static RoomSettings of(Rooms.Room room, RoomsConfig config) {
    return new RoomSettings(
        room.maxParticipants() == null ? config.maxParticipants() : room.maxParticipants(),
        config.maxWaiting(),
        room.waitForHost(),
        room.endsWhenHostLeaves(),
        room.announce(),
        room.language() == null ? config.language() : room.language(),
        room.language(),
        // A conversation's time begins to run when its meeting ends.
        room.application() == null ? room.expiresAt() : null,
        config.tonesUntil(),
        config.tonesMaxPeople(),
        config.hostGraceSeconds() * 1_000_000_000L,
        room.access(),
        room.createdByVisit());
  }

  /** Guests wait in the lobby until a host admits them. */
  boolean knock() {
    return access == Rooms.Access.KNOCK;
  }

  boolean isExpired(Instant at) {
    return expiresAt != null && !expiresAt.isAfter(at);
  }
}
