package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.convoke.bus.CallReply.Described;
import org.convoke.bus.VoiceCommand;
import org.convoke.id.CallId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;

/** {@code /v1/calls/{id}/play} and all else that steers a live call. Each shows the call. */
final class CallControlHandler {
  private final CallsHandler calls;
  private final CallControl control;
  private final Rooms rooms;

  CallControlHandler(CallsHandler calls, CallControl control, Rooms rooms) {
    this.calls = calls;
    this.control = control;
    this.rooms = rooms;
  }

  void register(Map<String, Endpoint> endpoints) {
    put(endpoints, "playToCall", (call, body) -> control.voice(call, live -> play(live, body)));
    put(endpoints, "talkToCall", (call, body) -> control.voice(call, live -> talk(live, body)));
    put(endpoints, "stopPlayingToCall", (call, body) -> stop(call));
    put(
        endpoints,
        "sendDigits",
        (call, body) ->
            control.voice(
                call,
                live ->
                    new VoiceCommand.Digits(live.call(), live.leg(), body.getString("digits"))));
    put(endpoints, "moveCall", this::move);
    put(endpoints, "holdCall", (call, body) -> control.hold(call, true));
    put(endpoints, "resumeCall", (call, body) -> control.hold(call, false));
    put(endpoints, "muteCall", (call, body) -> control.mute(call, true));
    put(endpoints, "unmuteCall", (call, body) -> control.mute(call, false));
    put(endpoints, "earmuffCall", (call, body) -> control.earmuff(call, true));
    put(endpoints, "unearmuffCall", (call, body) -> control.earmuff(call, false));
    put(endpoints, "transferCall", CallControlHandler.this::transfer);
  }

  private void put(
      Map<String, Endpoint> endpoints,
      String operation,
      BiFunction<CallId, JsonObject, Future<Void>> action) {
    endpoints.put(
        operation,
        ask ->
            calls
                .existing(ask)
                .compose(call ->
                    call.endedAt() != null
                        ? Future.failedFuture(CallControl.over())
                        : action.apply(call.id(), ask.body()))
                .compose(done -> calls.get(ask)));
  }

  private static VoiceCommand play(Described live, JsonObject body) {
    return new VoiceCommand.Stream(
        live.call(),
        live.leg(),
        body.getString("url"),
        body.getDouble("level", 0.0),
        body.getInteger("loop", 1));
  }

  private static VoiceCommand talk(Described live, JsonObject body) {
    return new VoiceCommand.Talk(
        live.call(),
        live.leg(),
        body.getString("text"),
        body.getString("language"),
        body.getInteger("style", 0),
        body.getDouble("level", 0.0),
        body.getInteger("loop", 1));
  }

  /** Whichever of the two plays. */
  private Future<Void> stop(CallId call) {
    return control
        .voice(call, live -> new VoiceCommand.StopTalk(live.call(), live.leg()))
        .compose(stopped ->
            control.voice(call, live -> new VoiceCommand.StopStream(live.call(), live.leg())));
  }

  private Future<Void> move(CallId call, JsonObject body) {
    String id = body.getString("room");
    if (!RoomId.isRoomId(id)) {
      throw unknownRoom();
    }
    RoomId room = new RoomId(id);
    Role role = Role.valueOf(body.getString("role", "guest").toUpperCase(Locale.ROOT));
    return rooms
        .find(room)
        .compose(found ->
            found.isEmpty() || found.get().deletedAt() != null
                ? Future.failedFuture(unknownRoom())
                : control.move(call, room, role));
  }

  private static Problem unknownRoom() {
    return Problem.unprocessable("room", "There is no such room.");
  }

  private Future<Void> transfer(CallId call, JsonObject body) {
    JsonArray ncco = body.getJsonArray("ncco");
    String url = body.getString("url");
    if (ncco == null == (url == null)) {
      throw Problem.field("body", "must hold either ncco or url");
    }
    return control.transfer(call, ncco == null ? null : ncco.encode(), url);
  }
}
