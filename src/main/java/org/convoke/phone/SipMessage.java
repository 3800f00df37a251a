package org.convoke.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A SIP message as text, read as far as a phone needs it (RFC 3261 §7): first line, headers in
 * order, body.
 *
 * @param firstLine the request or status line
 * @param headers each with its long name in lower case and its value
 */
record SipMessage(String firstLine, List<Map.Entry<String, String>> headers, String body) {
  private static final Map<String, String> COMPACT =
      Map.of(
          "v",
          "via",
          "f",
          "from",
          "t",
          "to",
          "i",
          "call-id",
          "m",
          "contact",
          "c",
          "content-type",
          "l",
          "content-length");

  /** Null when the text is no SIP message. */
  static SipMessage parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return null;
    }
    String[] lines = text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n");
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
        headers.add(
            Map.entry(COMPACT.getOrDefault(name, name), lines[i].substring(colon + 1).strip()));
      }
    }
    return new SipMessage(lines[0], headers, text.substring(end + 4));
  }

  boolean isResponse() {
    return firstLine.startsWith("SIP/2.0 ");
  }

  /** The status code of a response, 0 of anything else. */
  int status() {
    return isResponse() && firstLine.matches("SIP/2\\.0 [1-6]\\d\\d.*")
        ? Integer.parseInt(firstLine.substring(8, 11))
        : 0;
  }

  /** The reason phrase of a response. */
  String reason() {
    return firstLine.length() > 12 ? firstLine.substring(12) : "";
  }

  /** The method of a request, or of the CSeq of a response. */
  String method() {
    if (!isResponse()) {
      return firstLine.substring(0, Math.max(0, firstLine.indexOf(' ')));
    }
    String cseq = header("cseq");
    return cseq.substring(cseq.lastIndexOf(' ') + 1);
  }

  /** The sequence number of CSeq, 0 when there is none. */
  long sequence() {
    String number = header("cseq").split(" ")[0];
    return number.matches("\\d{1,10}") ? Long.parseLong(number) : 0;
  }

  /** The first header of that name (long, lower case), or an empty text. */
  String header(String name) {
    return all(name).stream().findFirst().orElse("");
  }

  List<String> all(String name) {
    return headers.stream().filter(h -> h.getKey().equals(name)).map(Map.Entry::getValue).toList();
  }

  /** The URI of a name-addr or addr-spec (RFC 3261 §20.10). */
  static String uri(String header) {
    int open = header.indexOf('<');
    int close = header.indexOf('>', open);
    return open >= 0 && close > open
        ? header.substring(open + 1, close)
        : header.split(";")[0].strip();
  }

  /** The tag of a From or To header, or an empty text. */
  static String tag(String header) {
    int at = header.indexOf(";tag=");
    return at < 0 ? "" : header.substring(at + 5).split("[;,\\s]")[0];
  }
}
