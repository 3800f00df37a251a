package org.convoke.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.LegReport;
import org.convoke.id.ApplicationId;

/** What the events of a call hold, as JSON values. Pure. */
final class CallFacts {
  private CallFacts() {}

  static Map<String, Object> started(Call call) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("direction", "inbound");
    data.put("from", call.caller.from().value());
    data.put("to", call.dialledIsPublic ? call.caller.dialled().value() : "****");
    data.put("source", call.source.id());
    data.put("transport", call.invite.transport());
    if (call.entry instanceof AdmissionAnswer.Run(ApplicationId application)) {
      data.put("application_id", application.value());
    }
    return data;
  }

  static Map<String, Object> answered(Call call) {
    return Map.of(
        "codec",
        call.talk.codec(),
        "local_address",
        call.talk.localAddress(),
        "remote_address",
        call.talk.remoteAddress());
  }

  /** {@code durationMs} since it was answered; 0 when it never was. */
  static Map<String, Object> completed(Call call, CallState.End end, long durationMs) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("cause", end.cause());
    data.put("sip_code", end.sipCode());
    data.put("sip_reason", end.sipReason());
    data.put("ended_by", end.endedBy());
    data.put("duration_ms", durationMs);
    if (call.talk != null && call.talk.isAgreed()) {
      data.put("codec", call.talk.codec());
    }
    if (call.report != null) {
      data.put("quality", quality(call.report));
    }
    return data;
  }

  static Map<String, Object> quality(LegReport report) {
    Map<String, Object> quality = new LinkedHashMap<>();
    quality.put("codec", text(report.codec()));
    quality.put("local_address", text(report.localAddress()));
    quality.put("remote_address", text(report.remoteAddress()));
    quality.putAll(report.quality());
    return Map.copyOf(quality);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
