package org.convoke.vonage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The fields of the webhooks whose answers steer a call, in order: text, numbers, booleans, maps
 * and null. What we add beside Vonage's has names that Vonage does not use.
 */
public final class ControlFields {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ControlFields() {}

  /**
   * Asked of the answer URL: what shall happen to this call?
   *
   * @param headers of the INVITE, X-... and User-to-User, by name
   * @param customData what the caller's app gave along, or null: Vonage has it from its Client SDK
   * @param regionUrl where this call can be steered by REST
   */
  public static Map<String, Object> answer(
      Line line, Map<String, String> headers, Map<String, Object> customData, String regionUrl) {
    Map<String, Object> fields = new LinkedHashMap<>();
    boolean phone = Line.isNumber(line.from().value());
    parties(fields, line);
    if (!phone) {
      fields.put("from_user", line.from().value());
    }
    fields.put("endpoint_type", phone ? "phone" : "sip");
    fields.put("region_url", regionUrl);
    if (customData != null) {
      fields.put("custom_data", customData);
    }
    headers.forEach((name, value) -> fields.put("SipHeader_" + name, value));
    ours(fields, line);
    return fields;
  }

  /**
   * What a caller keyed.
   *
   * @param digits may be empty
   * @param legacy as before 2020: a plain string, and the flag beside it
   */
  public static Map<String, Object> keyed(
      Line line, String digits, boolean timedOut, boolean legacy, Instant at) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (legacy) {
      fields.put("dtmf", digits);
      fields.put("timed_out", timedOut);
    } else {
      Map<String, Object> dtmf = new LinkedHashMap<>();
      dtmf.put("digits", digits.isEmpty() ? null : digits);
      dtmf.put("timed_out", timedOut);
      fields.put("dtmf", dtmf);
    }
    return stamped(fields, line, at);
  }

  /** A program came to a notify action. {@code payload} as it was written there. */
  public static Map<String, Object> reached(Line line, Map<String, Object> payload, Instant at) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("payload", payload);
    return stamped(fields, line, at);
  }

  /**
   * Asked of the fallback URL: the same, and why.
   *
   * @param url that was asked before
   * @param type answer or event
   */
  public static Map<String, Object> fallback(
      Map<String, Object> fields, String reason, String url, String type) {
    Map<String, Object> again = new LinkedHashMap<>(fields);
    again.put("reason", reason);
    Map<String, Object> original = new LinkedHashMap<>();
    original.put("url", url);
    original.put("type", type);
    again.put("original_request", original);
    return again;
  }

  private static void parties(Map<String, Object> fields, Line line) {
    fields.put("from", Line.number(line.from()));
    fields.put("to", Line.number(line.to()));
    fields.put("uuid", line.call().value());
    fields.put("conversation_uuid", line.conversation());
  }

  private static Map<String, Object> stamped(Map<String, Object> fields, Line line, Instant at) {
    parties(fields, line);
    fields.put("timestamp", MILLIS.format(at));
    ours(fields, line);
    return fields;
  }

  private static void ours(Map<String, Object> fields, Line line) {
    fields.put("call_id", line.call().value());
    if (line.application() != null) {
      fields.put("application_id", line.application().value());
    }
    if (line.room() != null) {
      fields.put("room_id", line.room().value());
    }
  }
}
