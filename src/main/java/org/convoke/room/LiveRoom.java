package org.convoke.room;

import java.util.Map;
import java.util.function.Function;
import org.convoke.bus.EventType;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomChange;
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
  private final Lines lines;
  private final Exit exit;
  private final Meters meters;

  LiveRoom(RoomId room, RoomSettings settings, boolean locked, boolean mutedAll) {
    people = new People(room, settings, locked, mutedAll);
    door = new Door(people);
    floor = new Floor(people);
    lines = new Lines(people, door, floor);
    exit = new Exit(people, door, floor, lines);
    meters = new Meters(people);
  }

  /** Nobody is here and nobody waits: it may be forgotten. */
  boolean isEmpty() {
    return people.seats.isEmpty();
  }

  int joined() {
    return people.joined;
  }

  /** Who is in it, and who waits. */
  int seats() {
    return people.seats.size();
  }

  boolean has(ParticipantId participant) {
    return people.seats.containsKey(participant);
  }

  Turn handle(RoomCommand command, Moment now) {
    Turn turn = decide(command, new Turn(now));
    people.publishTouched(turn);
    return turn;
  }

  private Turn decide(RoomCommand command, Turn turn) {
    return switch (command) {
      case RoomCommand.Claim claim -> claim(claim, turn);
      case RoomCommand.Leave leave -> exit.leave(leave, turn);
      case RoomCommand.Admit admit -> door.admit(admit, turn);
      case RoomCommand.Remove remove -> exit.remove(remove, turn);
      case RoomCommand.End end -> end(end, turn);
      case RoomCommand.Lock lock -> lock(lock, turn);
      case RoomCommand.MuteAll mute -> floor.muteAll(mute, turn);
      case RoomCommand.Mute mute ->
          at(mute.participant(), turn, seat -> floor.mute(seat, mute, turn));
      case RoomCommand.Hold hold ->
          at(hold.participant(), turn, seat -> floor.hold(seat, hold, turn));
      case RoomCommand.Earmuff earmuff ->
          at(earmuff.participant(), turn, seat -> floor.earmuff(seat, earmuff, turn));
      case RoomCommand.Volume volume ->
          at(volume.participant(), turn, seat -> floor.volume(seat, volume, turn));
      case RoomCommand.ListenVolume step ->
          at(step.participant(), turn, seat -> floor.listenVolume(seat, step.stepDb(), turn));
      case RoomCommand.SetRole set ->
          at(
              set.participant(),
              turn,
              seat -> {
                floor.setRole(seat, set, turn);
                door.letIn(turn);
                return turn;
              });
      case RoomCommand.Rename rename ->
          at(rename.participant(), turn, seat -> floor.rename(seat, rename, turn));
      case RoomCommand.RaiseHand hand ->
          at(hand.participant(), turn, seat -> floor.raiseHand(seat, hand, turn));
      case RoomCommand.Say say -> at(say.participant(), turn, seat -> floor.say(seat, say, turn));
      case RoomCommand.Reseat reseat ->
          at(reseat.participant(), turn, seat -> lines.reseat(seat, reseat, turn));
      case RoomCommand.Away away ->
          at(away.participant(), turn, seat -> lines.away(seat, away, turn));
      case RoomCommand.Merge merge -> exit.merge(merge, turn);
      case RoomCommand.Unmerge unmerge -> exit.unmerge(unmerge, turn);
      case RoomCommand.Snapshot _ -> turn.reply(roster());
      // The verticle reads the settings and hands them over by settings().
      case RoomCommand.SettingsChanged _ -> turn.done(false);
    };
  }

  private Turn at(ParticipantId id, Turn turn, Function<Seat, Turn> then) {
    Seat seat = people.seats.get(id);
    return seat == null ? turn.reply(new RoomReply.Unknown()) : then.apply(seat);
  }

  private Turn claim(RoomCommand.Claim claim, Turn turn) {
    Seat known = people.byLeg.get(claim.leg());
    if (known != null) {
      return turn.reply(door.answer(known));
    }
    Seat own = claim.participant() == null ? null : people.seats.get(claim.participant());
    return own == null ? door.claim(claim, turn) : lines.comeBack(own, claim, turn);
  }

  private Turn end(RoomCommand.End command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean anybody = !isEmpty();
    exit.end(command.reason(), turn);
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
      turn.publish(
          new RoomChange.Flags(people.room, people.nextSeq(), people.locked, people.mutedAll));
    }
    return turn.done(changed);
  }

  /** The stored settings changed. The flags are ours while the room is live. */
  Turn settings(RoomSettings settings, Moment now) {
    Turn turn = new Turn(now);
    people.settings = settings;
    door.letIn(turn);
    people.publishTouched(turn);
    return turn.done(true);
  }

  /** A leg began or ceased to speak. */
  Turn heard(LegId leg, boolean speaking, Moment now) {
    Turn turn = new Turn(now);
    floor.heard(leg, speaking, turn);
    people.publishTouched(turn);
    return turn;
  }

  /** How loud a leg is that speaks; published with the next tick. */
  void level(LegId leg, int dbov) {
    meters.level(leg, dbov);
  }

  /** The report that was asked for. */
  Turn measured(LegId leg, LegReport report, Moment now) {
    Turn turn = new Turn(now);
    meters.measured(leg, report, turn);
    people.publishTouched(turn);
    return turn;
  }

  /** A leg is gone, whatever became of its call; {@code reason} as in participant.left. */
  Turn gone(LegId leg, String reason, Moment now) {
    Turn turn = new Turn(now);
    exit.gone(leg, reason, turn);
    people.publishTouched(turn);
    return turn;
  }

  /** Lets time pass; harmless at any time. */
  Turn tick(Moment now) {
    Turn turn = new Turn(now);
    exit.tick(turn);
    people.tones.tick(turn);
    floor.tick(turn);
    meters.tick(turn);
    people.publishTouched(turn);
    return turn;
  }

  /** Whose leg it is, or null. */
  RoomReply.Member member(LegId leg) {
    Seat seat = people.byLeg.get(leg);
    return seat == null ? null : seat.member();
  }

  RoomReply.Roster roster() {
    return new RoomReply.Roster(
        people.started,
        people.locked,
        people.mutedAll,
        people.seats.values().stream().map(Seat::member).toList(),
        people.seq());
  }

  /** The end of a room that cannot tell it in order. */
  RoomChange failed() {
    return new RoomChange.Ended(people.room, people.nextSeq(), "failed");
  }
}
