package org.convoke.web;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.store.Rooms;
import org.convoke.store.Rooms.Draft;
import org.convoke.store.Rooms.Room;

/** Makes rooms, as many as there may be, and tells whoever must know of a new one. */
final class RoomMaker {
  private final Rooms rooms;
  private final Bus bus;
  private final int maxRooms;

  RoomMaker(Rooms rooms, Bus bus, int maxRooms) {
    this.rooms = rooms;
    this.bus = bus;
    this.maxRooms = maxRooms;
  }

  /** Fails with {@link org.convoke.store.Conflict} or a {@link Problem} rooms_exhausted. */
  Future<Room> make(Draft draft) {
    return rooms
        .countLive(null)
        .compose(live ->
            live < maxRooms
                ? rooms.create(draft)
                : Future.failedFuture(
                    Problem.conflict(
                        "rooms_exhausted",
                        "The bridge has "
                            + live
                            + " rooms, as many as rooms.max_rooms allows: delete some.")))
        .onSuccess(room -> {
          bus.pinsChanged(room);
          // The first caller need not wait for the database then.
          bus.settingsChanged(room.id());
          bus.fact(EventType.ROOM_CREATED, room.id(), facts(room));
        });
  }

  /** What the events say of a room that was made or deleted. */
  static Map<String, Object> facts(Room room) {
    Map<String, Object> data = new HashMap<>();
    data.put("name", room.name());
    if (room.number() != null) {
      data.put("number", room.number());
    }
    if (room.createdByVisit()) {
      data.put("created_by_visit", true);
    }
    return data;
  }
}
