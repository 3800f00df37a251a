package org.convoke.room;

import java.util.Map;
import java.util.function.Function;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * A room with somebody in it or waiting for it. It decides and does nothing: each call returns the
 * reply and the effects of one command.
 */
final class LiveRoom {
  private final People people;
  private final Door door;
  private final Floor floor;

  LiveRoom(RoomId room, RoomSettings settings, boolean locked, boolean mutedAll) {
    people = new People(room, settings, locked, mutedAll);
    door = new Door(people);
    floor = new Floor(people);
  }

  /** Nobody is here and nobody waits: it may be forgotten. */
  boolean isEmpty() {
    return people.seats.isEmpty();
  }

  Turn handle(RoomCommand command, Moment now) {
    Turn turn = new Turn(now);
    return switch (command) {
      case RoomCommand.Claim claim -> door.claim(claim, turn);
      case RoomCommand.Leave leave -> door.leave(leave.participant(), leave.reason(), turn);
      case RoomCommand.Admit admit -> door.admit(admit, turn);
      case RoomCommand.Remove remove -> door.remove(remove, turn);
      case RoomCommand.End end -> end(end, turn);
      case RoomCommand.Lock lock -> lock(lock, turn);
      case RoomCommand.MuteAll mute -> floor.muteAll(mute, turn);
      case RoomCommand.Mute mute ->
          at(mute.participant(), turn, seat -> floor.mute(seat, mute, turn));
      case RoomCommand.Hold hold ->
          at(hold.participant(), turn, seat -> floor.hold(seat, hold, turn));
      case RoomCommand.Volume volume ->
          at(volume.participant(), turn, seat -> floor.volume(seat, volume.volumeDb(), turn));
      case RoomCommand.ListenVolume step ->
          at(step.participant(), turn, seat -> floor.listenVolume(seat, step.stepDb(), turn));
      case RoomCommand.SetRole set ->
          at(
              set.participant(),
              turn,
              seat -> {
                floor.setRole(seat, set.role(), turn);
                door.letIn(turn);
                return turn;
              });
      case RoomCommand.Rename rename ->
          at(rename.participant(), turn, seat -> floor.rename(seat, rename.name(), turn));
      case RoomCommand.RaiseHand hand ->
          at(hand.participant(), turn, seat -> floor.raiseHand(seat, hand.raised(), turn));
      case RoomCommand.Reseat _,
          RoomCommand.Away _,
          RoomCommand.Merge _,
          RoomCommand.Unmerge _,
          RoomCommand.Say _ ->
          turn.reply(new RoomReply.Unknown());
      case RoomCommand.Snapshot _ -> turn.reply(roster());
      // The verticle reads the settings and hands them over by settings().
      case RoomCommand.SettingsChanged _ -> turn.done(false);
    };
  }

  private Turn at(ParticipantId id, Turn turn, Function<Seat, Turn> then) {
    Seat seat = people.seats.get(id);
    return seat == null ? turn.reply(new RoomReply.Unknown()) : then.apply(seat);
  }

  private Turn end(RoomCommand.End command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean anybody = !isEmpty();
    door.end(command.reason(), turn);
    return turn.done(anybody);
  }

  private Turn lock(RoomCommand.Lock command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean changed = people.locked != command.locked();
    people.locked = command.locked();
    if (changed) {
      turn.tell(command.locked() ? EventType.ROOM_LOCKED : EventType.ROOM_UNLOCKED, Map.of());
      turn.add(new Effect.Keep(people.locked, people.mutedAll));
    }
    return turn.done(changed);
  }

  /** The stored settings changed. The flags are ours while the room is live. */
  Turn settings(RoomSettings settings, Moment now) {
    Turn turn = new Turn(now);
    people.settings = settings;
    door.letIn(turn);
    return turn.done(true);
  }

  /** A leg began or ceased to speak. */
  Turn heard(LegId leg, boolean speaking, Moment now) {
    Turn turn = new Turn(now);
    floor.heard(leg, speaking, turn);
    return turn;
  }

  /** A leg is gone, whatever became of its call. */
  Turn closed(LegId leg, Moment now) {
    Turn turn = new Turn(now);
    Seat seat = people.byLeg.get(leg);
    return seat == null ? turn : door.leave(seat.id, "leg_closed", turn);
  }

  /** Lets time pass; harmless at any time. */
  Turn tick(Moment now) {
    Turn turn = new Turn(now);
    door.tick(turn);
    floor.tick(turn);
    return turn;
  }

  RoomReply.Roster roster() {
    return new RoomReply.Roster(
        people.started,
        people.locked,
        people.mutedAll,
        people.seats.values().stream().map(Seat::member).toList());
  }
}
