package org.convoke.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A provider's word on what becomes of a call, as the data of our event. */
public final class Notice {
  private static final int MAX_TEXT = 500;

  /** What is told as the provider tells it, under its own names. */
  private static final List<String> TOLD =
      List.of("reason", "conversation_uuid", "conversation_uuid_from", "conversation_uuid_to");

  private Notice() {}

  /** Vonage's errors and recordings name the conversation and not the call. */
  public static boolean isNamed(Provider provider, String call, Map<String, String> fields) {
    return !call.isEmpty()
        || provider == Provider.VONAGE && !text(fields, "conversation_uuid").isEmpty();
  }

  /** {@code call}: the provider's own name of it, or empty. */
  public static Map<String, Object> data(
      Provider provider, String call, Map<String, String> fields) {
    Map<String, Object> data = new HashMap<>();
    data.put("provider", provider.wire());
    data.put("status", status(fields));
    if (!call.isEmpty()) {
      data.put("provider_call_id", call);
    }
    for (String name : TOLD) {
      if (!text(fields, name).isEmpty()) {
        data.put(name, text(fields, name));
      }
    }
    return data;
  }

  /** Where the provider has no word for it, one by what only such a notice holds. */
  private static String status(Map<String, String> fields) {
    for (String name : List.of("status", "CallStatus", "Event", "type")) {
      if (!text(fields, name).isEmpty()) {
        return text(fields, name);
      }
    }
    if (fields.containsKey("conversation_uuid_to")) {
      return "transfer";
    }
    if (fields.containsKey("recording_uuid")) {
      return "record";
    }
    return fields.containsKey("reason") ? "error" : "";
  }

  private static String text(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "");
    return text.substring(0, Math.min(MAX_TEXT, text.length()));
  }
}
