package org.convoke.sip;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;

/**
 * The only parser that the stack knows: it screens, then parses, and lets no exception out. A
 * request that cannot be read but can be answered comes out as a bare one that carries its {@link
 * Malformed verdict}, so that all answers are ours; anything else comes out as null, which the
 * stack ignores.
 */
final class GuardParser implements MessageParser {
  /** Why a request cannot be served; found as the request's application data. */
  record Malformed(int code, String reason) {}

  private final StringMsgParser parser = new StringMsgParser();
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
        SIPMessage message = parser.parseSIPMessage(screened.message(), readBody, false, listener);
        if (message != null && complete(message)) {
          if (message instanceof SIPRequest) {
            unpoint(message);
          }
          return message;
        }
      } catch (ParseException | RuntimeException | StackOverflowError e) {
        counters.parserFailures.increment();
      }
      screened = new Screen.Result(400, "Malformed header", null);
    }
    counters.malformed.increment();
    return startsAsResponse(bytes) ? null : bare(bytes, screened.code(), screened.reason());
  }

  /**
   * Takes out of the topmost Via what would make our answer go anywhere but back: it is for us to
   * say where a request was received from (RFC 3261 §18.2.1).
   */
  private static void unpoint(SIPMessage request) {
    request.getTopmostVia().removeParameter("received");
    request.getTopmostVia().removeParameter("maddr");
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
  private SIPMessage bare(byte[] bytes, int code, String reason) {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).stripLeading().split("\r?\n", 110);
    String method = lines[0].split(" ", 2)[0];
    if (method.isEmpty() || method.length() > 32 || !method.matches("[A-Za-z]+") || isAck(method)) {
      return null;
    }
    StringBuilder vias = new StringBuilder();
    String from = "From: <sip:unreadable@invalid>;tag=unreadable";
    String to = "To: <sip:unreadable@invalid>";
    String callId = "Call-ID: unreadable";
    String cseq = "CSeq: 1 " + method;
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "via", "v" -> vias.append(line).append("\r\n");
        case "from", "f" -> from = readable(line) ? line : from;
        case "to", "t" -> to = readable(line) ? line : to;
        case "call-id", "i" -> callId = readable(line) ? line : callId;
        case "cseq" -> cseq = readable(line) && line.endsWith(" " + method) ? line : cseq;
        default -> {
          // Not needed for an answer.
        }
      }
    }
    String text =
        method
            + " sip:unreadable@invalid SIP/2.0\r\n"
            + vias
            + String.join("\r\n", from, to, callId, cseq, "Content-Length: 0", "", "");
    try {
      byte[] whole = text.getBytes(StandardCharsets.UTF_8);
      if (Screen.judge(whole, true).code() != Screen.Result.PASS) {
        return null;
      }
      SIPMessage message = parser.parseSIPMessage(whole, true, false, null);
      if (message == null || !complete(message)) {
        return null;
      }
      message.setApplicationData(new Malformed(code, reason));
      return message;
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      return null;
    }
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
