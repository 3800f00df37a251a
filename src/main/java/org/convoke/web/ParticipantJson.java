package org.convoke.web;

import io.vertx.core.json.JsonObject;
import org.convoke.bus.RoomReply.Member;
import org.convoke.id.PhoneNumber;
import org.convoke.id.RoomId;

/** Participants as the API shows them. */
final class ParticipantJson {
  private ParticipantJson() {}

  static JsonObject json(RoomId room, Member member) {
    return new JsonObject()
        .put("id", member.id().value())
        .put("call_id", member.call().value())
        .put("room_id", room.value())
        .put("name", member.name())
        .put("from", new PhoneNumber(member.address()).masked())
        .put("via", member.via())
        .put("role", member.role().wire())
        .put("state", member.state())
        .put("muted", member.muted())
        .put("muted_by_host", member.mutedByHost())
        .put("held", member.held())
        .put("earmuffed", member.earmuffed())
        .put("hand_raised", member.handRaised())
        .put("speaking", member.speaking())
        .put("volume", member.volumeDb())
        .put("away", member.away())
        .put("line", member.line())
        .put("loss_percent", member.lossPercent())
        .put("joined_at", Times.text(member.joinedAt()));
  }
}
