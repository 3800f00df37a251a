package org.convoke.web;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.convoke.bus.CallReply.Described;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatReply;
import org.convoke.id.RoomId;
import org.convoke.store.Calls.Call;

/** Calls as the API shows them. */
final class CallJson {
  private CallJson() {}

  /**
   * @param live what the sip verticle knows of it, or null when it is over
   */
  static JsonObject json(Call call, Described live, Instant now) {
    LegReport report = live == null ? null : live.quality();
    return new JsonObject()
        .put("id", call.id().value())
        .put("direction", call.direction())
        .put("from", call.from())
        .put("to", call.to())
        .put("source", call.source())
        .put("transport", call.transport())
        .put("state", live == null || call.endedAt() != null ? call.state() : live.state())
        .put("held", live != null && live.held())
        .put("room_id", call.room() == null ? null : call.room().value())
        .put("participant_id", call.participant() == null ? null : call.participant().value())
        .put("application_id", call.application() == null ? null : call.application().value())
        .put("provider", call.provider())
        .put("provider_call_id", call.providerCallId())
        .put("codec", report == null ? call.codec() : report.codec())
        .put("local_address", report == null ? call.localAddress() : report.localAddress())
        .put("remote_address", remoteAddress(call, report))
        .put("started_at", Times.text(call.startedAt()))
        .put("answered_at", Times.text(call.answeredAt()))
        .put("ended_at", Times.text(call.endedAt()))
        .put("duration_ms", durationMs(call, live, now))
        .put("cause", call.cause())
        .put("sip_code", call.sipCode())
        .put("sip_reason", call.sipReason())
        .put("ended_by", call.endedBy())
        .put("quality", report == null ? stored(call.quality()) : new JsonObject(report.quality()));
  }

  /** The same at its place in a room. */
  static JsonObject at(JsonObject call, SeatReply seat) {
    return switch (seat) {
      case SeatReply.At(RoomId room, RoomReply.Member member) ->
          call.put("room_id", room.value()).put("participant_id", member.id().value());
      case SeatReply.Nowhere _ -> call.putNull("room_id").putNull("participant_id");
    };
  }

  private static String remoteAddress(Call call, LegReport report) {
    boolean learnt = report != null && !report.remoteAddress().isEmpty();
    return learnt ? report.remoteAddress() : call.remoteAddress();
  }

  /** By the wall clock, which may have been set meanwhile, only where nothing else is known. */
  private static Long durationMs(Call call, Described live, Instant now) {
    if (call.answeredAt() == null) {
      return null;
    }
    if (call.durationMs() != null) {
      return call.durationMs();
    }
    if (live != null && live.durationMs() != null) {
      return live.durationMs();
    }
    Instant end = call.endedAt() == null ? now : call.endedAt();
    return Math.max(0, Duration.between(call.answeredAt(), end).toMillis());
  }

  /** What the journal kept repeats codec and addresses, which the call shows itself. */
  private static JsonObject stored(JsonObject quality) {
    if (quality == null) {
      return null;
    }
    JsonObject copy = quality.copy();
    copy.remove("codec");
    copy.remove("local_address");
    copy.remove("remote_address");
    return copy;
  }
}
