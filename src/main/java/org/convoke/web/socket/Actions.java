package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** What a participant does in its room. Each answer is a message, or a fault. */
final class Actions {
  private static final Map<String, String> WHY_NOT =
      Map.of(
          "not_host", "Only hosts may do that.",
          "muted_by_host", "A host muted you; only a host can undo it.",
          "listener", "Who only listens cannot be unmuted.",
          "waiting", "You are not in the room yet.",
          "no_pins", "An application's conversation has no PIN.",
          "text_length", "The text is too long.");

  private final Talk talk;
  private final RoomFacts facts;

  Actions(Talk talk, RoomFacts facts) {
    this.talk = talk;
    this.facts = facts;
  }

  /** The command that a request stands for; null for what is no command to the room. */
  static RoomCommand command(Request request, RoomId room, ParticipantId me) {
    RoomCommand.Actor actor = RoomCommand.Actor.page(me);
    return switch (request) {
      case Request.Mute mute -> new RoomCommand.Mute(room, me, mute.muted(), actor);
      case Request.Hold hold -> new RoomCommand.Hold(room, me, hold.held(), true);
      case Request.RaiseHand hand -> new RoomCommand.RaiseHand(room, me, hand.raised());
      case Request.SetName name -> new RoomCommand.Rename(room, me, name.name(), actor);
      case Request.SendText text -> new RoomCommand.Say(room, me, text.text());
      case Request.MuteParticipant mute ->
          new RoomCommand.Mute(room, mute.participant(), mute.muted(), actor);
      case Request.LowerHand hand ->
          new RoomCommand.RaiseHand(room, hand.participant(), false, actor);
      case Request.MuteAll mute -> new RoomCommand.MuteAll(room, mute.muted(), actor);
      case Request.Remove remove -> new RoomCommand.Remove(room, remove.participant(), actor);
      case Request.Admit admit -> new RoomCommand.Admit(room, admit.participant(), actor);
      case Request.Lock lock -> new RoomCommand.Lock(room, lock.locked(), actor);
      case Request.End _ -> new RoomCommand.End(room, "ended_by_host", actor);
      case Request.SetRole role ->
          new RoomCommand.SetRole(room, role.participant(), role.role(), actor);
      case Request.SetVolume volume ->
          new RoomCommand.Volume(room, volume.participant(), volume.volumeDb(), actor);
      case Request.Authenticate _,
          Request.Join _,
          Request.Offer _,
          Request.Leave _,
          Request.Snapshot _,
          Request.Ping _,
          Request.MergeCode _,
          Request.Renew _,
          Request.NewPin _ ->
          null;
    };
  }

  Future<JsonObject> perform(Seat seat, Request request) {
    if (request instanceof Request.OfHost && !seat.host()) {
      throw forbidden("not_host");
    }
    RoomCommand command = command(request, seat.room.id(), seat.participant);
    return talk.room(command).map(reply -> done(request, reply));
  }

  private static JsonObject done(Request request, RoomReply reply) {
    return switch (reply) {
      case RoomReply.Done(boolean changed) -> Messages.done(request.id(), changed);
      case RoomReply.Forbidden(String why) -> throw forbidden(why);
      case RoomReply.Unknown _ ->
          throw Fault.of(FaultCode.NO_SUCH_PARTICIPANT, "Nobody with this id is here.")
              .at("participant_id")
              .refused();
      case RoomReply.Refused(String why) when why.equals("full") ->
          throw Fault.of(FaultCode.ROOM_FULL, "The room is full.").refused();
      case RoomReply.Refused _, RoomReply.Joined _, RoomReply.Waiting _, RoomReply.Roster _ ->
          throw Fault.unavailable().refused();
    };
  }

  private static Fault.Refused forbidden(String why) {
    return Fault.forbidden(why, WHY_NOT.getOrDefault(why, "You may not do that.")).refused();
  }

  Future<JsonObject> newPin(Seat seat, Request.NewPin ask) {
    if (!seat.host()) {
      throw forbidden("not_host");
    }
    if (seat.room.application() != null) {
      throw forbidden("no_pins");
    }
    return facts
        .renewPins(seat.room)
        .map(room -> {
          seat.room = room;
          return Messages.pins(Messages.answer("pin", ask.id()), room, true);
        });
  }

  Future<JsonObject> mergeCode(Seat seat, Request.MergeCode ask) {
    return talk.admission(new AdmissionQuery.MakeMergeCode(seat.room.id(), seat.participant))
        .compose(answer ->
            answer instanceof AdmissionAnswer.MergeCode made
                ? facts
                    .mergeBy(seat.room, made.code())
                    .map(ways ->
                        Messages.answer("merge_code", ask.id())
                            .put("code", made.code().digits())
                            .put("expires_at", Messages.time(made.expiresAt()))
                            .mergeIn(ways))
                : Future.failedFuture(Fault.unavailable().refused()));
  }
}
