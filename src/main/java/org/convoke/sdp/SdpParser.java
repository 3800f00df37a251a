package org.convoke.sdp;

import java.util.ArrayList;
import java.util.List;
import org.convoke.sdp.SessionDescription.Attribute;
import org.convoke.sdp.SessionDescription.Media;

/**
 * Reads SDP (RFC 8866) from strangers: bounded in size and time, lenient where phones are sloppy
 * (line ends, missing s= and t=, unknown lines), and with a verdict instead of an exception.
 */
final class SdpParser {
  static final int MAX_CHARS = 64 * 1024;
  private static final int MAX_LINES = 2000;
  private static final int MAX_LINE_CHARS = 4096;
  private static final int MAX_MEDIA = 32;
  private static final int MAX_ATTRIBUTES = 400;
  private static final int MAX_FORMATS = 64;

  private final String text;
  private String problem;
  private String connection;
  private String time = "0 0";
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Media> media = new ArrayList<>();

  private Media open;
  private String openConnection;
  private List<Attribute> openAttributes;

  private SdpParser(String text) {
    this.text = text;
  }

  /** What reading gave. */
  sealed interface Result {
    record Parsed(SessionDescription description) implements Result {}

    /** {@code why} names the line's number and kind. */
    record Malformed(String why) implements Result {}
  }

  static Result parse(String text) {
    if (text.length() > MAX_CHARS) {
      return new Result.Malformed("SDP longer than 64 KiB");
    }
    SdpParser parser = new SdpParser(text);
    parser.read();
    return parser.problem == null
        ? new Result.Parsed(
            new SessionDescription(
                parser.connection,
                parser.time,
                List.copyOf(parser.attributes),
                List.copyOf(parser.media)))
        : new Result.Malformed(parser.problem);
  }

  private void read() {
    int number = 0;
    for (int at = 0; at < text.length() && problem == null; ) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      number++;
      if (number > MAX_LINES) {
        problem = "more than " + MAX_LINES + " lines";
        return;
      }
      String fault =
          end - at > MAX_LINE_CHARS ? "line too long" : line(text.substring(at, end), number);
      if (fault != null) {
        problem = "line " + number + ": " + fault;
      }
      boolean crlf =
          end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
      at = end + (crlf ? 2 : 1);
    }
    if (number == 0) {
      problem = "SDP is empty";
    }
    closeMedia();
  }

  /** Null, or what is wrong. */
  private String line(String line, int number) {
    if (line.isEmpty()) {
      return number == 1 ? "v=0 expected" : null;
    }
    if (line.length() < 2 || line.charAt(1) != '=') {
      return "letter and = expected";
    }
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i)) && line.charAt(i) != '\t') {
        return "control character";
      }
    }
    String value = line.substring(2).strip();
    if (number == 1) {
      return line.charAt(0) == 'v' && value.equals("0") ? null : "v=0 expected";
    }
    return switch (line.charAt(0)) {
      case 'o' -> words(value).size() == 6 ? null : "o= needs six fields";
      case 'c' -> connection(value);
      case 't' -> time(value);
      case 'a' -> attribute(value);
      case 'm' -> media(value);
      default -> null;
    };
  }

  private String time(String value) {
    List<String> parts = words(value);
    if (parts.size() != 2 || number(parts.get(0), 15) < 0 || number(parts.get(1), 15) < 0) {
      return "t= needs two numbers";
    }
    time = parts.get(0) + " " + parts.get(1);
    return null;
  }

  private String connection(String value) {
    List<String> parts = words(value);
    if (parts.size() != 3 || !parts.get(0).equals("IN")) {
      return "c= needs IN, IP4 or IP6, and an address";
    }
    String address = parts.get(2);
    int slash = address.indexOf('/');
    if (slash >= 0) {
      address = address.substring(0, slash);
    }
    if (openAttributes == null) {
      connection = address;
    } else {
      openConnection = address;
    }
    return null;
  }

  private String attribute(String value) {
    int colon = value.indexOf(':');
    List<Attribute> target = openAttributes == null ? attributes : openAttributes;
    if (target.size() >= MAX_ATTRIBUTES) {
      return "more than " + MAX_ATTRIBUTES + " attributes";
    }
    target.add(
        colon < 0
            ? new Attribute(value, "")
            : new Attribute(value.substring(0, colon), value.substring(colon + 1).strip()));
    return null;
  }

  private String media(String value) {
    closeMedia();
    List<String> parts = words(value);
    if (media.size() >= MAX_MEDIA) {
      return "more than " + MAX_MEDIA + " media";
    }
    if (parts.size() < 4) {
      return "m= needs media, port, protocol and a format";
    }
    if (parts.size() > MAX_FORMATS + 3) {
      return "m= with more than " + MAX_FORMATS + " formats";
    }
    String port = parts.get(1);
    int slash = port.indexOf('/');
    long number = number(slash < 0 ? port : port.substring(0, slash), 5);
    if (number < 0 || number > 65_535) {
      return "m= with a bad port";
    }
    if (!parts.stream().allMatch(SdpParser::isVisible)) {
      // Each may come back in our answer.
      return "m= with a character that is no ASCII";
    }
    openAttributes = new ArrayList<>();
    openConnection = null;
    open =
        new Media(
            parts.get(0),
            (int) number,
            parts.get(2),
            List.copyOf(parts.subList(3, parts.size())),
            null,
            List.of());
    return null;
  }

  private void closeMedia() {
    if (open != null) {
      media.add(
          new Media(
              open.type(),
              open.port(),
              open.protocol(),
              open.formats(),
              openConnection,
              List.copyOf(openAttributes)));
      open = null;
    }
  }

  /** What stands between blanks. */
  static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= value.length(); i++) {
      boolean blank = i == value.length() || value.charAt(i) == ' ' || value.charAt(i) == '\t';
      if (blank && start >= 0) {
        words.add(value.substring(start, i));
        start = -1;
      } else if (!blank && start < 0) {
        start = i;
      }
    }
    return words;
  }

  /** Whether all of it is ASCII that can be seen. */
  static boolean isVisible(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) <= ' ' || word.charAt(i) > '~') {
        return false;
      }
    }
    return !word.isEmpty();
  }

  /** A decimal number of at most {@code digits} digits, or -1. */
  static long number(String text, int digits) {
    if (text.isEmpty() || text.length() > digits) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
