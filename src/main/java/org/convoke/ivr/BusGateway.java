package org.convoke.ivr;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.Map;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.CallCommand;
import org.convoke.bus.Fact;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.dialin.Action;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/** What the dialogues ask of and tell the other verticles. */
final class BusGateway {
  private static final DeliveryOptions CHECK_OPTIONS = new DeliveryOptions().setSendTimeout(5_000);
  private static final DeliveryOptions ROOM_OPTIONS = new DeliveryOptions().setSendTimeout(5_000);

  private final EventBus bus;
  private final Clock clock;

  BusGateway(EventBus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Never fails: whom nobody answers gets Unavailable. */
  Future<AdmissionAnswer> check(Conversation who, Action.Check check) {
    return admission(new AdmissionQuery.Check(who.caller, check.pin(), check.attempt()));
  }

  /** As {@link #check}. */
  Future<AdmissionAnswer> checkCode(Conversation who, Pin code, int attempt) {
    return admission(new AdmissionQuery.CheckMergeCode(who.caller, code, attempt));
  }

  private Future<AdmissionAnswer> admission(AdmissionQuery query) {
    return bus.<AdmissionAnswer>request(Addresses.ADMISSION, query, CHECK_OPTIONS)
        .map(Message::body)
        .otherwise(new AdmissionAnswer.Unavailable());
  }

  /** Never fails: whom nobody answers is refused as unavailable. */
  Future<RoomReply> claim(Conversation who, Action.Claim claim) {
    String address = who.caller.from().value();
    RoomCommand command =
        new RoomCommand.Claim(
            claim.room(), who.call, who.leg, claim.role(), who.name, address, claim.lobby());
    return room(command).otherwise(new RoomReply.Refused("unavailable"));
  }

  /** Never fails: whom nobody answers is refused as unavailable. */
  Future<RoomReply> merge(Conversation who, RoomId room, ParticipantId participant) {
    return room(new RoomCommand.Merge(room, participant, who.call, who.leg))
        .otherwise(new RoomReply.Refused("unavailable"));
  }

  Future<RoomReply> leave(Conversation who, String reason) {
    return room(
        who.merged
            ? new RoomCommand.Unmerge(who.room, who.participant, who.leg, reason)
            : new RoomCommand.Leave(who.room, who.participant, reason));
  }

  Future<RoomReply> room(RoomCommand command) {
    return bus.<RoomReply>request(Addresses.ROOM, command, ROOM_OPTIONS).map(Message::body);
  }

  void hold(Conversation who) {
    bus.send(Addresses.ROOM, new RoomCommand.Hold(who.room, who.participant, who.heldByPeer, true));
  }

  void hangUp(Conversation who, String cause) {
    bus.send(Addresses.CALL, new CallCommand.HangUp(who.call, cause));
  }

  void fact(String type, Conversation who, Map<String, Object> data) {
    bus.send(
        Addresses.FACTS, Fact.of(type, clock.now(), who.room, who.call, who.participant, data));
  }
}
