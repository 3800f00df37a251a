package org.convoke.web.socket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.PhoneNumber;
import org.convoke.store.Rooms.Room;

/** All that is ever said on the socket. {@code asyncapi.yaml} explains each message. */
final class Messages {
  /** Seconds between two pings of ours. */
  static final int PING_SECONDS = 30;

  private Messages() {}

  /** A message that answers the request {@code id}; null ids are left out. */
  static JsonObject answer(String type, Object id) {
    JsonObject message = new JsonObject().put("type", type);
    return id == null ? message : message.put("id", id);
  }

  static JsonObject error(Object id, Fault fault) {
    JsonObject message =
        answer("error", id).put("code", fault.code().wire()).put("message", fault.message());
    if (fault.field() != null) {
      message.put("field", fault.field());
    }
    return fault.reason() == null ? message : message.put("reason", fault.reason());
  }

  static JsonObject done(Object id, boolean changed) {
    return answer("done", id).put("changed", changed);
  }

  static JsonObject push(String type) {
    return new JsonObject().put("type", type);
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static JsonObject participant(RoomReply.Member member) {
    JsonObject json =
        new JsonObject()
            .put("id", member.id().value())
            .put("name", member.name())
            .put("role", member.role().wire())
            .put("state", member.state())
            .put("via", member.via())
            .put("muted", member.muted())
            .put("muted_by_host", member.mutedByHost())
            .put("held", member.held())
            .put("earmuffed", member.earmuffed())
            .put("hand_raised", member.handRaised())
            .put("speaking", member.speaking())
            .put("away", member.away())
            .put("volume", member.volumeDb())
            .put("line", member.line())
            .put("loss_percent", member.lossPercent())
            .put("joined_at", time(member.joinedAt()));
    boolean phone = member.via().equals("phone") && !member.address().isEmpty();
    return phone ? json.put("from", new PhoneNumber(member.address()).masked()) : json;
  }

  /** The roster; those who wait are told to {@code hosts} only. */
  static JsonObject roster(RoomReply.Roster roster, boolean hosts) {
    JsonArray participants = new JsonArray();
    roster.members().stream()
        .filter(member -> hosts || member.state().equals("joined"))
        .map(Messages::participant)
        .forEach(participants::add);
    return new JsonObject()
        .put("seq", roster.seq())
        .put("locked", roster.locked())
        .put("muted_all", roster.allMuted())
        .put("participants", participants);
  }

  /** The room as seen from a seat: in a roster its numbers stand beside the room. */
  static JsonObject view(String type, JsonObject view) {
    if (!type.equals("roster")) {
      return push(type).mergeIn(view);
    }
    return push(type).mergeIn(view.getJsonObject("roster")).put("room", view.getValue("room"));
  }

  /** A change as everybody in the room is told it; null for what is told to each in his own way. */
  static JsonObject change(RoomChange change) {
    return switch (change) {
      case RoomChange.Member member ->
          push("participant")
              .put("seq", member.seq())
              .put("participant", participant(member.member()));
      case RoomChange.Left left ->
          push("participant_left")
              .put("seq", left.seq())
              .put("participant_id", left.participant().value())
              .put("reason", left.reason());
      case RoomChange.Speaking speaking ->
          push("speaking")
              .put("seq", speaking.seq())
              .put("participant_id", speaking.participant().value())
              .put("speaking", speaking.speaking());
      case RoomChange.Flags flags ->
          push("room")
              .put("seq", flags.seq())
              .put("locked", flags.locked())
              .put("muted_all", flags.allMuted());
      case RoomChange.Text text ->
          push("text")
              .put("seq", text.seq())
              .put("participant_id", text.participant().value())
              .put("name", text.name())
              .put("text", text.text())
              .put("sent_at", time(text.sentAt()));
      case RoomChange.Levels levels -> levels(levels.levelsDbov());
      case RoomChange.Quality _, RoomChange.Ended _, RoomChange.Pins _ -> null;
    };
  }

  /** The room's PINs put into a message; the host PIN for hosts. */
  static JsonObject pins(JsonObject message, Room room, boolean host) {
    message.put("pin", room.pin().digits());
    return host && room.hostPin() != null
        ? message.put("host_pin", room.hostPin().digits())
        : message;
  }

  private static JsonObject levels(Map<ParticipantId, Integer> dbov) {
    JsonObject levels = new JsonObject();
    dbov.forEach((participant, level) -> levels.put(participant.value(), level));
    return push("levels").put("levels", levels);
  }

  /** One's own line; what is not known is left out. */
  static JsonObject quality(ParticipantId participant, LegReport report, String line) {
    JsonObject quality = push("quality").put("participant_id", participant.value());
    Map<String, Object> known = report.quality();
    for (String figure :
        new String[] {"loss_received", "loss_sent", "jitter_ms", "round_trip_ms", "mos"}) {
      if (known.containsKey(figure)) {
        quality.put(figure, known.get(figure));
      }
    }
    return quality.put("line", line);
  }
}
