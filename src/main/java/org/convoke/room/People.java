package org.convoke.room;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** The state of a live room: its seats in the order in which they were taken, and its flags. */
final class People {
  final RoomId room;
  final Map<ParticipantId, Seat> seats = new LinkedHashMap<>();

  /** Each seat by its own leg, and by the phone that is its sound. */
  final Map<LegId, Seat> byLeg = new HashMap<>();

  final Tones tones = new Tones(this);
  final Hearing hearing = new Hearing(this);
  RoomSettings settings;
  boolean locked;
  boolean mutedAll;

  /** Seats that are in the room, those whose line is away among them. */
  int joined;

  /** A host came since the room started. */
  boolean opened;

  /** One came since the room started whose coming starts a meeting. */
  boolean begun;

  /** The room was told to have started and not yet to have ended. */
  boolean started;

  /** When the first participant came; meaningful while {@code started}. */
  long startedNs;

  /** The last host left; the room ends at {@code endByNs} unless one comes back. */
  boolean ending;

  long endByNs;

  /** The number of the last change that was published. */
  private long seq;

  People(RoomId room, RoomSettings settings, boolean locked, boolean mutedAll) {
    this.room = room;
    this.settings = settings;
    this.locked = locked;
    this.mutedAll = mutedAll;
  }

  int waiting(Seat.Place place) {
    int count = 0;
    for (Seat seat : seats.values()) {
      count += seat.place == place ? 1 : 0;
    }
    return count;
  }

  boolean hostHere() {
    return seats.values().stream().anyMatch(seat -> seat.joined() && seat.host());
  }

  /** The API may do all; of participants, hosts may. */
  boolean mayModerate(RoomCommand.Actor actor) {
    if (actor.participant() == null) {
      return true;
    }
    Seat seat = seats.get(actor.participant());
    return seat != null && seat.joined() && seat.host();
  }

  /** Whether one who comes so must be admitted by a host. */
  boolean mustKnock(Role role, boolean invited) {
    return settings.knock()
        && switch (role) {
          case HOST, SPEAKER -> false;
          case GUEST -> true;
          case LISTENER -> !invited;
        };
  }

  /** The leg belongs to the seat now. */
  void take(LegId leg, Seat seat, Turn turn) {
    byLeg.put(leg, seat);
    turn.add(new Effect.Took(leg));
  }

  void give(LegId leg, Turn turn) {
    byLeg.remove(leg);
    turn.add(new Effect.Gave(leg));
  }

  /** A host is here: the room is open to those who wait for one. */
  void hostCame() {
    opened = true;
    ending = false;
  }

  void tellAlone(boolean alone, Seat except, Turn turn) {
    for (Seat seat : seats.values()) {
      if (seat.joined() && seat != except) {
        turn.notice(new RoomNotice.Alone(room, seat.id, seat.voice(), alone));
      }
    }
  }

  /** Who talks to a line that is new to the room learns whether it is held. */
  void tellHeld(Seat seat, Turn turn) {
    if (seat.joined() && seat.heldByApi) {
      turn.notice(new RoomNotice.Held(room, seat.id, seat.voice(), true));
    }
  }

  // --- what is published

  long seq() {
    return seq;
  }

  long nextSeq() {
    return ++seq;
  }

  /** Publishes the seats that a turn touched and that look different now. */
  void publishTouched(Turn turn) {
    for (Seat seat : turn.touched) {
      if (seats.get(seat.id) == seat && !seat.shown().equals(seat.told)) {
        seat.told = seat.shown();
        turn.publish(new RoomChange.Member(room, nextSeq(), seat.member()));
      }
    }
  }
}
