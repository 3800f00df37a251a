package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BusMessage;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.PinChange;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatQuery;
import org.convoke.bus.SeatReply;
import org.convoke.bus.VoiceCommand;
import org.convoke.bus.VoiceReply;
import org.convoke.clock.Clock;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms.Room;

/** What the API says to the other verticles. One that does not answer is a 503. */
final class Bus {
  /** Longer than any healthy verticle takes, shorter than a client waits. */
  private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(5_000);

  /** Longer than a voice may take, shorter than a request may. */
  private static final DeliveryOptions VOICE_PATIENCE =
      new DeliveryOptions().setSendTimeout(25_000);

  private final Vertx vertx;
  private final Clock clock;

  Bus(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  Future<RoomReply> room(RoomCommand command) {
    return request(Addresses.ROOM, command, "rooms");
  }

  /** Asks the phones' part, and the browsers' when that knows no such call. */
  Future<CallReply> call(CallCommand command) {
    return this.<CallReply>request(Addresses.CALL, command, "calls")
        .compose(reply ->
            reply instanceof CallReply.Unknown
                ? request(Addresses.BROWSER_CALL, command, "browsers")
                : Future.succeededFuture(reply));
  }

  /** What lets callers in; Unavailable where nobody answers. */
  Future<AdmissionAnswer> admission(AdmissionQuery query) {
    return this.<AdmissionAnswer>request(Addresses.ADMISSION, query, "PINs")
        .otherwise(new AdmissionAnswer.Unavailable());
  }

  /** Where the call's leg is. */
  Future<SeatReply> seat(LegId leg) {
    return request(Addresses.SEATS, new SeatQuery.Find(leg), "rooms");
  }

  /** What a call shall hear or be keyed; speaking and fetching take their time. */
  Future<VoiceReply> voice(VoiceCommand command) {
    return request(Addresses.VOICE, command, "voices", VOICE_PATIENCE);
  }

  /** What concerns the program that runs on a call. */
  Future<CallReply> program(ProgramCommand command) {
    return request(Addresses.PROGRAM, command, "programs", VOICE_PATIENCE);
  }

  /** Asks who talks to callers, and the programs' part when that does not know the call. */
  Future<CallReply> move(IvrCommand.Move command) {
    return this.<CallReply>request(Addresses.IVR, command, "dialogues")
        .compose(reply ->
            reply instanceof CallReply.Unknown
                ? request(Addresses.PROGRAM, command, "programs")
                : Future.succeededFuture(reply));
  }

  /** Who is in a room; an empty roster when it is not live. */
  Future<RoomReply.Roster> roster(RoomId room) {
    return room(new RoomCommand.Snapshot(room))
        .map(reply ->
            reply instanceof RoomReply.Roster roster
                ? roster
                : new RoomReply.Roster(false, false, false, List.of()));
  }

  /** The live ones among the calls, by id. */
  Future<Map<CallId, CallReply.Described>> live(List<CallId> calls) {
    if (calls.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    CallCommand all = new CallCommand.DescribeAll(calls);
    Future<CallReply> phones = request(Addresses.CALL, all, "calls");
    Future<CallReply> browsers = request(Addresses.BROWSER_CALL, all, "browsers");
    return Future.join(phones, browsers)
        .map(replies -> {
          Map<CallId, CallReply.Described> live = new HashMap<>();
          for (CallReply reply : replies.<CallReply>list()) {
            if (reply instanceof CallReply.DescribedAll described) {
              described.calls().forEach(call -> live.put(call.call(), call));
            }
          }
          return live;
        });
  }

  /** Tells the room verticle; nobody needs to be there to hear it. */
  void settingsChanged(RoomId room) {
    vertx.eventBus().send(Addresses.ROOM, new RoomCommand.SettingsChanged(room));
  }

  /**
   * Tells the pin verticle: from now on callers are let in by it, whatever befalls the database.
   */
  void pinsChanged(PinChange change) {
    vertx.eventBus().send(Addresses.PIN_CHANGES, change);
  }

  /** The same for a room that is live; nothing where it has no PINs. */
  void pinsChanged(Room room) {
    if (room.pin() == null) {
      return;
    }
    pinsChanged(
        new PinChange.RoomPins(
            room.id(), room.number(), room.pin(), room.hostPin(), room.expiresAt()));
    // Pages that are open show them.
    vertx.eventBus().publish(Addresses.ROOM_CHANGES, new RoomChange.Pins(room.id()));
  }

  void sourcesChanged() {
    vertx.eventBus().publish(Addresses.CALL, new CallCommand.SourcesChanged());
  }

  void fact(String type, RoomId room, Map<String, Object> data) {
    vertx.eventBus().send(Addresses.FACTS, Fact.of(type, clock.now(), room, null, null, data));
  }

  /** {@code call} may be null. */
  void callFact(String type, CallId call, Map<String, Object> data) {
    vertx.eventBus().send(Addresses.FACTS, Fact.of(type, clock.now(), null, call, null, data));
  }

  private <T> Future<T> request(String address, BusMessage command, String who) {
    return request(address, command, who, PATIENCE);
  }

  private <T> Future<T> request(
      String address, BusMessage command, String who, DeliveryOptions patience) {
    return vertx
        .eventBus()
        .<T>request(address, command, patience)
        .map(Message::body)
        .recover(failure ->
            Future.failedFuture(
                failure instanceof ReplyException
                    ? Problem.unavailable("The part of the bridge that keeps " + who + " is away.")
                    : failure));
  }
}
