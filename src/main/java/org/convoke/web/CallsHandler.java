package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.clock.Clock;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;
import org.convoke.store.Calls;
import org.convoke.store.Calls.Call;
import org.convoke.store.Page;

/** {@code /v1/calls}: what the journal stored of them, and of live ones what is measured now. */
final class CallsHandler {
  private static final String LIST = "calls";

  private final Calls calls;
  private final Bus bus;
  private final CallControl control;
  private final Clock clock;

  CallsHandler(Calls calls, Bus bus, CallControl control, Clock clock) {
    this.calls = calls;
    this.bus = bus;
    this.control = control;
    this.clock = clock;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listCalls", this::list);
    endpoints.put("getCall", this::get);
    endpoints.put("hangUpCall", this::hangUp);
  }

  /** The call that the path names, or 404. */
  Future<Call> existing(Ask ask) {
    String id = ask.path("call_id");
    if (!Uuids.isUuid(id)) {
      throw Problem.notFound("call");
    }
    return calls
        .find(new CallId(id))
        .map(found -> found.orElseThrow(() -> Problem.notFound("call")));
  }

  private Future<Answer> list(Ask ask) {
    return calls
        .list(ask.query("state"), room(ask), ask.cursor(LIST), ask.limit(Ask.PAGE))
        .compose(this::shown);
  }

  private static RoomId room(Ask ask) {
    String room = ask.query("room");
    if (room != null && !RoomId.isRoomId(room)) {
      throw Problem.field("room", "must be the id of a room");
    }
    return room == null ? null : new RoomId(room);
  }

  private Future<Answer> shown(Page<Call> page) {
    List<CallId> unfinished =
        page.items().stream().filter(call -> call.endedAt() == null).map(Call::id).toList();
    return bus.live(unfinished)
        .map(live ->
            Answer.ok(
                Pages.json(
                    LIST, page, call -> CallJson.json(call, live.get(call.id()), clock.now()))));
  }

  /** The call as it is now. */
  Future<Answer> get(Ask ask) {
    return existing(ask)
        .compose(call ->
            call.endedAt() == null
                ? unfinished(call)
                : Future.succeededFuture(CallJson.json(call, null, clock.now())))
        .map(Answer::ok);
  }

  private Future<JsonObject> unfinished(Call call) {
    return bus.call(new CallCommand.Describe(call.id()))
        .compose(reply ->
            reply instanceof CallReply.Described live
                ? seated(call, live)
                : Future.succeededFuture(CallJson.json(call, null, clock.now())));
  }

  /** Where it is now: what is stored of that comes a moment later. */
  private Future<JsonObject> seated(Call call, CallReply.Described live) {
    JsonObject json = CallJson.json(call, live, clock.now());
    return bus.seat(live.leg()).map(seat -> CallJson.at(json, seat)).otherwise(json);
  }

  private Future<Answer> hangUp(Ask ask) {
    return existing(ask)
        .compose(call ->
            call.endedAt() != null
                ? Future.failedFuture(CallControl.over())
                : control.hangUp(call.id()))
        .map(done -> Answer.noContent());
  }
}
