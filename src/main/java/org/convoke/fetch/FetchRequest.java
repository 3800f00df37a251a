package org.convoke.fetch;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * What to send.
 *
 * @param method GET, POST, PUT, PATCH, DELETE or HEAD
 * @param url absolute, http or https
 * @param headers beside Host and Content-Length, which are ours to write
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
  public FetchRequest {
    headers = Map.copyOf(headers);
    if (connectMs < 1 || totalMs < 1 || maxBytes < 0) {
      throw new IllegalArgumentException("a request needs time and room");
    }
  }

  /** URLs and headers carry secrets: neither is printed. */
  @Override
  public String toString() {
    return "FetchRequest[" + method + "]";
  }
}
