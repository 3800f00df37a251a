package org.convoke.phone;

import java.util.List;
import java.util.Locale;

/** The texts of what one phone says in one call. Pure. */
final class PhoneMessages {
  private final UserAgentClient.Settings settings;

  PhoneMessages(UserAgentClient.Settings settings) {
    this.settings = settings;
  }

  /** Where we are reached in this call. */
  String contact() {
    String transport = settings.transport();
    return "<sip:"
        + settings.from()
        + "@"
        + settings.localHost()
        + ":"
        + settings.localPort()
        + (transport.equals("UDP") ? "" : ";transport=" + transport.toLowerCase(Locale.ROOT))
        + ">";
  }

  /** The branch of the transaction with this CSeq. */
  String branch(long number) {
    return "z9hG4bK" + settings.token() + number;
  }

  /**
   * A request.
   *
   * @param to the whole value of the To header
   * @param number of the CSeq
   * @param headers further ones, each with its end of line
   * @param body empty: none
   */
  String request(
      String method,
      String uri,
      String to,
      long number,
      String branch,
      List<String> routes,
      String headers,
      String body) {
    StringBuilder text = new StringBuilder(method).append(' ').append(uri).append(" SIP/2.0\r\n");
    String host = settings.localHost();
    line(
        text,
        "Via: SIP/2.0/" + settings.transport() + " ",
        host + ":" + settings.localPort() + ";rport;branch=" + branch);
    routes.forEach(route -> line(text, "Route: ", route));
    line(text, "Max-Forwards: ", "70");
    line(text, "From: ", "<sip:" + settings.from() + "@" + host + ">;tag=f" + settings.token());
    line(text, "To: ", to);
    line(text, "Call-ID: ", settings.token() + "@convoke.phone");
    line(text, "CSeq: ", number + " " + method);
    return text.append(headers).append(end(body)).toString();
  }

  /** A 200 to a request of the peer's. */
  String ok(SipMessage request, String body) {
    StringBuilder text = new StringBuilder("SIP/2.0 200 OK\r\n");
    request.all("via").forEach(via -> line(text, "Via: ", via));
    line(text, "From: ", request.header("from"));
    line(text, "To: ", request.header("to"));
    line(text, "Call-ID: ", request.header("call-id"));
    line(text, "CSeq: ", request.header("cseq"));
    line(text, "Contact: ", contact());
    if (!body.isEmpty()) {
      line(text, "Content-Type: ", "application/sdp");
    }
    return text.append(end(body)).toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(value).append("\r\n");
  }

  private static String end(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
