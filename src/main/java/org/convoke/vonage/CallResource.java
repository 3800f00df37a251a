package org.convoke.vonage;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Calls as Vonage's Voice API shows them, by themselves and in pages. */
public final class CallResource {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Nothing is charged here, and programs read these as numbers. */
  private static final String FREE = "0.00";

  private CallResource() {}

  /**
   * What is known of a call.
   *
   * @param status started, ringing, answered or completed
   * @param answeredAt null while it was not
   * @param endedAt null while it lasts
   * @param durationMs from the answer to the end; null: as the times say
   */
  public record Known(
      Line line,
      String direction,
      String status,
      Instant answeredAt,
      Instant endedAt,
      Long durationMs) {}

  /** The fields, in order. */
  public static Map<String, Object> fields(Known call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String id = call.line().call().value();
    boolean over = call.endedAt() != null;
    fields.put("_links", Map.of("self", href("/vonage/v1/calls/" + id)));
    fields.put("uuid", id);
    fields.put("conversation_uuid", call.line().conversation());
    fields.put("to", endpoint(call.line().to().value()));
    fields.put("from", endpoint(call.line().from().value()));
    fields.put("status", call.status());
    fields.put("direction", call.direction());
    fields.put("rate", over ? FREE : null);
    fields.put("price", over ? FREE : null);
    fields.put("duration", over ? seconds(call) : null);
    fields.put("start_time", text(call.answeredAt()));
    fields.put("end_time", text(call.endedAt()));
    fields.put("network", null);
    return fields;
  }

  /** By the times only where nothing else is known: clocks may be set. */
  private static String seconds(Known call) {
    if (call.answeredAt() == null) {
      return "0";
    }
    long ms =
        call.durationMs() == null
            ? Duration.between(call.answeredAt(), call.endedAt()).toMillis()
            : call.durationMs();
    return Long.toString(Math.max(0, ms) / 1000);
  }

  private static String text(Instant at) {
    return at == null ? null : MILLIS.format(at);
  }

  /** A phone's number, or an address that is none. */
  private static Map<String, Object> endpoint(String address) {
    Map<String, Object> endpoint = new LinkedHashMap<>();
    boolean phone = Line.isNumber(address);
    endpoint.put("type", phone ? "phone" : "sip");
    endpoint.put(
        phone ? "number" : "uri", phone ? Line.number(address) : "sip:" + uriPart(address));
    return endpoint;
  }

  /** Names come from outside: what would not be part of a URI is left out. */
  private static String uriPart(String address) {
    String plain = address.replaceAll("[^A-Za-z0-9@._~!$&'()*+,;=:-]", "");
    return plain.isEmpty() ? "anonymous" : plain;
  }

  /**
   * A page of calls.
   *
   * @param filter the query but page_size, record_index and order: empty, or it begins with {@code
   *     &}
   * @param count how many there are in all
   */
  public static Map<String, Object> page(
      List<Map<String, Object>> calls,
      long count,
      int pageSize,
      int recordIndex,
      String order,
      String filter) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("count", count);
    page.put("page_size", pageSize);
    page.put("record_index", recordIndex);
    Map<String, Object> links = new LinkedHashMap<>();
    long last = count == 0 ? 0 : (count - 1) / pageSize * pageSize;
    links.put("self", link(pageSize, recordIndex, order, filter));
    links.put("first", link(pageSize, 0, order, filter));
    links.put("last", link(pageSize, last, order, filter));
    if (recordIndex > 0) {
      links.put("prev", link(pageSize, Math.max(0, recordIndex - pageSize), order, filter));
    }
    if (recordIndex + pageSize < count) {
      links.put("next", link(pageSize, recordIndex + pageSize, order, filter));
    }
    page.put("_links", links);
    page.put("_embedded", Map.of("calls", calls));
    return page;
  }

  private static Map<String, Object> link(int size, long index, String order, String filter) {
    return href(
        "/vonage/v1/calls?page_size="
            + size
            + "&record_index="
            + index
            + "&order="
            + order
            + filter);
  }

  private static Map<String, Object> href(String path) {
    return Map.of("href", path);
  }
}
