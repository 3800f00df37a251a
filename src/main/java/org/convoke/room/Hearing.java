package org.convoke.room;

import java.util.HashSet;
import java.util.Set;
import org.convoke.id.LegId;

/**
 * Who hears whom, and the way into the mix that goes with it. Where no application restricts it
 * nothing is worked out; else whoever shall not hear a voice is told before it comes.
 */
final class Hearing {
  private final People people;

  Hearing(People people) {
    this.people = people;
  }

  /** The seat's voice comes into the mix. */
  void mixIn(Seat seat, Turn turn) {
    refresh(seat, turn);
    turn.add(new Effect.Join(seat.voice(), seat.mix()));
  }

  /** A seat is gone, or goes on as another call. */
  void changed(Turn turn) {
    refresh(null, turn);
  }

  /** Tells the mix whom each does not hear now; {@code coming} is told by its joining. */
  private void refresh(Seat coming, Turn turn) {
    if (!matters()) {
      return;
    }
    for (Seat seat : people.seats.values()) {
      Set<LegId> unheard = seat.joined() ? unheard(seat) : Set.of();
      if (!unheard.equals(seat.unheard)) {
        seat.unheard = unheard;
        if (seat != coming && seat.mixed()) {
          turn.add(new Effect.Adjust(seat.voice(), seat.mix()));
        }
      }
    }
  }

  private boolean matters() {
    for (Seat seat : people.seats.values()) {
      if (seat.restricted() || !seat.unheard.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private Set<LegId> unheard(Seat listener) {
    Set<LegId> unheard = new HashSet<>();
    for (Seat speaker : people.seats.values()) {
      if (speaker != listener && speaker.joined() && !listener.mayHear(speaker)) {
        unheard.add(speaker.voice());
      }
    }
    return Set.copyOf(unheard);
  }
}
