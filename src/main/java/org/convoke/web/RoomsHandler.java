package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.PinChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.store.Numbers;
import org.convoke.store.Page;
import org.convoke.store.Rooms;
import org.convoke.store.Rooms.Room;

/** {@code /v1/rooms}: making, showing, changing and deleting rooms, and their PINs. */
final class RoomsHandler {
  static final String LIST = "rooms";

  private final Rooms rooms;
  private final Numbers numbers;
  private final RoomMaker maker;
  private final Bus bus;
  private final RoomJson json;
  private final RoomInput input;
  private final Config config;
  private final Clock clock;

  RoomsHandler(WebStores stores, Bus bus, RoomJson json, Config config, Clock clock) {
    this.rooms = stores.rooms();
    this.numbers = stores.numbers();
    this.maker = new RoomMaker(stores.rooms(), bus, config.rooms().maxRooms());
    this.bus = bus;
    this.json = json;
    this.config = config;
    this.clock = clock;
    this.input = new RoomInput(config.pin().length(), Rooms.Access.of(config.rooms().access()));
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listRooms", this::list);
    endpoints.put("createRoom", this::create);
    endpoints.put("getRoom", ask -> existing(ask).compose(this::shown));
    endpoints.put("updateRoom", this::update);
    endpoints.put("deleteRoom", this::delete);
    endpoints.put("renewRoomPins", this::renewPins);
  }

  /** The room that the path names, or 404 when it never was or is deleted. */
  Future<Room> existing(Ask ask) {
    return rooms
        .find(ask.roomId())
        .map(found ->
            found
                .filter(room -> room.deletedAt() == null)
                .orElseThrow(() -> Problem.notFound("room")));
  }

  /** The same, or 409 when it has expired: a closed room can only be looked at and deleted. */
  Future<Room> open(Ask ask) {
    return existing(ask)
        .map(room -> {
          if (RoomJson.closed(room, clock.now())) {
            throw Problem.conflict("room_closed", "The room has expired; make a new one.");
          }
          return room;
        });
  }

  /** The room as it is now, with 200. */
  Future<Answer> shown(Room room) {
    return numbers.list().compose(all -> show(room, all)).map(Answer::ok);
  }

  private Future<JsonObject> show(Room room, List<Numbers.Number> all) {
    return bus.roster(room.id()).map(roster -> json.json(room, roster, all, clock.now()));
  }

  private Future<Answer> list(Ask ask) {
    return rooms
        .list(ask.cursor(LIST), ask.limit(Ask.PAGE))
        .compose(page -> numbers.list().compose(all -> showAll(page, all)))
        .map(page -> Answer.ok(Pages.json(LIST, page, room -> room)));
  }

  private Future<Page<JsonObject>> showAll(Page<Room> page, List<Numbers.Number> all) {
    List<Future<JsonObject>> shown = page.items().stream().map(room -> show(room, all)).toList();
    return Future.all(shown).map(done -> new Page<>(done.list(), page.next()));
  }

  private Future<Answer> create(Ask ask) {
    Rooms.Draft draft = input.draft(ask.body(), clock.now());
    return maker
        .make(draft)
        .compose(room -> {
          RoomReply.Roster nobody = new RoomReply.Roster(false, false, false, List.of());
          return numbers
              .list()
              .map(all ->
                  Answer.created(
                      "/v1/rooms/" + room.id(), json.json(room, nobody, all, clock.now())));
        });
  }

  private Future<Answer> update(Ask ask) {
    return open(ask)
        .compose(room -> rooms.update(changed(room, ask.body())))
        .compose(room -> {
          changed(room, ask.body().fieldNames().stream().sorted().toList());
          return shown(room);
        });
  }

  private Room changed(Room room, JsonObject body) {
    if (room.application() != null && body.containsKey("expires_at")) {
      throw Problem.unprocessable(
          "expires_at", "is not set for a conversation: it ends a day after its last meeting");
    }
    return input.changed(room, body, clock.now());
  }

  private void changed(Room room, List<String> fields) {
    bus.pinsChanged(room);
    bus.settingsChanged(room.id());
    bus.fact(EventType.ROOM_UPDATED, room.id(), Map.of("changed", fields));
  }

  private Future<Answer> renewPins(Ask ask) {
    return open(ask)
        .compose(room -> rooms.renewPins(room.id(), length(ask.body(), room)))
        .compose(room -> {
          changed(room, List.of("pin", "host_pin"));
          return shown(room);
        });
  }

  /** As long as it was, but a PIN chosen by hand may have been shorter than today's rule. */
  private int length(JsonObject body, Room room) {
    return body.getInteger("pin_length", Math.max(room.pinLength(), config.pin().length()));
  }

  /**
   * The database first: from then on nobody gets in, and whoever was in is put out. Ending a room
   * that nobody is in is no error. A second try, after the bus was away, still ends the calls.
   */
  private Future<Answer> delete(Ask ask) {
    RoomCommand end = new RoomCommand.End(ask.roomId(), "deleted", RoomCommand.Actor.API);
    return rooms
        .delete(ask.roomId())
        .onSuccess(deleted -> bus.pinsChanged(new PinChange.RoomGone(ask.roomId())))
        .compose(deleted ->
            bus.room(end)
                .map(ended -> {
                  Room room = deleted.orElseThrow(() -> Problem.notFound("room"));
                  bus.fact(EventType.ROOM_DELETED, room.id(), RoomMaker.facts(room));
                  return Answer.noContent();
                }));
  }
}
