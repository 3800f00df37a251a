package org.convoke.room;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoke.bus.RoomCommand;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** The state of a live room: its seats in the order in which they were taken, and its flags. */
final class People {
  final RoomId room;
  final Map<ParticipantId, Seat> seats = new LinkedHashMap<>();
  final Map<LegId, Seat> byLeg = new HashMap<>();
  final Chimes chimes = new Chimes();
  RoomSettings settings;
  boolean locked;
  boolean mutedAll;

  /** Seats in the mix. */
  int joined;

  /** A host came since the room started. */
  boolean opened;

  /** The room was told to have started and not yet to have ended. */
  boolean started;

  /** When the first participant came; meaningful while {@code started}. */
  long startedNs;

  /** The last host left; the room ends at {@code endByNs} unless one comes back. */
  boolean ending;

  long endByNs;

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

  List<Seat> inMix() {
    return seats.values().stream().filter(Seat::joined).toList();
  }

  /** The API may do all; of participants, hosts may. */
  boolean mayModerate(RoomCommand.Actor actor) {
    if (actor.participant() == null) {
      return true;
    }
    Seat seat = seats.get(actor.participant());
    return seat != null && seat.joined() && seat.host();
  }
}
