package org.convoke.room;

import java.util.List;
import java.util.Map;
import org.convoke.audio.Sound;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.store.Rooms;

/** Coming and going. */
final class Door {
  private final People people;

  Door(People people) {
    this.people = people;
  }

  Turn claim(RoomCommand.Claim claim, Turn turn) {
    Seat known = people.byLeg.get(claim.leg());
    if (known != null) {
      return turn.reply(answer(known, people.joined - 1));
    }
    boolean host = claim.role() == Role.HOST;
    if (people.settings.isExpired(turn.now.at())) {
      return turn.reply(new RoomReply.Refused("closed"));
    }
    if (people.locked && !host) {
      return turn.reply(new RoomReply.Refused("locked"));
    }
    Seat.Place place =
        claim.lobby()
            ? Seat.Place.LOBBY
            : host || !people.settings.waitForHost() || people.opened
                ? Seat.Place.JOINED
                : Seat.Place.WAITS_FOR_HOST;
    if (isFull(place, host)) {
      return turn.reply(new RoomReply.Refused("full"));
    }
    Seat seat =
        new Seat(
            ParticipantId.random(),
            claim.call(),
            claim.leg(),
            claim.name(),
            claim.address(),
            claim.role());
    seat.place = place;
    seat.since = turn.now;
    people.seats.put(seat.id, seat);
    people.byLeg.put(seat.leg, seat);
    turn.add(new Effect.Took(seat.leg));
    int others = people.joined;
    if (place == Seat.Place.JOINED) {
      enter(seat, turn);
    } else {
      wait(seat, turn);
    }
    turn.reply(answer(seat, others));
    letIn(turn);
    return turn;
  }

  private RoomReply answer(Seat seat, int others) {
    String language = people.settings.ownLanguage();
    return switch (seat.place) {
      case JOINED -> new RoomReply.Joined(seat.id, others, seat.muted(), language);
      case WAITS_FOR_HOST -> new RoomReply.Waiting(seat.id, "host", language);
      case LOBBY -> new RoomReply.Waiting(seat.id, "lobby", language);
    };
  }

  private boolean isFull(Seat.Place place, boolean host) {
    int waitForHost = people.waiting(Seat.Place.WAITS_FOR_HOST);
    return switch (place) {
      case LOBBY -> people.waiting(Seat.Place.LOBBY) >= people.settings.maxWaiting();
      case WAITS_FOR_HOST ->
          waitForHost >= people.settings.maxWaiting()
              || people.joined + waitForHost >= people.settings.maxParticipants();
      case JOINED -> people.joined + (host ? 0 : waitForHost) >= people.settings.maxParticipants();
    };
  }

  private void wait(Seat seat, Turn turn) {
    boolean lobby = seat.place == Seat.Place.LOBBY;
    turn.tell(
        EventType.PARTICIPANT_WAITING,
        seat,
        Map.of("name", seat.name, "role", seat.role.wire(), "why", lobby ? "lobby" : "host"));
    for (Seat host : people.seats.values()) {
      if (lobby && host.joined() && host.host()) {
        turn.notice(new RoomNotice.SomeoneWaits(people.room, host.id, host.leg));
      }
    }
  }

  private void enter(Seat seat, Turn turn) {
    int others = people.joined;
    if (others == 0) {
      people.started = true;
      people.startedNs = turn.now.ns();
      people.opened = false;
      turn.tell(EventType.ROOM_STARTED, Map.of());
    } else {
      chime(Sound.Kind.JOIN, turn);
    }
    seat.place = Seat.Place.JOINED;
    seat.since = turn.now;
    seat.mutedByHost |= people.mutedAll && !seat.host();
    people.joined++;
    turn.add(new Effect.Join(seat.leg, seat.mix()));
    turn.tell(
        EventType.PARTICIPANT_JOINED,
        seat,
        Map.of("name", seat.name, "role", seat.role.wire(), "muted", seat.muted()));
    if (others == 1) {
      tellAlone(false, seat, turn);
    }
    if (seat.host()) {
      people.opened = true;
      people.ending = false;
      if (people.waiting(Seat.Place.LOBBY) > 0) {
        turn.notice(new RoomNotice.SomeoneWaits(people.room, seat.id, seat.leg));
      }
    }
  }

  /** Lets those in who need wait no longer for a host, while there are seats. */
  void letIn(Turn turn) {
    for (Seat seat : List.copyOf(people.seats.values())) {
      // Who waited for a host may have been made one.
      if (seat.place == Seat.Place.WAITS_FOR_HOST && seat.host()) {
        admit(seat, turn);
      }
    }
    if (people.settings.waitForHost() && !people.opened) {
      return;
    }
    for (Seat seat : List.copyOf(people.seats.values())) {
      if (seat.place == Seat.Place.WAITS_FOR_HOST) {
        admit(seat, turn);
      }
    }
  }

  private boolean admit(Seat seat, Turn turn) {
    if (people.joined >= people.settings.maxParticipants()) {
      return false;
    }
    int others = people.joined;
    enter(seat, turn);
    turn.notice(new RoomNotice.Admitted(people.room, seat.id, seat.leg, others, seat.muted()));
    return true;
  }

  Turn admit(RoomCommand.Admit command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    if (command.participant() != null && !people.seats.containsKey(command.participant())) {
      return turn.reply(new RoomReply.Unknown());
    }
    boolean changed = false;
    for (Seat seat : List.copyOf(people.seats.values())) {
      if (!seat.joined()
          && (command.participant() == null || seat.id.equals(command.participant()))) {
        changed |= admit(seat, turn);
      }
    }
    letIn(turn); // an admitted host opens the room for those who wait for one
    return turn.done(changed);
  }

  Turn leave(ParticipantId id, String reason, Turn turn) {
    Seat seat = people.seats.get(id);
    if (seat == null) {
      return turn.reply(new RoomReply.Unknown());
    }
    take(seat, reason, turn);
    if (seat.joined()) {
      afterLeaving(seat, reason, turn);
    }
    letIn(turn);
    return turn.done(true);
  }

  Turn remove(RoomCommand.Remove command, Turn turn) {
    Seat seat = people.seats.get(command.participant());
    if (seat == null) {
      return turn.reply(new RoomReply.Unknown());
    }
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    turn.notice(new RoomNotice.Dismissed(people.room, seat.id, seat.leg, "removed"));
    return leave(seat.id, "removed", turn);
  }

  /** Takes a seat away and tells it; the rest of the room is not looked at. */
  private void take(Seat seat, String reason, Turn turn) {
    people.seats.remove(seat.id);
    people.byLeg.remove(seat.leg);
    turn.add(new Effect.Gave(seat.leg));
    long durationMs = seat.millisSince(turn.now.ns());
    if (!seat.joined()) {
      turn.tell(
          EventType.PARTICIPANT_LEFT,
          seat,
          Map.of("reason", reason, "duration_ms", durationMs, "state", "waiting"));
      return;
    }
    people.joined--;
    turn.add(new Effect.Unmix(seat.leg));
    if (seat.speakingTold()) {
      turn.tell(EventType.PARTICIPANT_QUIET, seat, Map.of());
    }
    turn.tell(
        EventType.PARTICIPANT_LEFT, seat, Map.of("reason", reason, "duration_ms", durationMs));
  }

  private void afterLeaving(Seat gone, String reason, Turn turn) {
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
    chime(Sound.Kind.LEAVE, turn);
    if (people.joined == 1) {
      tellAlone(true, null, turn);
    }
  }

  /** Ends the meeting for all, those who wait included. Harmless when nobody is there. */
  void end(String reason, Turn turn) {
    String why = reason.equals("host_left") ? reason : "ended";
    for (Seat seat : List.copyOf(people.seats.values())) {
      take(seat, isBridgeStop(reason) ? reason : "room_ended", turn);
      turn.notice(new RoomNotice.Dismissed(people.room, seat.id, seat.leg, why));
    }
    if (people.started) {
      ended(reason, turn);
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
    people.ending = false;
    turn.tell(EventType.ROOM_ENDED, Map.of("reason", reason, "duration_ms", durationMs));
  }

  /** What time brings: the end after the host's grace, and bundled tones. */
  void tick(Turn turn) {
    if (people.ending && people.endByNs - turn.now.ns() <= 0) {
      end("host_left", turn);
    }
    Sound.Kind due = people.chimes.due(turn.now.ns());
    if (due != null && people.joined > 0) {
      announce(due, turn);
    }
  }

  private void tellAlone(boolean alone, Seat except, Turn turn) {
    for (Seat seat : people.seats.values()) {
      if (seat.joined() && seat != except) {
        turn.notice(new RoomNotice.Alone(people.room, seat.id, seat.leg, alone));
      }
    }
  }

  private void chime(Sound.Kind kind, Turn turn) {
    if (people.settings.announce() != Rooms.Announce.OFF
        && people.chimes.ring(kind, people.settings.tonesUntil(), turn.now.ns())) {
      announce(kind, turn);
    }
  }

  private void announce(Sound.Kind kind, Turn turn) {
    turn.add(
        new Effect.Announce(
            switch (people.settings.announce()) {
              case NAMES ->
                  new Sound.Prompt(
                      people.settings.language(), kind == Sound.Kind.JOIN ? "joined" : "left");
              case TONES, OFF -> new Sound.Tone(kind);
            }));
  }
}
