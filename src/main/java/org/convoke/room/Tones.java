package org.convoke.room;

import org.convoke.audio.Sound;
import org.convoke.store.Rooms;

/** How those who are there hear that somebody came or went, as the room's settings say. */
final class Tones {
  private final People people;
  private final Chimes chimes = new Chimes();

  Tones(People people) {
    this.people = people;
  }

  void chime(Sound.Kind kind, Turn turn) {
    if (people.settings.announce() != Rooms.Announce.OFF
        && !isCrowd()
        && chimes.ring(kind, people.settings.tonesUntil(), turn.now.ns())) {
      announce(kind, turn);
    }
  }

  /** Sounds what was bundled, when its time has come. */
  void tick(Turn turn) {
    Sound.Kind due = chimes.due(turn.now.ns());
    if (due != null && people.joined > 0 && !isCrowd()) {
      announce(due, turn);
    }
  }

  /** Somebody comes or goes all the time, and nobody wants to hear of it. */
  private boolean isCrowd() {
    return people.joined > people.settings.tonesMaxPeople();
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
