package org.convoke.sip;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import javax.sip.InvalidArgumentException;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import org.convoke.id.PhoneNumber;

/** Reads what we need from requests and makes answers to them. */
final class Messages {
  private static final int MAX_NAME = 64;

  private Messages() {}

  /** An answer with our own reason phrase and the given tag of ours; 100 has none. */
  static SIPResponse answer(SIPRequest request, int code, String reason, String tag) {
    SIPResponse response = request.createResponse(code, reason);
    if (code > 100 && request.getToTag() == null) {
      response.setToTag(tag);
    }
    response.removeContent();
    return response;
  }

  static SIPResponse answer(SIPRequest request, Refusal refusal, String tag) {
    SIPResponse response = answer(request, refusal.code(), refusal.reason(), tag);
    refusal.headers().forEach(line -> add(response, line));
    return response;
  }

  /** Adds a header line of our own making. */
  static void add(SIPResponse response, String line) {
    try {
      SIPHeader header = StringMsgParser.parseSIPHeader(line);
      if (header instanceof gov.nist.javax.sip.header.SIPHeaderList<?> list) {
        for (SIPHeader one : list) {
          response.addHeader(one);
        }
      } else {
        response.addHeader(header);
      }
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a header of ours", e);
    }
  }

  static void body(SIPResponse response, String sdp) {
    try {
      ContentTypeHeader type =
          new HeaderFactoryImpl().createContentTypeHeader("application", "sdp");
      response.setContent(sdp, type);
    } catch (ParseException e) {
      throw new AssertionError("application/sdp is a type", e);
    }
  }

  /** The values of a header that may be a list or be repeated, one element each. */
  static List<String> tags(SIPRequest request, String name) {
    List<String> tags = new ArrayList<>();
    ListIterator<?> headers = request.getHeaders(name);
    while (headers.hasNext() && tags.size() < 32) {
      String line = headers.next().toString();
      for (String tag : line.substring(line.indexOf(':') + 1).split(",")) {
        String stripped = tag.strip();
        if (!stripped.isEmpty()) {
          tags.add(stripped);
        }
      }
    }
    return tags;
  }

  static boolean has(SIPRequest request, String name, String tag) {
    return tags(request, name).stream().anyMatch(tag::equalsIgnoreCase);
  }

  /** A tag or branch that a client of RFC 2543 does not send counts as an empty one. */
  static String orEmpty(String value) {
    return value == null ? "" : value;
  }

  /** The topmost Via's branch; empty of a client of RFC 2543. */
  static String branch(SIPRequest request) {
    return orEmpty(request.getTopmostVia().getBranch());
  }

  /** The value of the first such header, or null. */
  static String value(SIPMessage message, String name) {
    Header header = message.getHeader(name);
    if (header == null) {
      return null;
    }
    String line = header.toString();
    return line.substring(line.indexOf(':') + 1).strip();
  }

  /** All values of a header, as they stand. */
  static List<String> values(SIPRequest request, String name) {
    List<String> values = new ArrayList<>();
    Iterator<?> headers = request.getHeaders(name);
    while (headers.hasNext() && values.size() < 8) {
      String line = headers.next().toString();
      values.add(line.substring(line.indexOf(':') + 1).strip());
    }
    return values;
  }

  static int maxForwards(SIPRequest request) {
    MaxForwardsHeader header = request.getMaxForwards();
    return header == null ? -1 : header.getMaxForwards();
  }

  /** The body, or null when there is none. */
  static byte[] body(SIPRequest request) {
    byte[] body = request.getRawContent();
    return body == null || body.length == 0 ? null : body;
  }

  /** type/subtype of the body, or null. */
  static String contentType(SIPRequest request) {
    ContentTypeHeader type = request.getContentTypeHeader();
    return type == null ? null : type.getContentType() + "/" + type.getContentSubType();
  }

  /** Option or type names of Accept without parameters, or null when there is no such header. */
  static List<String> accepted(SIPRequest request) {
    return request.getHeader("Accept") == null
        ? null
        : tags(request, "Accept").stream().map(t -> t.replaceFirst(";.*", "").strip()).toList();
  }

  /** The user part of a URI, or the number of a tel URI. */
  static PhoneNumber number(URI uri) {
    String user =
        switch (uri) {
          case SipURI sip -> sip.getUser();
          case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber().replace("+", "");
          default -> null;
        };
    String plain = plain(unescaped(user == null ? "" : user), PhoneNumber.MAX_LENGTH);
    int parameters = plain.indexOf(';');
    return new PhoneNumber(parameters < 0 ? plain : plain.substring(0, parameters));
  }

  /** What others may see of a caller: a display name, or the masked number. */
  static String name(SIPRequest request, PhoneNumber from) {
    String display = request.getFrom().getAddress().getDisplayName();
    String plain = plain(display == null ? "" : display.replace("\"", ""), MAX_NAME).strip();
    return plain.isEmpty() ? from.masked() : plain;
  }

  /** Text from outside without control characters and not longer than {@code max}. */
  static String plain(String text, int max) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .forEach(plain::appendCodePoint);
    return plain.length() <= max ? plain.toString() : plain.substring(0, max);
  }

  /** Undoes %2B and the like, where they stand for printable ASCII. */
  private static String unescaped(String user) {
    int percent = user.indexOf('%');
    if (percent < 0) {
      return user;
    }
    StringBuilder text = new StringBuilder(user.substring(0, percent));
    for (int i = percent; i < user.length(); i++) {
      char c = user.charAt(i);
      if (c == '%' && i + 2 < user.length()) {
        int high = Character.digit(user.charAt(i + 1), 16);
        int low = Character.digit(user.charAt(i + 2), 16);
        int code = high * 16 + low;
        if (high >= 0 && low >= 0 && code > 0x20 && code < 0x7f) {
          text.append((char) code);
          i += 2;
          continue;
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Session-Expires or Min-SE: the seconds and the refresher, or 0 and null. */
  record Timer(int seconds, String refresher) {
    static final Timer NONE = new Timer(0, null);
  }

  static Timer timer(SIPMessage message, String name, String compact) {
    String value = value(message, name);
    if (value == null && compact != null) {
      value = value(message, compact);
    }
    if (value == null) {
      return Timer.NONE;
    }
    String[] parts = value.split(";");
    String seconds = parts[0].strip();
    if (!seconds.matches("[0-9]{1,9}")) {
      return Timer.NONE;
    }
    String refresher = null;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip().toLowerCase(Locale.ROOT);
      if (part.startsWith("refresher=")) {
        refresher = part.substring("refresher=".length()).strip();
      }
    }
    return new Timer(Integer.parseInt(seconds), refresher);
  }

  /** Sets the sequence number of a reliable provisional answer (RFC 3262 §7.1). */
  static void reliable(SIPResponse response, long rseq) {
    try {
      response.setHeader(new HeaderFactoryImpl().createRSeqHeader(rseq));
    } catch (InvalidArgumentException e) {
      throw new AssertionError("the number is in range", e);
    }
    add(response, "Require: 100rel");
  }
}
