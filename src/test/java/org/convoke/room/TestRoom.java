package org.convoke.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;

/** A live room in virtual time that writes down what it does, in short words. */
final class TestRoom {
  static final RoomId ID = new RoomId("abcd-efgh-jkmn");
  static final RoomSettings PLAIN =
      settings(100, false, false, 0, Rooms.Announce.TONES, "en", null, false, false);
  static final RoomSettings KNOCK =
      settings(9, false, false, 0, Rooms.Announce.TONES, "en", null, true, false);
  static final RoomSettings VISITED =
      settings(9, false, false, 0, Rooms.Announce.TONES, "en", null, false, true);

  final LiveRoom room;
  final List<Effect> effects = new ArrayList<>();
  long nowNs = Long.MAX_VALUE - 1_000;
  Instant at = Instant.parse("2026-01-01T12:00:00Z");

  TestRoom(RoomSettings settings) {
    room = new LiveRoom(ID, settings, false, false);
  }

  static RoomSettings settings(int max, boolean waitForHost, boolean endsWithHost, long graceNs) {
    return settings(
        max, waitForHost, endsWithHost, graceNs, Rooms.Announce.OFF, "en", null, false, false);
  }

  static RoomSettings settings(
      int max,
      boolean waitForHost,
      boolean endsWithHost,
      long graceNs,
      Rooms.Announce announce,
      String language,
      Instant expiresAt,
      boolean knock,
      boolean firstIsHost) {
    return new RoomSettings(
        max,
        10,
        waitForHost,
        endsWithHost,
        announce,
        language,
        null,
        expiresAt,
        5,
        30,
        graceNs,
        knock ? Rooms.Access.KNOCK : Rooms.Access.OPEN,
        firstIsHost);
  }

  TestRoom after(long millis) {
    nowNs += millis * 1_000_000;
    at = at.plusMillis(millis);
    return this;
  }

  private RoomReply take(Turn turn) {
    effects.addAll(turn.effects);
    return turn.reply;
  }

  RoomReply claim(Role role) {
    return claim(role, false);
  }

  RoomReply claim(Role role, boolean lobby) {
    return send(
        new RoomCommand.Claim(ID, CallId.random(), LegId.next(), role, role.wire(), "100", lobby));
  }

  ParticipantId joined(Role role) {
    return ((RoomReply.Joined) claim(role)).participant();
  }

  ParticipantId waiting(Role role, boolean lobby) {
    return ((RoomReply.Waiting) claim(role, lobby)).participant();
  }

  RoomReply send(RoomCommand command) {
    return take(room.handle(command, now()));
  }

  void tick() {
    take(room.tick(now()));
  }

  void heard(LegId leg, boolean speaking) {
    take(room.heard(leg, speaking, now()));
  }

  void closed(LegId leg) {
    take(room.gone(leg, "leg_closed", now()));
  }

  void level(LegId leg, int dbov) {
    room.level(leg, dbov);
  }

  void measured(LegId leg, LegReport report) {
    take(room.measured(leg, report, now()));
  }

  void settings(RoomSettings settings) {
    take(room.settings(settings, now()));
  }

  static RoomCommand.Claim browser(Role role, boolean invited) {
    return browser(ParticipantId.random(), role, invited);
  }

  static RoomCommand.Claim browser(ParticipantId id, Role role, boolean invited) {
    return new RoomCommand.Claim(
        ID,
        CallId.random(),
        LegId.next(),
        role,
        role.wire(),
        "192.0.2.7",
        false,
        id,
        "browser",
        false,
        invited);
  }

  /** A browser that is let in. */
  RoomReply.Member browserJoined(Role role) {
    return member(((RoomReply.Joined) send(browser(role, true))).participant());
  }

  RoomReply.Member member(ParticipantId id) {
    return room.roster().members().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  Moment now() {
    return new Moment(nowNs, at);
  }

  /** The facts since the last call, by type. */
  List<String> facts() {
    List<String> types = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Tell tell) {
        types.add(tell.type());
      }
    }
    effects.clear();
    return types;
  }

  <T> List<T> changes(Class<T> kind) {
    return of(Effect.Publish.class).stream()
        .map(Effect.Publish::change)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** The effects of one kind since the last clearing. */
  <T extends Effect> List<T> of(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T> List<T> notices(Class<T> kind) {
    return of(Effect.Notify.class).stream()
        .map(Effect.Notify::notice)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
