package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms.Room;

/** What the socket needs to know of stored rooms; the web package looks it up. */
public interface RoomFacts {
  /** The room whose link ends so, deleted ones left out; it may have expired. */
  Future<Optional<Room>> byLink(String slugOrId);

  /** The same by its id. */
  Future<Optional<Room>> byId(RoomId id);

  /** Whether it has expired. */
  boolean closed(Room room);

  /** What anybody with its link may know: id, slug, name, url, access, language, limits. */
  JsonObject open(Room room);

  /** How phones get into it: number, display, tel_uri and direct of each number; its sip_uri. */
  Future<JsonObject> dialIn(Room room);

  /** How a phone becomes somebody's sound by a code: number, display, tel_uri; its sip_uri. */
  Future<JsonObject> mergeBy(Room room, Pin code);

  /** The room with new PINs. */
  Future<Room> renewPins(Room room);
}
