package org.convoke.ivr;

import io.vertx.core.Future;
import java.util.function.BiConsumer;
import org.convoke.bus.CallReply;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.RoomReply;
import org.convoke.dialin.Action;
import org.convoke.dialin.Input;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** A call's place in a room: a seat of its own, or as the sound of a browser's participant. */
final class SeatHandler {
  private final BusGateway bus;
  private final BiConsumer<Conversation, Input> feed;

  SeatHandler(BusGateway bus, BiConsumer<Conversation, Input> feed) {
    this.bus = bus;
    this.feed = feed;
  }

  void claim(Conversation who, Action.Claim claim) {
    who.claim =
        bus.claim(who, claim)
            .onSuccess(reply -> feed.accept(who, taken(who, claim.room(), false, reply)));
  }

  void merge(Conversation who, Action.Merge merge) {
    who.claim =
        bus.merge(who, merge.room(), merge.participant())
            .onSuccess(reply -> feed.accept(who, taken(who, merge.room(), true, reply)));
  }

  /**
   * Who sits in a room becomes another's sound. False when there is no such other any more: then
   * nothing has changed.
   */
  Future<Boolean> move(Conversation who, RoomId room, ParticipantId participant) {
    if (!who.seated() || who.ended) {
      return Future.succeededFuture(false);
    }
    Future<RoomReply> reply =
        bus.merge(who, room, participant).onSuccess(it -> taken(who, room, true, it));
    who.claim = reply;
    return reply.map(it -> it instanceof RoomReply.Joined || it instanceof RoomReply.Waiting);
  }

  /** As {@link IvrCommand.Move} says; {@code who} null: nobody talks on that leg. Never fails. */
  Future<CallReply> move(Conversation who, IvrCommand.Move to) {
    if (who == null || !who.call.equals(to.call())) {
      return Future.succeededFuture(new CallReply.Unknown());
    }
    if (!who.placed()) {
      return Future.succeededFuture(new CallReply.Refused(null, "The call is in no room."));
    }
    if (to.room().equals(who.room)) {
      return Future.succeededFuture(new CallReply.Done());
    }
    // The room verticle takes it out of the room where it is as soon as the other has a place.
    Future<RoomReply> reply =
        bus.claim(who, new Action.Claim(to.room(), to.role(), false))
            .onSuccess(it -> feed.accept(who, taken(who, to.room(), false, it)));
    who.claim = reply;
    return reply.map(SeatHandler::moved);
  }

  private static CallReply moved(RoomReply reply) {
    return switch (reply) {
      case RoomReply.Joined _, RoomReply.Waiting _ -> new CallReply.Done();
      case RoomReply.Refused(String why) ->
          new CallReply.Refused("room", "The room is " + why + ".");
      case RoomReply.Done _, RoomReply.Unknown _, RoomReply.Forbidden _, RoomReply.Roster _ ->
          new CallReply.Refused("room", "The room is unavailable.");
    };
  }

  /** What the dialogue is told of it. */
  private Input taken(Conversation who, RoomId room, boolean merged, RoomReply reply) {
    return switch (reply) {
      case RoomReply.Joined in -> {
        seat(who, room, in.participant(), merged, in.language());
        yield new Input.Joined(in.others(), in.muted());
      }
      case RoomReply.Waiting wait -> {
        seat(who, room, wait.participant(), merged, wait.language());
        yield new Input.MustWait(wait.why());
      }
      case RoomReply.Refused no -> new Input.TurnedAway(no.why());
      case RoomReply.Unknown _ -> new Input.TurnedAway("gone");
      case RoomReply.Done _, RoomReply.Forbidden _, RoomReply.Roster _ ->
          new Input.TurnedAway("unavailable");
    };
  }

  private void seat(
      Conversation who, RoomId room, ParticipantId participant, boolean merged, String language) {
    who.room = room;
    who.participant = participant;
    who.merged = merged;
    who.language = language == null ? who.language : language;
    if (who.heldByPeer && !who.ended) {
      bus.hold(who);
    }
  }

  /** Gives up whatever place the call has or is about to get; completes when it has none. */
  Future<?> giveUp(Conversation who, String reason) {
    Future<?> claimed = who.claim == null ? Future.succeededFuture() : who.claim;
    return claimed.transform(
        _ -> who.participant == null ? Future.succeededFuture() : bus.leave(who, reason));
  }
}
