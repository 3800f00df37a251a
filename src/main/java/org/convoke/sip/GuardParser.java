package org.convoke.sip;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only parser that the stack knows: it screens, then parses, and lets no exception out. A
 * request that cannot be read but can be answered comes out as a bare one that carries its {@link
 * Malformed verdict}, so that all answers are ours; anything else comes out as null, which the
 * stack ignores.
 */
final class GuardParser implements MessageParser {
  /** Why a request cannot be served; found as the request's application data. */
  record Malformed(int code, String reason) {}

  private static final int MOST_LINES = 220;

  private static final Pattern LENGTH =
      Pattern.compile("(?:content-length|l)[ \t]*:[ \t]*[0-9]{1,5}", Pattern.CASE_INSENSITIVE);

  private static final Pattern VIA =
      Pattern.compile(
          "v(?:ia)?[ \t]*:[ \t]*SIP[ \t]*/[^/ ]{1,8}/[ \t]*[a-z-]{1,16}[ \t]+"
              + "([a-z0-9.-]{1,255}|\\[[0-9a-f:.]{2,45}])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BRANCH =
      Pattern.compile(
          ";[ \t]*branch[ \t]*=[ \t]*([-.!%*_+`'~a-z0-9]{1,255})", Pattern.CASE_INSENSITIVE);

  /** Without these no answer can be made; what else cannot be read is passed on unread. */
  private static final Set<Class<?>> ESSENTIAL =
      Set.of(
          From.class,
          To.class,
          CSeq.class,
          Via.class,
          CallID.class,
          ContentLength.class,
          RequestLine.class,
          StatusLine.class);

  /** The stack's own shuts the connection of whoever writes one header wrongly. */
  private static final ParseExceptionListener LENIENT =
      (failure, message, type, header, text) -> {
        if (ESSENTIAL.contains(type)) {
          throw failure;
        }
        message.addUnparsed(header);
      };

  private final StringMsgParser parser = new PeerRequest.Parser();
  private final SipCounters counters;
  private final Runnable onDatagram;

  GuardParser(SipCounters counters, Runnable onDatagram) {
    this.counters = counters;
    this.onDatagram = onDatagram;
  }

  @Override
  public SIPMessage parseSIPMessage(
      byte[] bytes, boolean readBody, boolean strict, ParseExceptionListener listener) {
    if (readBody) {
      onDatagram.run();
    }
    Screen.Result screened = Screen.judge(bytes, readBody);
    if (screened.code() == Screen.Result.DROP) {
      counters.screenedOut.increment();
      return null;
    }
    if (screened.code() == Screen.Result.PASS) {
      try {
        SIPMessage message = parser.parseSIPMessage(screened.message(), readBody, false, LENIENT);
        if (message != null && complete(message)) {
          if (message instanceof SIPRequest) {
            unpoint(message.getTopmostVia(), readBody);
          }
          return message;
        }
      } catch (ParseException | RuntimeException | StackOverflowError e) {
        counters.parserFailures.increment();
      }
      screened = new Screen.Result(400, "Malformed header", null);
    }
    counters.malformed.increment();
    return startsAsResponse(bytes)
        ? null
        : bare(bytes, readBody, screened.code(), screened.reason());
  }

  /**
   * Takes out of the topmost Via what would make our answer go anywhere but back: it is for us to
   * say where a request was received from (RFC 3261 §18.2.1), and it goes by the transport that the
   * request came by (§18.2.2), whatever the Via says.
   */
  private static void unpoint(Via via, boolean datagram) {
    via.removeParameter("received");
    via.removeParameter("maddr");
    String claimed = via.getTransport();
    boolean stream = "TCP".equalsIgnoreCase(claimed) || "TLS".equalsIgnoreCase(claimed);
    if (datagram && !"UDP".equalsIgnoreCase(claimed)) {
      speak(via, "UDP");
    } else if (!datagram && !stream) {
      speak(via, "TCP");
    }
  }

  /** Sets the transport of a Via. */
  static void speak(Via via, String transport) {
    try {
      via.setTransport(transport);
    } catch (ParseException e) {
      throw new AssertionError("the stack's own transports have names", e);
    }
  }

  private static boolean complete(SIPMessage message) {
    return message.getFrom() != null
        && message.getTo() != null
        && message.getCallId() != null
        && message.getCSeq() != null
        && message.getTopmostVia() != null
        && message.getTopmostVia().getHost() != null
        && (!(message instanceof SIPRequest request)
            || request.getRequestURI() != null && request.getMethod() != null);
  }

  private static boolean startsAsResponse(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1)
        .stripLeading()
        .startsWith("SIP/");
  }

  /** The least of a request that an answer can be made from, or null. */
  private SIPMessage bare(byte[] bytes, boolean datagram, int code, String reason) {
    String text = new String(bytes, StandardCharsets.UTF_8).stripLeading();
    String[] lines = text.split("\r?\n", MOST_LINES);
    String method = lines[0].split(" ", 2)[0];
    if (!Grammar.isMethod(method) || isAck(method)) {
      return null;
    }
    StringBuilder vias = new StringBuilder();
    String from = "From: <sip:unreadable@invalid>;tag=unreadable";
    String to = "To: <sip:unreadable@invalid>";
    String callId = "Call-ID: unreadable";
    String cseq = "CSeq: 1 " + method;
    String length = "Content-Length: 0";
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      StringBuilder whole = new StringBuilder(lines[i]);
      while (i + 1 < lines.length && !lines[i + 1].isBlank() && isFolded(lines[i + 1])) {
        whole.append(' ').append(lines[++i].strip());
      }
      String line = whole.toString();
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "via", "v" ->
            vias.append(readable(line) || !vias.isEmpty() ? line : core(line)).append("\r\n");
        case "from", "f" -> from = readable(line) ? line : from;
        case "to", "t" -> to = readable(line) ? line : to;
        case "call-id", "i" -> callId = readable(line) ? line : callId;
        case "cseq" -> cseq = readable(line) && line.endsWith(" " + method) ? line : cseq;
        // On a stream its body follows and has to be read over.
        case "content-length", "l" ->
            length = !datagram && LENGTH.matcher(line).matches() ? line : length;
        default -> {
          // Not needed for an answer.
        }
      }
    }
    String request =
        method
            + " sip:unreadable@invalid SIP/2.0\r\n"
            + vias
            + String.join("\r\n", from, to, callId, cseq, length, "", "");
    return bare(request.getBytes(StandardCharsets.UTF_8), datagram, new Malformed(code, reason));
  }

  private SIPMessage bare(byte[] request, boolean datagram, Malformed verdict) {
    try {
      if (Screen.judge(request, datagram).code() != Screen.Result.PASS) {
        return null;
      }
      SIPMessage message = parser.parseSIPMessage(request, datagram, false, null);
      if (message == null || !complete(message)) {
        return null;
      }
      unpoint(message.getTopmostVia(), datagram);
      message.setApplicationData(verdict);
      return message;
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  /** What can be read of the first Via of a line: who sent the request, and its branch. */
  private static String core(String line) {
    Matcher via = VIA.matcher(line);
    if (!via.lookingAt()) {
      return line;
    }
    String sent = "Via: SIP/2.0/UDP " + via.group(1);
    Matcher branch = BRANCH.matcher(line);
    return branch.find(via.end()) ? sent + ";branch=" + branch.group(1) : sent;
  }

  private static boolean isFolded(String line) {
    return line.charAt(0) == ' ' || line.charAt(0) == '\t';
  }

  private static boolean isAck(String method) {
    return method.equals("ACK");
  }

  private static boolean readable(String line) {
    try {
      SIPHeader header = StringMsgParser.parseSIPHeader(line);
      return header != null;
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      return false;
    }
  }
}
