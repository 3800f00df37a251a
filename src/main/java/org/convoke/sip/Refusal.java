package org.convoke.sip;

import java.util.List;

/**
 * A final answer that is no 2xx, in our own words.
 *
 * @param headers further header lines, {@code Name: value}
 */
record Refusal(int code, String reason, List<String> headers) {
  static Refusal of(int code, String reason, String... headers) {
    return new Refusal(code, reason, List.of(headers));
  }
}
