package org.convoke.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Looks at the bytes of a SIP message before any parser does, because the parser behind it can be
 * driven out of memory by a comment in a Via, answers bad input with its own internals, and knows
 * no limits. What passes is well formed enough to be parsed and answered; what does not is either
 * dropped or answered by a text of ours.
 */
final class Screen {
  /** A datagram that is larger is dropped: no phone sends one. */
  static final int MAX_DATAGRAM = 16 * 1024;

  /** Header and body of a message on a stream. */
  static final int MAX_STREAM_MESSAGE = 64 * 1024;

  static final int MAX_HEADERS = 100;
  static final int MAX_LINE = 8 * 1024;

  /** A CSeq number is less than 2^31 (RFC 3261 §8.1.1.5). */
  private static final long MAX_CSEQ = Integer.MAX_VALUE;

  private static final Result BLANK = new Result(Result.DROP, "blank", null);

  /**
   * What became of a message.
   *
   * @param code {@link #PASS}, {@link #DROP}, or the status code to answer with
   * @param reason the reason phrase of that answer, or why it was dropped
   * @param message the bytes to parse when it passed
   */
  record Result(int code, String reason, byte[] message) {
    static final int PASS = 0;
    static final int DROP = -1;
  }

  private final byte[] bytes;
  private final boolean datagram;
  private int at;
  private boolean response;
  private String method = "";
  private int headers;
  private int vias;
  private int froms;
  private int tos;
  private int callIds;
  private int cseqs;
  private int maxForwards;
  private int contentLengths;
  private long contentLength;
  private Result failure;

  private Screen(byte[] bytes, boolean datagram) {
    this.bytes = bytes;
    this.datagram = datagram;
  }

  /**
   * Judges a whole datagram, or the header of a message from a stream.
   *
   * @param datagram the body follows in {@code bytes}; on a stream it is read later
   */
  static Result judge(byte[] bytes, boolean datagram) {
    if (bytes == null || bytes.length > (datagram ? MAX_DATAGRAM : MAX_STREAM_MESSAGE)) {
      return new Result(Result.DROP, "too large", null);
    }
    return new Screen(Grammar.withoutEscaped(bytes), datagram).judge();
  }

  private Result judge() {
    while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n' || bytes[at] == 0)) {
      at++;
    }
    int start = at;
    if (start == bytes.length) {
      return BLANK;
    }
    String first = line();
    if (first == null || !Grammar.isReadable(first)) {
      return new Result(Result.DROP, "no first line", null);
    }
    response = first.startsWith("SIP/2.0 ");
    if (response && !Grammar.isStatusLine(first)) {
      return new Result(Result.DROP, "malformed status line", null);
    }
    boolean ended = false;
    while (!ended) {
      String header = foldedLine();
      if (header == null) {
        return new Result(Result.DROP, "no end of header", null);
      }
      ended = header.isEmpty();
      if (!ended && !header(header)) {
        return failure;
      }
    }
    if (vias == 0) {
      return new Result(Result.DROP, "no Via", null);
    }
    if (response) {
      return froms == 1 && tos == 1 && callIds == 1 && cseqs == 1
          ? passed(start)
          : new Result(Result.DROP, "response lacks a header", null);
    }
    Result bad = startLine(first);
    return bad != null ? bad : mandatory(start);
  }

  private Result mandatory(int start) {
    if (failure != null) {
      return failure;
    }
    if (froms != 1) {
      return bad(froms == 0 ? "Missing From" : "More than one From");
    }
    if (tos != 1) {
      return bad(tos == 0 ? "Missing To" : "More than one To");
    }
    if (callIds != 1) {
      return bad(callIds == 0 ? "Missing Call-ID" : "More than one Call-ID");
    }
    if (cseqs != 1) {
      return bad(cseqs == 0 ? "Missing CSeq" : "More than one CSeq");
    }
    if (maxForwards > 1 || contentLengths > 1) {
      return bad("A header is repeated that must not be");
    }
    return passed(start);
  }

  private Result startLine(String line) {
    int uri = line.indexOf(' ');
    int version = line.lastIndexOf(' ');
    if (uri <= 0 || version <= uri + 1 || line.indexOf(' ', uri + 1) != version) {
      return bad("Malformed request line");
    }
    method = line.substring(0, uri);
    if (!Grammar.isMethod(method)) {
      return bad("Malformed method");
    }
    String spoken = line.substring(version + 1);
    if (!spoken.equalsIgnoreCase("SIP/2.0")) {
      return spoken.regionMatches(true, 0, "SIP/", 0, 4)
          ? new Result(505, "Version Not Supported", null)
          : bad("Malformed request line");
    }
    if (!Grammar.isHostClear(line.substring(uri + 1, version))) {
      return bad("Malformed request URI");
    }
    if (cseqs == 1 && failure == null && !cseqMethod.equals(method)) {
      return bad("CSeq names another method");
    }
    return null;
  }

  private String cseqMethod = "";

  /** Takes note of one header; false when the message is to be dropped at once. */
  private boolean header(String line) {
    if (++headers > MAX_HEADERS) {
      failure = new Result(Result.DROP, "too many headers", null);
      return false;
    }
    int colon = line.indexOf(':');
    if (!Grammar.isReadable(line)) {
      failure = new Result(Result.DROP, "control characters", null);
      return false;
    }
    String name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
    if (name.isEmpty() || !Grammar.isToken(name)) {
      fail("Malformed header");
      return true;
    }
    String value = line.substring(colon + 1).strip();
    switch (name.toLowerCase(Locale.ROOT)) {
      case "via", "v" -> {
        vias++;
        if (value.indexOf('(') >= 0 || value.indexOf('\\') >= 0) {
          // A comment in a Via sends the parser behind us into endless growth.
          failure = new Result(Result.DROP, "comment in Via", null);
          return false;
        }
      }
      case "from", "f" -> froms++;
      case "to", "t" -> tos++;
      case "call-id", "i" -> {
        callIds++;
        if (value.isEmpty()) {
          fail("Malformed Call-ID");
        }
      }
      case "cseq" -> cseq(value);
      case "max-forwards" -> {
        maxForwards++;
        if (Grammar.number(value, 255) < 0) {
          fail("Malformed Max-Forwards");
        }
      }
      case "content-length", "l" -> {
        contentLengths++;
        contentLength = Grammar.number(value, MAX_STREAM_MESSAGE);
        if (contentLength < 0) {
          fail("Malformed Content-Length");
        }
      }
      default -> {
        // Others are the parser's; those it cannot read it passes on unread.
      }
    }
    return true;
  }

  private void cseq(String value) {
    cseqs++;
    String[] parts = value.split("[ \t]+");
    if (parts.length != 2 || Grammar.number(parts[0], MAX_CSEQ) < 0 || !Grammar.isToken(parts[1])) {
      fail("Malformed CSeq");
    } else {
      cseqMethod = parts[1];
    }
  }

  private Result passed(int start) {
    if (!datagram) {
      return new Result(Result.PASS, "", bytes);
    }
    int body = bytes.length - at;
    if (contentLengths == 0 && body > 0) {
      // Over UDP the body may go to the end of the datagram without a length (RFC 3261 §18.3).
      byte[] length = ("Content-Length: " + body + "\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] whole = new byte[bytes.length - start + length.length];
      int head = endOfHeaders - start;
      System.arraycopy(bytes, start, whole, 0, head);
      System.arraycopy(length, 0, whole, head, length.length);
      System.arraycopy(
          bytes, endOfHeaders, whole, head + length.length, bytes.length - endOfHeaders);
      return new Result(Result.PASS, "", whole);
    }
    if (contentLength > body) {
      return response ? new Result(Result.DROP, "cut short", null) : bad("Body is cut short");
    }
    return new Result(Result.PASS, "", Arrays.copyOfRange(bytes, start, at + (int) contentLength));
  }

  private int endOfHeaders;

  private void fail(String reason) {
    if (failure == null) {
      failure = bad(reason);
    }
  }

  private static Result bad(String reason) {
    return new Result(400, reason, null);
  }

  /** The next line without its end, or null when there is none or it is too long. */
  private String line() {
    int start = at;
    while (at < bytes.length && bytes[at] != '\n') {
      if (at++ - start > MAX_LINE) {
        return null;
      }
    }
    if (at == bytes.length) {
      return null;
    }
    int end = at > start && bytes[at - 1] == '\r' ? at - 1 : at;
    at++;
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** The next header with its continuation lines (RFC 3261 §7.3.1), or null. */
  private String foldedLine() {
    endOfHeaders = at;
    String line = line();
    if (line == null || line.isEmpty()) {
      return line;
    }
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t')) {
      String more = line();
      if (more == null || line.length() + more.length() > MAX_LINE) {
        return null;
      }
      line = line + ' ' + more.strip();
    }
    return line;
  }
}
