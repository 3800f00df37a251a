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

/** Coming. */
final class Door {
  private final People people;

  Door(People people) {
    this.people = people;
  }

  /** The leg has no seat here, nor has the participant. */
  Turn claim(RoomCommand.Claim claim, Turn turn) {
    if (people.settings.isExpired(turn.now.at())) {
      return turn.reply(new RoomReply.Refused("closed"));
    }
    if (people.locked && claim.role() != Role.HOST) {
      return turn.reply(new RoomReply.Refused("locked"));
    }
    Role role = isFirstHost(claim) ? Role.HOST : claim.role();
    boolean host = role == Role.HOST;
    Seat.Place place =
        claim.lobby() || people.mustKnock(role, claim.invited())
            ? Seat.Place.LOBBY
            : host || isOpen(starts(claim)) ? Seat.Place.JOINED : Seat.Place.WAITS_FOR_HOST;
    if (isFull(place, host)) {
      return turn.reply(new RoomReply.Refused("full"));
    }
    ParticipantId id = claim.participant() == null ? ParticipantId.random() : claim.participant();
    Seat seat = new Seat(id, claim, role);
    seat.place = place;
    seat.since = turn.now;
    seat.newLine(turn.now.ns());
    people.seats.put(seat.id, seat);
    people.take(seat.leg, seat, turn);
    int others = people.joined;
    if (place == Seat.Place.JOINED) {
      enter(seat, turn);
      if (others > 0) {
        people.tones.chime(Sound.Kind.JOIN, turn);
      }
    } else {
      wait(seat, turn);
    }
    turn.reply(answer(seat, others));
    letIn(turn);
    return turn;
  }

  /** Somebody must be host of a room that nobody but its visitors made. */
  private boolean isFirstHost(RoomCommand.Claim claim) {
    return people.settings.firstIsHost()
        && claim.via().equals(Seat.BROWSER)
        && claim.role() != Role.LISTENER
        && !people.hostHere();
  }

  private static boolean starts(RoomCommand.Claim claim) {
    return claim.terms() == null || claim.terms().startOnEnter();
  }

  /** Whether one may enter who is no host; {@code starts}: whose coming starts a meeting. */
  private boolean isOpen(boolean starts) {
    return (!people.settings.waitForHost() || people.opened) && (starts || people.begun);
  }

  /** What who has the seat is told when he asks for it again. */
  RoomReply answer(Seat seat) {
    return answer(seat, seat.joined() ? people.joined - 1 : people.joined);
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
        turn.notice(new RoomNotice.SomeoneWaits(people.room, host.id, host.voice()));
      }
    }
  }

  /** The seat is in the room now. Without a tone: that is the caller's. */
  void enter(Seat seat, Turn turn) {
    if (!people.started) {
      people.started = true;
      people.startedNs = turn.now.ns();
      people.opened = false;
      people.begun = false;
      turn.tell(EventType.ROOM_STARTED, Map.of());
    }
    people.begun |= seat.starts();
    seat.place = Seat.Place.JOINED;
    seat.since = turn.now;
    seat.mutedByHost |= people.mutedAll && !seat.host();
    people.joined++;
    if (seat.mixed()) {
      people.hearing.mixIn(seat, turn);
    }
    turn.tell(
        EventType.PARTICIPANT_JOINED,
        seat,
        Map.of("name", seat.name, "role", seat.role.wire(), "muted", seat.muted()));
    if (people.joined == 2) {
      people.tellAlone(false, seat, turn);
    }
    if (seat.host()) {
      people.hostCame();
      if (people.waiting(Seat.Place.LOBBY) > 0) {
        turn.notice(new RoomNotice.SomeoneWaits(people.room, seat.id, seat.voice()));
      }
    }
  }

  /** Lets those in who need wait no longer, while there are seats. */
  void letIn(Turn turn) {
    for (Seat seat : List.copyOf(people.seats.values())) {
      // Who waited may have been given a role that need not, or the room need not be knocked at.
      if (seat.place == Seat.Place.LOBBY
          && !seat.suspect
          && !people.mustKnock(seat.role, seat.invited)) {
        seat.place = Seat.Place.WAITS_FOR_HOST;
      }
      if (seat.place == Seat.Place.WAITS_FOR_HOST && seat.host()) {
        admit(seat, turn);
      }
    }
    letInWhoWait(true, turn); // of these the first may let in all others
    letInWhoWait(false, turn);
  }

  private void letInWhoWait(boolean starts, Turn turn) {
    if (isOpen(starts)) {
      for (Seat seat : List.copyOf(people.seats.values())) {
        if (seat.place == Seat.Place.WAITS_FOR_HOST && seat.starts() == starts) {
          admit(seat, turn);
        }
      }
    }
  }

  private boolean admit(Seat seat, Turn turn) {
    if (people.joined >= people.settings.maxParticipants()) {
      return false;
    }
    int others = people.joined;
    enter(seat, turn);
    if (others > 0) {
      people.tones.chime(Sound.Kind.JOIN, turn);
    }
    tellAdmitted(seat, others, turn);
    return true;
  }

  void tellAdmitted(Seat seat, int others, Turn turn) {
    boolean muted = seat.muted();
    turn.notice(new RoomNotice.Admitted(people.room, seat.id, seat.voice(), others, muted));
    if (seat.merged()) {
      turn.notice(new RoomNotice.Admitted(people.room, seat.id, seat.leg, others, muted));
    }
    people.tellHeld(seat, turn);
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
}
