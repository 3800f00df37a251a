package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.bus.RoomReply.Member;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;

/** {@code /v1/rooms/{id}/participants}. The room verticle knows them; nothing is stored here. */
final class ParticipantsHandler {
  private final RoomsHandler rooms;
  private final Bus bus;

  ParticipantsHandler(RoomsHandler rooms, Bus bus) {
    this.rooms = rooms;
    this.bus = bus;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listParticipants", this::list);
    endpoints.put("getParticipant", this::get);
    endpoints.put("updateParticipant", this::update);
    endpoints.put("removeParticipant", this::remove);
    endpoints.put("admitParticipant", this::admit);
  }

  /** Ids rise with the time of arrival, so the list is in that order. */
  private Future<Answer> list(Ask ask) {
    return rooms
        .existing(ask)
        .compose(room -> bus.roster(room.id()))
        .map(roster ->
            Answer.ok(
                Pages.ofAll(
                    ask,
                    "participants",
                    roster.members(),
                    member -> member.id().value(),
                    member -> ParticipantJson.json(ask.roomId(), member))));
  }

  private Future<Answer> get(Ask ask) {
    return rooms.existing(ask).compose(room -> shown(ask));
  }

  private Future<Answer> shown(Ask ask) {
    return bus.roster(ask.roomId())
        .map(roster -> Answer.ok(ParticipantJson.json(ask.roomId(), member(roster, ask))));
  }

  private static Member member(RoomReply.Roster roster, Ask ask) {
    ParticipantId id = participantId(ask);
    return roster.members().stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("participant"));
  }

  private static ParticipantId participantId(Ask ask) {
    String id = ask.path("participant_id");
    if (!Uuids.isUuid(id)) {
      throw Problem.notFound("participant");
    }
    return new ParticipantId(id);
  }

  private Future<Answer> update(Ask ask) {
    return rooms
        .existing(ask)
        .compose(room -> inOrder(commands(ask), 0))
        .compose(done -> shown(ask));
  }

  private static List<RoomCommand> commands(Ask ask) {
    RoomId room = ask.roomId();
    ParticipantId id = participantId(ask);
    JsonObject body = ask.body();
    List<RoomCommand> commands = new ArrayList<>();
    if (body.containsKey("name")) {
      commands.add(new RoomCommand.Rename(room, id, body.getString("name").strip()));
    }
    if (body.containsKey("role")) {
      Role role = Role.valueOf(body.getString("role").toUpperCase(Locale.ROOT));
      commands.add(new RoomCommand.SetRole(room, id, role));
    }
    if (body.containsKey("volume")) {
      commands.add(new RoomCommand.Volume(room, id, body.getInteger("volume")));
    }
    if (body.containsKey("held")) {
      commands.add(new RoomCommand.Hold(room, id, body.getBoolean("held"), false));
    }
    if (body.containsKey("earmuffed")) {
      commands.add(new RoomCommand.Earmuff(room, id, body.getBoolean("earmuffed"), Actor.API));
    }
    if (body.containsKey("muted")) {
      commands.add(new RoomCommand.Mute(room, id, body.getBoolean("muted"), Actor.API));
    }
    if (body.containsKey("hand_raised")) {
      commands.add(new RoomCommand.RaiseHand(room, id, body.getBoolean("hand_raised"), Actor.API));
    }
    return commands;
  }

  private Future<Void> inOrder(List<RoomCommand> commands, int next) {
    return next == commands.size()
        ? Future.succeededFuture()
        : done(commands.get(next)).compose(done -> inOrder(commands, next + 1));
  }

  private Future<Answer> remove(Ask ask) {
    return rooms
        .existing(ask)
        .compose(room -> done(new RoomCommand.Remove(room.id(), participantId(ask), Actor.API)))
        .map(done -> Answer.noContent());
  }

  private Future<Answer> admit(Ask ask) {
    return rooms
        .existing(ask)
        .compose(room -> done(new RoomCommand.Admit(room.id(), participantId(ask), Actor.API)))
        .compose(done -> shown(ask));
  }

  private Future<Void> done(RoomCommand command) {
    return bus.room(command)
        .map(reply ->
            switch (reply) {
              case RoomReply.Unknown unknown -> throw Problem.notFound("participant");
              case RoomReply.Forbidden no ->
                  throw Problem.conflict(no.why(), "The room does not allow it now.");
              case RoomReply.Refused no ->
                  throw Problem.conflict(no.why(), "The room is " + no.why() + ".");
              case RoomReply.Done done -> null;
              case RoomReply.Joined joined -> null;
              case RoomReply.Waiting waiting -> null;
              case RoomReply.Roster roster -> null;
            });
  }
}
