package org.convoke.room;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.audio.Sound;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.id.Role;

/** Going. */
final class Exit {
  /** Why a browser leaves that did not want to: its phone, where it has one, goes on without it. */
  private static final Set<String> LOST =
      Set.of("media_timeout", "detached", "connect_timeout", "failed", "leg_closed");

  /** All of the room are transferred, one after the other: nobody ends it for the others. */
  private static final String ALL_GO = "conversation_transferred";

  private final People people;
  private final Door door;
  private final Floor floor;
  private final Lines lines;

  Exit(People people, Door door, Floor floor, Lines lines) {
    this.people = people;
    this.door = door;
    this.floor = floor;
    this.lines = lines;
  }

  Turn leave(RoomCommand.Leave command, Turn turn) {
    Seat seat = people.seats.get(command.participant());
    if (seat == null) {
      return turn.reply(new RoomReply.Unknown());
    }
    if (seat.merged() && LOST.contains(command.reason())) {
      lines.goOnByPhone(seat, turn);
    } else {
      dismissPhone(seat, "left", turn);
      leave(seat, command.reason(), turn);
    }
    return turn.done(true);
  }

  private void leave(Seat seat, String reason, Turn turn) {
    take(seat, reason, turn);
    if (seat.joined()) {
      people.joined--;
      afterLeaving(seat, reason, turn);
    }
    door.letIn(turn);
  }

  Turn remove(RoomCommand.Remove command, Turn turn) {
    Seat seat = people.seats.get(command.participant());
    if (seat == null) {
      return turn.reply(new RoomReply.Unknown());
    }
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    dismiss(seat, "removed", turn);
    leave(seat, "removed", turn);
    return turn.done(true);
  }

  /** A leg is no one's any more: its call ended, or it went to another seat. */
  void gone(LegId leg, String reason, Turn turn) {
    Seat seat = people.byLeg.get(leg);
    if (seat == null) {
      return;
    }
    if (!seat.merged()) {
      leave(seat, reason, turn);
    } else if (leg.equals(seat.phone)) {
      lines.unmerge(seat, turn);
    } else {
      lines.goOnByPhone(seat, turn);
    }
  }

  /** The phone of a merged participant is gone, or that of one whose browser went for good. */
  Turn unmerge(RoomCommand.Unmerge command, Turn turn) {
    Seat seat = people.seats.get(command.participant());
    if (seat == null
        || people.byLeg.get(command.leg()) != seat
        || !seat.voice().equals(command.leg())) {
      return turn.reply(new RoomReply.Unknown());
    }
    gone(command.leg(), command.reason(), turn);
    return turn.done(true);
  }

  /**
   * A phone becomes the sound of a browser's participant. A seat of its own here is given up, and
   * what its caller had gained goes along: he is in the room, he is a host.
   */
  Turn merge(RoomCommand.Merge command, Turn turn) {
    Seat seat = people.seats.get(command.participant());
    Seat own = people.byLeg.get(command.leg());
    if (seat == null || own != seat && !seat.browser()) {
      return turn.reply(new RoomReply.Unknown());
    }
    if (own == seat) {
      return turn.reply(door.answer(seat));
    }
    if (own != null && own.merged()) {
      lines.unmerge(own, turn);
      own = null;
    }
    dismissPhone(seat, "left", turn); // it makes way for the new one
    int before = people.joined;
    if (own != null) {
      take(own, "merged", turn);
      people.joined -= own.joined() ? 1 : 0;
      if (own.host()) {
        floor.setRole(seat, Role.HOST, "host", turn);
      }
    }
    lines.merge(seat, command.call(), command.leg(), turn);
    if (own != null && own.joined() && !seat.joined()) {
      int others = people.joined;
      door.enter(seat, turn);
      turn.notice(new RoomNotice.Admitted(people.room, seat.id, seat.leg, others, seat.muted()));
    } else if (before == 2 && people.joined == 1) {
      people.tellAlone(true, null, turn);
    }
    turn.reply(door.answer(seat));
    door.letIn(turn);
    return turn;
  }

  /** Takes a seat away and tells it; the rest of the room is not looked at. */
  private void take(Seat seat, String reason, Turn turn) {
    people.seats.remove(seat.id);
    people.give(seat.leg, turn);
    if (seat.merged()) {
      people.give(seat.phone, turn);
    }
    long durationMs = seat.millisSince(turn.now.ns());
    if (!seat.joined()) {
      turn.tell(
          EventType.PARTICIPANT_LEFT,
          seat,
          Map.of("reason", reason, "duration_ms", durationMs, "state", "waiting"));
    } else {
      if (seat.mixed()) {
        turn.add(new Effect.Unmix(seat.voice()));
      }
      people.hearing.changed(turn);
      if (seat.speakingTold()) {
        turn.tell(EventType.PARTICIPANT_QUIET, seat, Map.of());
      }
      turn.tell(
          EventType.PARTICIPANT_LEFT, seat, Map.of("reason", reason, "duration_ms", durationMs));
    }
    turn.publish(
        new RoomChange.Left(people.room, people.nextSeq(), seat.id, reason, !seat.joined()));
  }

  private void afterLeaving(Seat gone, String reason, Turn turn) {
    if (gone.endOnExit && !reason.equals(ALL_GO)) {
      end(isBridgeStop(reason) ? "bridge_stopped" : "participant_left_ending", turn);
      return;
    }
    boolean hostless = gone.host() && !people.hostHere();
    if (hostless && people.settings.endsWhenHostLeaves()) {
      if (people.joined == 0 || people.settings.graceNs() == 0) {
        end("host_left", turn);
        return;
      }
      people.ending = true;
      people.endByNs = turn.now.ns() + people.settings.graceNs();
    }
    if (people.joined == 0) {
      ended(isBridgeStop(reason) ? "bridge_stopped" : "empty", turn);
      return;
    }
    people.tones.chime(Sound.Kind.LEAVE, turn);
    if (people.joined == 1) {
      people.tellAlone(true, null, turn);
    }
  }

  /** Ends the meeting for all, those who wait included. Harmless when nobody is there. */
  void end(String reason, Turn turn) {
    String why = reason.equals("host_left") ? reason : "ended";
    for (Seat seat : List.copyOf(people.seats.values())) {
      take(seat, isBridgeStop(reason) ? reason : "room_ended", turn);
      dismiss(seat, why, turn);
    }
    people.joined = 0;
    if (people.started) {
      ended(reason, turn);
    }
  }

  /** Each leg of the participant has somebody who talks to it and must hang up. */
  private void dismiss(Seat seat, String why, Turn turn) {
    turn.notice(new RoomNotice.Dismissed(people.room, seat.id, seat.leg, why));
    dismissPhone(seat, why, turn);
  }

  private void dismissPhone(Seat seat, String why, Turn turn) {
    if (seat.merged()) {
      turn.notice(new RoomNotice.Dismissed(people.room, seat.id, seat.phone, why));
    }
  }

  /** Calls are ended with cause bridge_stopping, rooms with reason bridge_stopped. */
  private static boolean isBridgeStop(String reason) {
    return reason.startsWith("bridge_stop");
  }

  private void ended(String reason, Turn turn) {
    long durationMs = Math.max(0, (turn.now.ns() - people.startedNs) / 1_000_000);
    people.started = false;
    people.opened = false;
    people.begun = false;
    people.ending = false;
    turn.tell(EventType.ROOM_ENDED, Map.of("reason", reason, "duration_ms", durationMs));
    turn.publish(new RoomChange.Ended(people.room, people.nextSeq(), reason));
  }

  /** The end after the host's grace. */
  void tick(Turn turn) {
    if (people.ending && people.endByNs - turn.now.ns() <= 0) {
      end("host_left", turn);
    }
  }
}
