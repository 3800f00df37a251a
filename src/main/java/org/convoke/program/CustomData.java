package org.convoke.program;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the app that a caller calls by gives along for the application. With Vonage it is what an
 * app hands to its Client SDK; a SIP app says the same in the header {@value #HEADER}: a JSON
 * object, or its percent-encoding as it stands in a SIP URI. Pure.
 */
final class CustomData {
  static final String HEADER = "X-Custom-Data";

  private CustomData() {}

  /** Null where there is none, or none that is a JSON object. */
  static Map<String, Object> of(Map<String, String> headers) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(HEADER)) {
        return object(header.getValue().strip());
      }
    }
    return null;
  }

  private static Map<String, Object> object(String text) {
    try {
      boolean encoded = text.regionMatches(true, 0, "%7B", 0, 3);
      // A plus is a plus there: SIP URIs know no other space than %20 (RFC 3261 section 25.1).
      String json =
          encoded ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
      return new JsonObject(json).getMap();
    } catch (DecodeException | IllegalArgumentException none) {
      return null;
    }
  }
}
