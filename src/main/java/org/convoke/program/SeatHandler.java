package org.convoke.program;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.function.BiConsumer;
import org.convoke.bus.Addresses;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Terms;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.ncco.NccoAction;
import org.convoke.ncco.NccoFault;
import org.convoke.ncco.ProgramEffect;
import org.convoke.ncco.ProgramInput;
import org.convoke.ncco.ProgramState;

/** A call's place in a room: one at a time, asked for and given up in the order of the program. */
final class SeatHandler {
  private static final DeliveryOptions ROOM_OPTIONS = new DeliveryOptions().setSendTimeout(5_000);

  private final EventBus bus;
  private final Clock clock;
  private final RoomGateway rooms;
  private final BiConsumer<ProgramCall, ProgramInput> feed;

  SeatHandler(
      EventBus bus, Clock clock, RoomGateway rooms, BiConsumer<ProgramCall, ProgramInput> feed) {
    this.bus = bus;
    this.clock = clock;
    this.rooms = rooms;
    this.feed = feed;
  }

  /** Where to, and how; the future fails with {@link Closed} or whatever keeps the store away. */
  private record Way(RoomId room, Role role, boolean muted, Terms terms) {}

  /** There is no such room for this call. */
  private static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Closed() {
      super("closed", null, false, false);
    }
  }

  /** Answers by Joined, MustWait or TurnedAway; the reply says whether there is a place. */
  Future<RoomReply> enter(ProgramCall who, ProgramEffect.Entry entry) {
    Future<RoomReply> reply =
        who.seatWork
            .transform(_ ->
                who.ended || !isAwaited(who, entry)
                    ? Future.succeededFuture(new RoomReply.Refused("gone"))
                    : way(who, entry).compose(way -> claim(who, way)))
            .otherwise(SeatHandler::refused);
    who.seatWork = reply;
    return reply.onSuccess(answer -> feed.accept(who, input(entry.id(), answer)));
  }

  /** Else something else came of the program before it was this entry's turn. */
  private static boolean isAwaited(ProgramCall who, ProgramEffect.Entry entry) {
    return who.state instanceof ProgramState.Entering at && at.entry().id() == entry.id();
  }

  /**
   * To a room that somebody outside named: only who has a place there gives up the one that he has.
   * Till the reply, which is Done where he is there already, the program stands still.
   */
  Future<RoomReply> move(ProgramCall who, RoomId room, Role role) {
    Future<RoomReply> reply =
        who.seatWork
            .transform(_ -> {
              if (who.ended || who.isEnding()) {
                return Future.succeededFuture(new RoomReply.Unknown());
              }
              if (room.equals(who.room)) {
                return Future.succeededFuture(new RoomReply.Done(false));
              }
              who.moving = true;
              // The room verticle takes it out of the room where it is.
              return claim(who, new Way(room, role, false, null));
            })
            .otherwise(SeatHandler::refused)
            .onComplete(_ -> who.moving = false);
    who.seatWork = reply;
    return reply;
  }

  private static RoomReply refused(Throwable failure) {
    return new RoomReply.Refused(failure instanceof Closed ? "gone" : "unavailable");
  }

  private Future<Way> way(ProgramCall who, ProgramEffect.Entry entry) {
    return switch (entry) {
      case ProgramEffect.Enter enter -> {
        NccoAction.Conversation to = enter.conversation();
        Terms terms = new Terms(to.startOnEnter(), to.endOnExit(), to.canSpeak(), to.canHear());
        yield rooms
            .conversation(who.applicationId, to.room(), to.record())
            .compose(room ->
                rooms.tell(who.applicationId, room, to.webhook(), reason -> untold(who, reason)))
            .map(room -> new Way(room, Role.GUEST, to.mute(), terms));
      }
      case ProgramEffect.EnterLive live -> {
        NccoAction.Transfer to = live.transfer();
        Terms terms = new Terms(true, false, to.canSpeak(), to.canHear());
        yield rooms
            .ofApplication(who.applicationId, to.conversation())
            .compose(room -> live(room.orElseThrow(Closed::new)))
            .map(room -> new Way(room, Role.GUEST, to.mute(), terms));
      }
    };
  }

  private void untold(ProgramCall who, String reason) {
    NccoFault fault = NccoFault.at(who.state.actionIndex(), "conversation", "eventUrl", reason);
    bus.send(
        Addresses.FACTS,
        Fact.of(
            EventType.CALL_ERROR, clock.now(), null, who.call, null, ProgramFacts.error(fault)));
  }

  private Future<RoomId> live(RoomId room) {
    return room(new RoomCommand.Snapshot(room))
        .map(reply -> {
          if (reply instanceof RoomReply.Roster roster && !roster.members().isEmpty()) {
            return room;
          }
          throw new Closed();
        });
  }

  private Future<RoomReply> claim(ProgramCall who, Way way) {
    if (who.ended) {
      return Future.succeededFuture(new RoomReply.Refused("gone"));
    }
    RoomCommand claim =
        new RoomCommand.Claim(
            way.room(),
            who.call,
            who.leg,
            way.role(),
            who.name,
            who.caller.from().value(),
            false,
            null,
            "phone",
            way.muted(),
            true,
            way.terms());
    return room(claim).onSuccess(reply -> seat(who, way.room(), reply));
  }

  private void seat(ProgramCall who, RoomId room, RoomReply reply) {
    RoomId left = who.room;
    switch (reply) {
      case RoomReply.Joined in -> {
        forget(who);
        who.participant = in.participant();
        who.alone = in.others() == 0;
      }
      case RoomReply.Waiting wait -> {
        forget(who);
        who.participant = wait.participant();
      }
      case RoomReply.Refused _,
          RoomReply.Unknown _,
          RoomReply.Done _,
          RoomReply.Forbidden _,
          RoomReply.Roster _ -> {
        return;
      }
    }
    who.roomLeft = left == null ? who.roomLeft : left;
    who.room = room;
    if (who.heldByPeer && !who.ended) {
      hold(who);
    }
  }

  private static ProgramInput input(long id, RoomReply reply) {
    return switch (reply) {
      case RoomReply.Joined _ -> new ProgramInput.Joined(id);
      case RoomReply.Waiting _ -> new ProgramInput.MustWait(id);
      case RoomReply.Refused no -> new ProgramInput.TurnedAway(id, no.why());
      case RoomReply.Unknown _ -> new ProgramInput.TurnedAway(id, "gone");
      case RoomReply.Done _, RoomReply.Forbidden _, RoomReply.Roster _ ->
          new ProgramInput.TurnedAway(id, "unavailable");
    };
  }

  /** Gives up whatever place the call has or is about to get; completes when it has none. */
  Future<?> leave(ProgramCall who, String reason) {
    who.seatWork =
        who.seatWork.transform(_ -> {
          if (who.participant == null) {
            return Future.succeededFuture();
          }
          RoomCommand leave = new RoomCommand.Leave(who.room, who.participant, reason);
          who.roomLeft = who.room;
          forget(who);
          return room(leave).<Void>mapEmpty().otherwiseEmpty();
        });
    return who.seatWork;
  }

  /** The place is gone. */
  void forget(ProgramCall who) {
    who.room = null;
    who.participant = null;
    who.alone = false;
    who.heldByHost = false;
  }

  void hold(ProgramCall who) {
    if (who.participant != null) {
      bus.send(
          Addresses.ROOM, new RoomCommand.Hold(who.room, who.participant, who.heldByPeer, true));
    }
  }

  private Future<RoomReply> room(RoomCommand command) {
    return bus.<RoomReply>request(Addresses.ROOM, command, ROOM_OPTIONS).map(Message::body);
  }
}
