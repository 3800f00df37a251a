package org.convoke.room;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomChange;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;

/**
 * How loud those who speak are, and how good the lines are. Lines are measured while a browser is
 * in the room: others have nowhere to show it.
 */
final class Meters {
  /** How often a line is measured and its report published. */
  static final long EACH_NS = 5_000_000_000L;

  /** Those who were not measured for long are spread over this many steps. */
  private static final int STEPS = 20;

  private final People people;
  private final Map<ParticipantId, Integer> levels = new HashMap<>();
  private final Set<Seat> fresh = new LinkedHashSet<>();

  Meters(People people) {
    this.people = people;
  }

  void level(LegId leg, int dbov) {
    Seat seat = people.byLeg.get(leg);
    if (seat != null && leg.equals(seat.voice()) && seat.audible()) {
      levels.put(seat.id, dbov);
    }
  }

  void measured(LegId leg, LegReport report, Turn turn) {
    Seat seat = people.byLeg.get(leg);
    if (seat == null || !leg.equals(seat.voice())) {
      return;
    }
    seat.report = report;
    seat.line = seat.line.after(report);
    fresh.add(seat);
    turn.touch(seat);
  }

  void tick(Turn turn) {
    if (!levels.isEmpty()) {
      levels.keySet().retainAll(people.seats.keySet());
      if (!levels.isEmpty()) {
        turn.publish(new RoomChange.Levels(people.room, levels));
      }
      levels.clear();
    }
    long nowNs = turn.now.ns();
    if (people.seats.values().stream().anyMatch(Seat::browser)) {
      measure(nowNs, turn);
      publish(turn);
    } else {
      fresh.clear();
    }
  }

  private void measure(long nowNs, Turn turn) {
    int overdue = 0;
    for (Seat seat : people.seats.values()) {
      long lateNs = nowNs - seat.measureAtNs;
      if (lateNs > EACH_NS) {
        seat.measureAtNs = nowNs + EACH_NS / STEPS * (overdue++ % STEPS);
      } else if (lateNs >= 0 && !seat.gone()) {
        seat.measureAtNs = nowNs + EACH_NS;
        turn.add(new Effect.Measure(seat.voice()));
      }
    }
  }

  /** The reports that came since the last tick. */
  private void publish(Turn turn) {
    Map<ParticipantId, LegReport> reports = new HashMap<>();
    for (Seat seat : fresh) {
      if (people.seats.get(seat.id) == seat && seat.report != null) {
        reports.put(seat.id, seat.report);
      }
    }
    fresh.clear();
    if (!reports.isEmpty()) {
      turn.publish(new RoomChange.Quality(people.room, reports));
    }
  }
}
