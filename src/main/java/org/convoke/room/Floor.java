package org.convoke.room;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.id.Role;

/** What those who are there may do and hear: mute, hold, volume, roles, names, texts, speaking. */
final class Floor {
  private static final int VOLUME_MIN_DB = -40;
  private static final int VOLUME_MAX_DB = 20;
  private static final int NAME_MAX = 128;
  private static final int TEXT_MAX = 2_000;

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
    boolean own = seat.id.equals(actor.participant());
    if (!own && !people.mayModerate(actor)) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    if (!command.muted() && !seat.role.speaks()) {
      return turn.reply(new RoomReply.Forbidden("listener"));
    }
    if (own) {
      if (host && !command.muted()) {
        return turn.reply(new RoomReply.Forbidden("muted_by_host"));
      }
      seat.mutedBySelf = command.muted();
      muteChanged(seat, before, "self", turn);
    } else {
      seat.mutedByHost = command.muted();
      if (actor.participant() == null && !command.muted()) {
        seat.mutedBySelf = false;
      }
      muteChanged(seat, before, by(actor), turn);
    }
    return turn.done(self != seat.mutedBySelf || host != seat.mutedByHost);
  }

  private static String by(RoomCommand.Actor actor) {
    return actor.participant() == null ? "api" : "host";
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
      turn.publish(
          new RoomChange.Flags(people.room, people.nextSeq(), people.locked, people.mutedAll));
    }
    for (Seat seat : List.copyOf(people.seats.values())) {
      if (command.muted() && seat.host() || seat.mutedByHost == command.muted()) {
        continue;
      }
      boolean before = seat.muted();
      seat.mutedByHost = command.muted();
      changed = true;
      muteChanged(seat, before, by(command.actor()), turn);
    }
    return turn.done(changed);
  }

  /** Tells and does what follows when what counts of the mutes may not be {@code before} now. */
  void muteChanged(Seat seat, boolean before, String by, Turn turn) {
    turn.touch(seat); // whose mute it is, is told also where nothing follows from it
    if (!seat.joined() || seat.muted() == before) {
      return;
    }
    adjust(seat, turn);
    turn.tell(
        seat.muted() ? EventType.PARTICIPANT_MUTED : EventType.PARTICIPANT_UNMUTED,
        seat,
        Map.of("by", by));
    if (!by.equals("self")) {
      turn.notice(new RoomNotice.MutedByHost(people.room, seat.id, seat.voice(), seat.muted()));
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
    boolean changed = flag != command.held();
    holdChanged(seat, before, command.byPeer() ? "peer" : "api", turn);
    if (changed && !command.byPeer() && seat.joined()) {
      turn.notice(new RoomNotice.Held(people.room, seat.id, seat.voice(), command.held()));
    }
    return turn.done(changed);
  }

  /** As {@link #muteChanged}, of holds. */
  void holdChanged(Seat seat, boolean before, String by, Turn turn) {
    turn.touch(seat);
    if (seat.joined() && before != seat.held()) {
      adjust(seat, turn);
      turn.tell(
          seat.held() ? EventType.PARTICIPANT_HELD : EventType.PARTICIPANT_RESUMED,
          seat,
          Map.of("by", by));
      settle(seat, turn);
    }
  }

  Turn earmuff(Seat seat, RoomCommand.Earmuff command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean changed = seat.earmuffed != command.earmuffed();
    seat.earmuffed = command.earmuffed();
    turn.touch(seat);
    if (changed && seat.joined()) {
      adjust(seat, turn);
      turn.tell(
          seat.earmuffed ? EventType.PARTICIPANT_EARMUFFED : EventType.PARTICIPANT_UNEARMUFFED,
          seat,
          Map.of("by", by(command.actor())));
    }
    return turn.done(changed);
  }

  Turn volume(Seat seat, RoomCommand.Volume command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    int clamped = clamp(command.volumeDb());
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
    if (seat.mixed()) {
      turn.add(new Effect.Adjust(seat.voice(), seat.mix()));
    }
  }

  Turn setRole(Seat seat, RoomCommand.SetRole command, Turn turn) {
    if (!people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean changed = seat.role != command.role();
    if (changed) {
      setRole(seat, command.role(), by(command.actor()), turn);
    }
    return turn.done(changed);
  }

  /**
   * A mute of all spares hosts: so a promotion lifts it, and a demotion brings it. Who only listens
   * is muted by that.
   */
  void setRole(Seat seat, Role role, String by, Turn turn) {
    if (seat.role == role) {
      return;
    }
    boolean before = seat.muted();
    seat.role = role;
    turn.tell(EventType.PARTICIPANT_UPDATED, seat, Map.of("role", role.wire()));
    if (seat.joined() && seat.host()) {
      people.hostCame();
    }
    if (people.mutedAll) {
      seat.mutedByHost = !seat.host();
    }
    muteChanged(seat, before, by, turn);
  }

  Turn rename(Seat seat, RoomCommand.Rename command, Turn turn) {
    if (!seat.id.equals(command.actor().participant()) && !people.mayModerate(command.actor())) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    String name = command.name();
    String cut = name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
    boolean changed = !cut.equals(seat.name);
    seat.name = cut;
    if (changed) {
      turn.tell(EventType.PARTICIPANT_UPDATED, seat, Map.of("name", cut));
    }
    return turn.done(changed);
  }

  /** A text is for those who are there now: it is published and neither stored nor a fact. */
  Turn say(Seat seat, RoomCommand.Say command, Turn turn) {
    String text = command.text();
    if (!seat.joined()) {
      return turn.reply(new RoomReply.Forbidden("waiting"));
    }
    if (text.isBlank() || text.length() > TEXT_MAX) {
      return turn.reply(new RoomReply.Forbidden("text_length"));
    }
    turn.publish(
        new RoomChange.Text(
            people.room, people.nextSeq(), seat.id, seat.name, text, turn.now.at()));
    return turn.done(true);
  }

  Turn raiseHand(Seat seat, RoomCommand.RaiseHand command, Turn turn) {
    RoomCommand.Actor actor = command.actor();
    if (!seat.id.equals(actor.participant()) && !people.mayModerate(actor)) {
      return turn.reply(new RoomReply.Forbidden("not_host"));
    }
    boolean raised = command.raised();
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
    if (seat != null && leg.equals(seat.voice())) {
      seat.heard(speaking);
      settle(seat, turn);
    }
  }

  void tick(Turn turn) {
    for (Seat seat : List.copyOf(unsettled)) {
      settle(seat, turn);
    }
  }

  /** Tells that he speaks or is quiet where that is no longer as it was told, but not too often. */
  void settle(Seat seat, Turn turn) {
    if (people.seats.get(seat.id) != seat) {
      unsettled.remove(seat); // he left meanwhile, and was told to be quiet then
      return;
    }
    if (seat.tellSpeaking(turn.now.ns())) {
      boolean speaks = seat.speakingTold();
      turn.tell(
          speaks ? EventType.PARTICIPANT_SPEAKING : EventType.PARTICIPANT_QUIET, seat, Map.of());
      turn.publish(new RoomChange.Speaking(people.room, people.nextSeq(), seat.id, speaks));
    }
    if (seat.speakingStale()) {
      unsettled.add(seat);
    } else {
      unsettled.remove(seat);
    }
  }
}
