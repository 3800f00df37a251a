package org.convoke.room;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.id.Role;

/** What those who are there may do and hear: mute, hold, volume, roles, hands, speaking. */
final class Floor {
  private static final int VOLUME_MIN_DB = -40;
  private static final int VOLUME_MAX_DB = 20;
  private static final int NAME_MAX = 128;

  private final People people;

  /** Those whose speaking changed too soon after it was told. */
  private final Set<Seat> unsettled = new LinkedHashSet<>();

  Floor(People people) {
    this.people = people;
  }

  Turn mute(Seat seat, RoomCommand.Mute command, Turn turn) {
    RoomCommand.Actor actor = command.actor();
    boolean before = seat.muted();
    boolean self = seat.mutedBySelf;
    boolean host = seat.mutedByHost;
    if (seat.id.equals(actor.participant())) {
      if (host && !command.muted()) {
        return turn.reply(new RoomReply.Forbidden("muted_by_host"));
      }
      seat.mutedBySelf = command.muted();
      changed(seat, before, "self", turn);
    } else {
      if (!people.mayModerate(actor)) {
        return turn.reply(new RoomReply.Forbidden("not_host"));
      }
      boolean api = actor.participant() == null;
      seat.mutedByHost = command.muted();
      if (api && !command.muted()) {
        seat.mutedBySelf = false;
      }
      changed(seat, before, api ? "api" : "host", turn);
    }
    return turn.done(self != seat.mutedBySelf || host != seat.mutedByHost);
  }

  Turn muteAll(RoomCommand.MuteAll command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean changed = people.mutedAll != command.muted();
    people.mutedAll = command.muted();
    if (changed) {
      turn.tell(EventType.ROOM_MUTED, Map.of("muted", command.muted()));
      turn.add(new Effect.Keep(people.locked, people.mutedAll));
    }
    String by = command.actor().participant() == null ? "api" : "host";
    for (Seat seat : List.copyOf(people.seats.values())) {
      if (command.muted() && seat.host() || seat.mutedByHost == command.muted()) {
        continue;
      }
      boolean before = seat.muted();
      seat.mutedByHost = command.muted();
      changed = true;
      changed(seat, before, by, turn);
    }
    return turn.done(changed);
  }

  private void changed(Seat seat, boolean before, String by, Turn turn) {
    if (!seat.joined() || seat.muted() == before) {
      return;
    }
    turn.add(new Effect.Adjust(seat.leg, seat.mix()));
    turn.tell(
        seat.muted() ? EventType.PARTICIPANT_MUTED : EventType.PARTICIPANT_UNMUTED,
        seat,
        Map.of("by", by));
    if (!by.equals("self")) {
      turn.notice(new RoomNotice.MutedByHost(people.room, seat.id, seat.leg, seat.muted()));
    }
    settle(seat, turn);
  }

  Turn hold(Seat seat, RoomCommand.Hold command, Turn turn) {
    boolean before = seat.held();
    boolean flag = command.byPeer() ? seat.heldByPeer : seat.heldByApi;
    if (command.byPeer()) {
      seat.heldByPeer = command.held();
    } else {
      seat.heldByApi = command.held();
    }
    if (seat.joined() && before != seat.held()) {
      turn.add(new Effect.Adjust(seat.leg, seat.mix()));
      turn.tell(
          seat.held() ? EventType.PARTICIPANT_HELD : EventType.PARTICIPANT_RESUMED,
          seat,
          Map.of("by", command.byPeer() ? "peer" : "api"));
      settle(seat, turn);
    }
    return turn.done(flag != command.held());
  }

  Turn volume(Seat seat, int volumeDb, Turn turn) {
    int clamped = clamp(volumeDb);
    boolean changed = clamped != seat.volumeDb;
    seat.volumeDb = clamped;
    if (changed) {
      adjust(seat, turn);
      turn.tell(EventType.PARTICIPANT_UPDATED, seat, Map.of("volume", clamped));
    }
    return turn.done(changed);
  }

  /** How loud one hears the others is his own business: no fact. */
  Turn listenVolume(Seat seat, int stepDb, Turn turn) {
    int clamped = clamp(seat.listenVolumeDb + stepDb);
    boolean changed = clamped != seat.listenVolumeDb;
    seat.listenVolumeDb = clamped;
    if (changed) {
      adjust(seat, turn);
    }
    return turn.done(changed);
  }

  private static int clamp(int db) {
    return Math.clamp(db, VOLUME_MIN_DB, VOLUME_MAX_DB);
  }

  private static void adjust(Seat seat, Turn turn) {
    if (seat.joined()) {
      turn.add(new Effect.Adjust(seat.leg, seat.mix()));
    }
  }

  /** A mute of all spares hosts: so a promotion lifts it, and a demotion brings it. */
  Turn setRole(Seat seat, Role role, Turn turn) {
    if (seat.role == role) {
      return turn.done(false);
    }
    boolean before = seat.muted();
    seat.role = role;
    turn.tell(EventType.PARTICIPANT_UPDATED, seat, Map.of("role", role.wire()));
    if (seat.joined() && seat.host()) {
      people.opened = true;
      people.ending = false;
    }
    if (people.mutedAll) {
      seat.mutedByHost = !seat.host();
      changed(seat, before, "api", turn);
    }
    return turn.done(true);
  }

  Turn rename(Seat seat, String name, Turn turn) {
    String cut = name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
    boolean changed = !cut.equals(seat.name);
    seat.name = cut;
    if (changed) {
      turn.tell(EventType.PARTICIPANT_UPDATED, seat, Map.of("name", cut));
    }
    return turn.done(changed);
  }

  Turn raiseHand(Seat seat, boolean raised, Turn turn) {
    boolean changed = seat.joined() && seat.handRaised != raised;
    if (changed) {
      seat.handRaised = raised;
      turn.tell(
          raised ? EventType.PARTICIPANT_HAND_RAISED : EventType.PARTICIPANT_HAND_LOWERED,
          seat,
          Map.of());
    }
    return turn.done(changed);
  }

  void heard(LegId leg, boolean speaking, Turn turn) {
    Seat seat = people.byLeg.get(leg);
    if (seat != null) {
      seat.heard(speaking);
      settle(seat, turn);
    }
  }

  void tick(Turn turn) {
    for (Seat seat : List.copyOf(unsettled)) {
      settle(seat, turn);
    }
  }

  private void settle(Seat seat, Turn turn) {
    if (people.byLeg.get(seat.leg) != seat) {
      unsettled.remove(seat); // he left meanwhile, and was told to be quiet then
      return;
    }
    if (seat.tellSpeaking(turn.now.ns())) {
      turn.tell(
          seat.speakingTold() ? EventType.PARTICIPANT_SPEAKING : EventType.PARTICIPANT_QUIET,
          seat,
          Map.of());
    }
    if (seat.speakingStale()) {
      unsettled.add(seat);
    } else {
      unsettled.remove(seat);
    }
  }
}
