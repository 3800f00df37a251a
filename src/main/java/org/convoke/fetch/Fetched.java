package org.convoke.fetch;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * An answer.
 *
 * @param status 200 to 999; a redirect is one of these
 * @param body as it came, never unpacked; empty where there is none
 * @param tookMs from the moment that the request had its turn to the answer's last byte
 */
public record Fetched(int status, MultiMap headers, Buffer body, long tookMs) {
  /** Whether the status is 2xx. */
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "Fetched[" + status + ", " + body.length() + " bytes, " + tookMs + " ms]";
  }
}
