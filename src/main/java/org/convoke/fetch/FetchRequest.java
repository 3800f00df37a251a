package org.convoke.fetch;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What to send.
 *
 * @param method GET, POST, PUT, PATCH, DELETE or HEAD
 * @param url absolute, http or https
 * @param headers visible ASCII; not those that say where a request goes and ends (Host,
 *     Content-Length ...)
 * @param body or null
 * @param connectMs how long one connection may take to be made, TLS included, in milliseconds
 * @param totalMs how long the whole may take, in milliseconds: the wait for its turn, the name, the
 *     connection, the answer to its last byte
 * @param maxBytes the largest body of an answer; one that is larger fails
 */
public record FetchRequest(
    String method,
    String url,
    Map<String, String> headers,
    Buffer body,
    int connectMs,
    int totalMs,
    int maxBytes) {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  /** What says where the request goes and where it ends. */
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "expect");

  private static final int MAX_NAME = 100;

  public FetchRequest {
    headers = Map.copyOf(headers);
    if (connectMs < 1 || totalMs < 1 || maxBytes < 0) {
      throw new IllegalArgumentException("a request needs time and room");
    }
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("no method that is sent: " + method);
    }
    headers.forEach(FetchRequest::requireHeader);
  }

  /** A line break in a header would be a second header, or a second request. */
  private static void requireHeader(String name, String value) {
    if (!isName(name) || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("no header that may be given: " + name);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 && c != '\t' || c >= 0x7f) {
        throw new IllegalArgumentException("not visible ASCII in the header " + name);
      }
    }
  }

  /** A token of RFC 9110 §5.6.2. */
  private static boolean isName(String name) {
    boolean token = !name.isEmpty() && name.length() <= MAX_NAME;
    for (int i = 0; token && i < name.length(); i++) {
      char c = name.charAt(i);
      token = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      token |= "!#$%&'*+.^_`|~-".indexOf(c) >= 0;
    }
    return token;
  }

  /** URLs and headers carry secrets: neither is printed. */
  @Override
  public String toString() {
    return "FetchRequest[" + method + "]";
  }
}
