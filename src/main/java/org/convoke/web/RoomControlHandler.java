package org.convoke.web;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BiFunction;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;
import org.convoke.store.Rooms.Room;

/**
 * {@code /v1/rooms/{id}/lock}, {@code unlock}, {@code mute}, {@code unmute}, {@code end}. Lock and
 * muting are stored first, so that they hold for the next meeting, then told to the room verticle,
 * which applies them to the present one and makes the event.
 */
final class RoomControlHandler {
  private final RoomsHandler handler;
  private final Rooms rooms;
  private final Bus bus;

  RoomControlHandler(RoomsHandler handler, Rooms rooms, Bus bus) {
    this.handler = handler;
    this.rooms = rooms;
    this.bus = bus;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("lockRoom", ask -> lock(ask, true));
    endpoints.put("unlockRoom", ask -> lock(ask, false));
    endpoints.put("muteRoom", ask -> mute(ask, ask.body().getBoolean("muted", true)));
    endpoints.put("unmuteRoom", ask -> mute(ask, false));
    endpoints.put("endRoom", this::end);
  }

  private Future<Answer> lock(Ask ask, boolean locked) {
    return command(
        ask,
        room -> withFlags(room, locked, room.muted()),
        (id, actor) -> new RoomCommand.Lock(id, locked, actor));
  }

  private Future<Answer> mute(Ask ask, boolean muted) {
    return command(
        ask,
        room -> withFlags(room, room.locked(), muted),
        (id, actor) -> new RoomCommand.MuteAll(id, muted, actor));
  }

  private Future<Answer> end(Ask ask) {
    return handler
        .existing(ask)
        .compose(room ->
            bus.room(new RoomCommand.End(room.id(), "ended_by_api", Actor.API))
                .compose(done -> handler.shown(room)));
  }

  private Future<Answer> command(
      Ask ask,
      java.util.function.UnaryOperator<Room> change,
      BiFunction<RoomId, Actor, RoomCommand> command) {
    return handler
        .existing(ask)
        .compose(room -> rooms.update(change.apply(room)))
        .compose(room ->
            bus.room(command.apply(room.id(), Actor.API)).compose(done -> handler.shown(room)));
  }

  private static Room withFlags(Room room, boolean locked, boolean muted) {
    return new Room(
        room.id(),
        room.name(),
        room.pin(),
        room.hostPin(),
        room.pinLength(),
        room.number(),
        room.maxParticipants(),
        room.endsWhenHostLeaves(),
        room.waitForHost(),
        room.announce(),
        locked,
        muted,
        room.language(),
        room.expiresAt(),
        room.metadata(),
        room.createdAt(),
        room.updatedAt(),
        room.deletedAt());
  }
}
