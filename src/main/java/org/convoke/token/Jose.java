package org.convoke.token;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The parts of a token in compact serialization (RFC 7515 §7.1). Pure. */
final class Jose {
  private Jose() {}

  /** The object that a part holds, or null when there is none. */
  static JsonObject json(String base64) {
    try {
      byte[] text = Base64.getUrlDecoder().decode(base64);
      return new JsonObject(new String(text, StandardCharsets.UTF_8));
    } catch (RuntimeException none) {
      return null;
    }
  }
}
