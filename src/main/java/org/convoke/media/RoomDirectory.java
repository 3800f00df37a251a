package org.convoke.media;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.convoke.id.RoomId;

/**
 * Which loop holds which room. A room stays where it is as long as a leg is in it or on its way, so
 * it can never be on two loops.
 */
final class RoomDirectory {
  private final ConcurrentHashMap<RoomId, RoomHandle> rooms = new ConcurrentHashMap<>();

  /** The room, for one more leg; {@code choice} names the loop of a new one. */
  RoomHandle retain(RoomId id, Supplier<MediaLoop> choice) {
    return rooms.compute(
        id,
        (key, known) -> {
          RoomHandle room = known;
          if (room == null) {
            room = new RoomHandle(id, choice.get());
            room.loop.roomAssigned(1);
          }
          room.references++;
          return room;
        });
  }

  /** A leg has left, or never came. */
  void release(RoomHandle room) {
    rooms.computeIfPresent(
        room.id,
        (key, known) -> {
          if (--known.references > 0) {
            return known;
          }
          known.loop.roomAssigned(-1);
          return null;
        });
  }

  /** The room, or null when no leg is in it. */
  RoomHandle find(RoomId id) {
    return rooms.get(id);
  }
}
