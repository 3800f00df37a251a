package org.convoke.webrtc;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoke.bus.LegReport;

/** What the events of a browser's call hold, as JSON values: in the shape that phones' have. */
final class SessionFacts {
  private SessionFacts() {}

  static Map<String, Object> started(Session session) {
    return Map.of(
        "direction",
        "inbound",
        "from",
        session.name,
        "to",
        session.slug,
        "source",
        "ip:" + session.address,
        "transport",
        "webrtc");
  }

  /** The peer's port is not known before its first check; call.completed tells it. */
  static Map<String, Object> answered(Session session) {
    return Map.of(
        "codec",
        session.codec(),
        "local_address",
        session.localAddress,
        "remote_address",
        session.address);
  }

  /** {@code durationMs} since it was answered; 0 when it never was. */
  static Map<String, Object> completed(Session session, SessionState.End end, long durationMs) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("cause", end.cause());
    data.put("ended_by", end.endedBy());
    data.put("duration_ms", durationMs);
    if (session.codec() != null) {
      data.put("codec", session.codec());
    }
    LegReport report = session.report;
    if (report != null) {
      if (!text(report.remoteAddress()).isEmpty()) {
        data.put("remote_address", report.remoteAddress());
      }
      Map<String, Object> quality = new LinkedHashMap<>();
      quality.put("codec", text(report.codec()));
      quality.put("local_address", text(report.localAddress()));
      quality.put("remote_address", text(report.remoteAddress()));
      quality.putAll(report.quality());
      data.put("quality", Map.copyOf(quality));
    }
    return data;
  }

  /** The best of the addresses that a browser is told, with its port; empty when there is none. */
  static String address(List<InetSocketAddress> candidates) {
    if (candidates.isEmpty()) {
      return "";
    }
    InetSocketAddress first = candidates.getFirst();
    String host = first.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + first.getPort();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
