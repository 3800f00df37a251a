package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoke.bus.EventType;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms.Room;
import org.convoke.web.socket.RoomFacts;

/** Stored rooms as those see them who come by the socket. */
final class SocketRooms implements RoomFacts {
  private final WebStores stores;
  private final Bus bus;
  private final Links links;
  private final Config config;
  private final Clock clock;

  SocketRooms(WebStores stores, Bus bus, Links links, Config config, Clock clock) {
    this.stores = stores;
    this.bus = bus;
    this.links = links;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Future<Optional<Room>> byLink(String slugOrId) {
    return stores.rooms().findByLink(slugOrId);
  }

  @Override
  public Future<Optional<Room>> byId(RoomId id) {
    return stores.rooms().find(id).map(found -> found.filter(room -> room.deletedAt() == null));
  }

  @Override
  public boolean closed(Room room) {
    return RoomJson.closed(room, clock.now());
  }

  @Override
  public JsonObject open(Room room) {
    return new JsonObject()
        .put("id", room.id().value())
        .put("slug", room.slug())
        .put("name", room.name())
        .put("url", links.joinUrl(room))
        .put("access", room.access().wire())
        .put("language", room.language() == null ? config.rooms().language() : room.language())
        .put("locked", room.locked())
        .put(
            "max_participants",
            room.maxParticipants() == null
                ? config.rooms().maxParticipants()
                : room.maxParticipants());
  }

  @Override
  public Future<JsonObject> dialIn(Room room) {
    return numbers()
        .map(all ->
            new JsonObject()
                .put("sip_uri", links.sipUri(room.id()))
                .put("dial_in", RoomJson.dialIn(room, all)));
  }

  @Override
  public Future<JsonObject> mergeBy(Room room, Pin code) {
    return numbers()
        .map(all -> {
          JsonArray ways = new JsonArray();
          // A number that leads straight into a room asks for nothing: no code can be keyed there.
          RoomJson.asking(room, all)
              .forEach(number ->
                  ways.add(
                      new JsonObject()
                          .put("number", number.number())
                          .put("display", RoomJson.display(number))
                          .put("tel_uri", Links.mergeTelUri(number, code))));
          return new JsonObject().put("dial_in", ways).put("sip_uri", links.mergeSipUri(code));
        });
  }

  /** Whom the database fails does not lose his seat: he is told no number. */
  private Future<List<Numbers.Number>> numbers() {
    return stores.numbers().list().otherwise(List.of());
  }

  @Override
  public Future<Room> renewPins(Room room) {
    int length = Math.max(room.pinLength(), config.pin().length());
    return stores
        .rooms()
        .renewPins(room.id(), length)
        .onSuccess(renewed -> {
          bus.pinsChanged(renewed);
          bus.settingsChanged(renewed.id());
          bus.fact(
              EventType.ROOM_UPDATED, renewed.id(), Map.of("changed", List.of("pin", "host_pin")));
        });
  }
}
