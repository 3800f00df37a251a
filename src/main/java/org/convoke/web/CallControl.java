package org.convoke.web;

import io.vertx.core.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.CallReply.Described;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatReply;
import org.convoke.bus.VoiceCommand;
import org.convoke.bus.VoiceReply;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * What can be done to a live call, whoever asks and in whose words. Fails with a {@link Problem}:
 * 409 and a code of its own where the call is not in the state for it, 422 with the field where
 * what was given cannot be taken.
 */
final class CallControl {
  private final Bus bus;

  CallControl(Bus bus) {
    this.bus = bus;
  }

  Future<Void> hangUp(CallId call) {
    return bus.call(new CallCommand.HangUp(call, "api")).map(CallControl::orOver).mapEmpty();
  }

  /** Plays, speaks or keys; {@code command} makes it of the call and its leg. */
  Future<Void> voice(CallId call, Function<Described, VoiceCommand> command) {
    return answered(call)
        .compose(live -> bus.voice(command.apply(live)))
        .map(reply ->
            switch (reply) {
              case VoiceReply.Done _ -> null;
              case VoiceReply.Failed(String field, String why) when field != null ->
                  throw Problem.unprocessable(field, why);
              case VoiceReply.Failed(_, String why) -> throw Problem.conflict("voice_failed", why);
            });
  }

  Future<Void> mute(CallId call, boolean muted) {
    return inRoom(call, (room, who) -> new RoomCommand.Mute(room, who, muted, Actor.API));
  }

  Future<Void> earmuff(CallId call, boolean earmuffed) {
    return inRoom(call, (room, who) -> new RoomCommand.Earmuff(room, who, earmuffed, Actor.API));
  }

  Future<Void> hold(CallId call, boolean held) {
    return inRoom(call, (room, who) -> new RoomCommand.Hold(room, who, held, false));
  }

  private Future<Void> inRoom(CallId call, BiFunction<RoomId, ParticipantId, RoomCommand> command) {
    return answered(call)
        .compose(live -> bus.seat(live.leg()))
        .compose(seat ->
            switch (seat) {
              case SeatReply.At(RoomId room, RoomReply.Member member) ->
                  bus.room(command.apply(room, member.id()));
              case SeatReply.Nowhere _ -> Future.failedFuture(notInRoom());
            })
        .map(reply ->
            switch (reply) {
              case RoomReply.Done _ -> null;
              case RoomReply.Forbidden(String why) ->
                  throw Problem.conflict(why, "The room does not allow it now.");
              // It left between the two questions.
              case RoomReply.Unknown _,
                  RoomReply.Refused _,
                  RoomReply.Joined _,
                  RoomReply.Waiting _,
                  RoomReply.Roster _ ->
                  throw notInRoom();
            });
  }

  /** Takes the call, from the room where it is, to another one that exists. */
  Future<Void> move(CallId call, RoomId room, Role role) {
    return answered(call)
        .compose(live -> bus.move(new IvrCommand.Move(call, live.leg(), room, role)))
        .map(reply ->
            switch (reply) {
              case CallReply.Done _ -> null;
              case CallReply.Refused(String field, String why) ->
                  throw field == null ? notInRoom() : Problem.conflict("move_refused", why);
              // A browser's room is its page's.
              case CallReply.Unknown _, CallReply.Described _, CallReply.DescribedAll _ ->
                  throw Problem.conflict(
                      "not_movable", "Only the calls of phones can be moved to another room.");
            });
  }

  /** The call's program goes on with this one: exactly one of the two is given. */
  Future<Void> transfer(CallId call, String ncco, String url) {
    return program(call, new ProgramCommand.Replace(call, ncco, url));
  }

  /** Each key that the caller presses is told to {@code eventUrl}; null: to nobody any more. */
  Future<Void> keys(CallId call, String eventUrl) {
    return program(call, new ProgramCommand.Input(call, eventUrl));
  }

  private Future<Void> program(CallId call, ProgramCommand command) {
    return answered(call)
        .compose(live -> bus.program(command))
        .map(reply ->
            switch (reply) {
              case CallReply.Done _ -> null;
              case CallReply.Refused(String field, String why) ->
                  throw field == null
                      ? Problem.conflict("program_refused", why)
                      : Problem.unprocessable(field, why);
              case CallReply.Unknown _, CallReply.Described _, CallReply.DescribedAll _ ->
                  throw Problem.conflict(
                      "no_program", "No application's program runs on this call.");
            });
  }

  /** Its leg is open and its caller hears us. */
  private Future<Described> answered(CallId call) {
    return bus.call(new CallCommand.Describe(call))
        .map(CallControl::orOver)
        .map(reply -> {
          if (reply instanceof Described live && live.state().equals("answered")) {
            return live;
          }
          throw Problem.conflict("call_not_answered", "The call is not answered, or is ending.");
        });
  }

  private static CallReply orOver(CallReply reply) {
    if (reply instanceof CallReply.Unknown) {
      throw over();
    }
    return reply;
  }

  static Problem over() {
    return Problem.conflict("call_over", "The call has ended already.");
  }

  private static Problem notInRoom() {
    return Problem.conflict("not_in_room", "The call is in no room.");
  }
}
