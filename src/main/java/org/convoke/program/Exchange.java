package org.convoke.program;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is asked of an application's server.
 *
 * @param type answer or event, as a fallback is told
 * @param method GET or POST
 * @param fields in order; they hold what callers key and do not print
 */
record Exchange(String type, String method, String url, Map<String, Object> fields) {

  /** The request on the wire: {@code signed} is the body, or the query that stands for it. */
  record Wire(String url, byte[] body, byte[] signed) {}

  boolean isGet() {
    return method.equals("GET");
  }

  /** Of the n-th attempt, from 1. */
  Wire wire(int attempt) {
    String plain = url.indexOf('#') < 0 ? url : url.substring(0, url.indexOf('#'));
    JsonObject all = new JsonObject();
    fields.forEach(all::put);
    all.put("attempt", attempt);
    if (!isGet()) {
      byte[] body = all.toBuffer().getBytes();
      return new Wire(plain, body, body);
    }
    String query =
        all.getMap().entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(text(field.getValue())))
            .collect(Collectors.joining("&"));
    int mark = plain.indexOf('?');
    String whole = mark < 0 ? query : joined(plain.substring(mark + 1), query);
    String path = mark < 0 ? plain : plain.substring(0, mark);
    return new Wire(path + "?" + whole, null, whole.getBytes(StandardCharsets.UTF_8));
  }

  private static String joined(String own, String query) {
    return own.isEmpty() || own.endsWith("&") ? own + query : own + "&" + query;
  }

  /** What has parts stands as JSON. */
  @SuppressWarnings("unchecked")
  private static String text(Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> map -> new JsonObject((Map<String, Object>) map).encode();
      default -> value.toString();
    };
  }

  /** Spaces as %20, which every server reads alike. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return "Exchange[" + type + " " + method + "]";
  }
}
