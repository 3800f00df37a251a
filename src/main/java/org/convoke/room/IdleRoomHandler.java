package org.convoke.room;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;

/** What can be done to a room in which nobody is: its flags are stored and told. */
final class IdleRoomHandler {
  private final SettingsStore store;
  private final EffectHandler effects;

  IdleRoomHandler(SettingsStore store, EffectHandler effects) {
    this.store = store;
    this.effects = effects;
  }

  /** What a flag of a stored room shall be. */
  private record Flag(boolean locked, boolean muted, String type, Map<String, Object> data) {}

  RoomReply.Roster roster(RoomId id) {
    return store
        .last(id)
        .map(room -> new RoomReply.Roster(false, room.locked(), room.muted(), List.of()))
        .orElse(new RoomReply.Roster(false, false, false, List.of()));
  }

  /** The reply, empty when {@code isLive} says that it became live meanwhile. */
  Future<Optional<RoomReply>> lock(
      RoomCommand.Lock command, Function<RoomId, Boolean> isLive, Moment now) {
    return keep(command.room(), isLive, now, room -> withLock(room, command.locked()));
  }

  /** As {@link #lock}. */
  Future<Optional<RoomReply>> muteAll(
      RoomCommand.MuteAll command, Function<RoomId, Boolean> isLive, Moment now) {
    return keep(command.room(), isLive, now, room -> withMute(room, command.muted()));
  }

  private static Optional<Flag> withLock(Rooms.Room room, boolean locked) {
    String type = locked ? EventType.ROOM_LOCKED : EventType.ROOM_UNLOCKED;
    return room.locked() == locked
        ? Optional.empty()
        : Optional.of(new Flag(locked, room.muted(), type, Map.of()));
  }

  private static Optional<Flag> withMute(Rooms.Room room, boolean muted) {
    return room.muted() == muted
        ? Optional.empty()
        : Optional.of(new Flag(room.locked(), muted, EventType.ROOM_MUTED, Map.of("muted", muted)));
  }

  private Future<Optional<RoomReply>> keep(
      RoomId id,
      Function<RoomId, Boolean> isLive,
      Moment now,
      Function<Rooms.Room, Optional<Flag>> change) {
    return store
        .find(id, now.ns())
        .compose(found -> {
          if (isLive.apply(id)) {
            return Future.succeededFuture(Optional.<RoomReply>empty());
          }
          if (found.isEmpty() || found.get().deletedAt() != null) {
            return reply(new RoomReply.Unknown());
          }
          Optional<Flag> flag = change.apply(found.get());
          return flag.isEmpty() ? reply(new RoomReply.Done(false)) : keep(id, flag.get(), now);
        })
        .recover(_ -> reply(new RoomReply.Unknown()));
  }

  private Future<Optional<RoomReply>> keep(RoomId id, Flag flag, Moment now) {
    effects.tell(Fact.of(flag.type(), now.at(), id, null, null, flag.data()));
    return store
        .keep(id, flag.locked(), flag.muted(), now.ns())
        .compose(_ -> reply(new RoomReply.Done(true)));
  }

  private static Future<Optional<RoomReply>> reply(RoomReply reply) {
    return Future.succeededFuture(Optional.of(reply));
  }
}
