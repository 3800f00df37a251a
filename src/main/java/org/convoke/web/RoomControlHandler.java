package org.convoke.web;

import io.vertx.core.Future;
import java.util.Map;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.id.RoomId;

/**
 * {@code /v1/rooms/{id}/lock}, {@code unlock}, {@code mute}, {@code unmute}, {@code end}. The room
 * verticle does it, whether anybody is in the room or not: it applies, stores and tells.
 */
final class RoomControlHandler {
  private final RoomsHandler rooms;
  private final Bus bus;

  RoomControlHandler(RoomsHandler rooms, Bus bus) {
    this.rooms = rooms;
    this.bus = bus;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("lockRoom", ask -> lock(ask, true));
    endpoints.put("unlockRoom", ask -> lock(ask, false));
    endpoints.put("muteRoom", ask -> mute(ask, ask.body().getBoolean("muted", true)));
    endpoints.put("unmuteRoom", ask -> mute(ask, false));
    endpoints.put("endRoom", ask -> command(ask, end(ask.roomId())));
  }

  private Future<Answer> lock(Ask ask, boolean locked) {
    return command(ask, new RoomCommand.Lock(ask.roomId(), locked, Actor.API));
  }

  private Future<Answer> mute(Ask ask, boolean muted) {
    return command(ask, new RoomCommand.MuteAll(ask.roomId(), muted, Actor.API));
  }

  private static RoomCommand end(RoomId room) {
    return new RoomCommand.End(room, "ended_by_api", Actor.API);
  }

  /** The room is read again afterwards: the command changed what is stored. */
  private Future<Answer> command(Ask ask, RoomCommand command) {
    return rooms
        .open(ask)
        .compose(room -> bus.room(command))
        .compose(reply ->
            reply instanceof RoomReply.Unknown
                ? Future.failedFuture(Problem.notFound("room"))
                : rooms.existing(ask))
        .compose(rooms::shown);
  }
}
