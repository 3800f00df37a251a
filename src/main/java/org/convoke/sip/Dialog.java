package org.convoke.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Our half of a dialog as UAS (RFC 3261 §12.1.1): what identifies it, and what our own requests in
 * it are made of. Header values are kept as text, as they were received.
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class Dialog {
  final String callId;
  final String localTag;
  final String remoteTag;

  /** To of the INVITE without its tag: our From. */
  final String localParty;

  /** From of the INVITE with its tag: our To. */
  final String remoteParty;

  /** Record-Route of the INVITE in order, each in angle brackets (RFC 3261 §12.1.1). */
  final List<String> routes;

  private String remoteTarget;
  private long remoteCseq;
  private long localCseq;

  Dialog(
      String callId,
      String localTag,
      String remoteTag,
      String localParty,
      String remoteParty,
      List<String> routes,
      String remoteTarget,
      long remoteCseq) {
    this.callId = callId;
    this.localTag = localTag;
    this.remoteTag = remoteTag;
    this.localParty = localParty;
    this.remoteParty = remoteParty;
    this.routes = List.copyOf(routes);
    this.remoteTarget = remoteTarget;
    this.remoteCseq = remoteCseq;
  }

  /** What finds a dialog: its Call-ID and our tag. The peer's tag is compared after. */
  static String key(String callId, String localTag) {
    return callId + '\n' + localTag;
  }

  String key() {
    return key(callId, localTag);
  }

  /** Takes the number of a request; false when one as high came before (RFC 3261 §12.2.2). */
  boolean takeCseq(long number) {
    if (number <= remoteCseq) {
      return false;
    }
    remoteCseq = number;
    return true;
  }

  long remoteCseq() {
    return remoteCseq;
  }

  /** Where the peer is reached: the URI of its last Contact. */
  String remoteTarget() {
    return remoteTarget;
  }

  /** The peer moved: a re-INVITE or UPDATE came with another Contact (RFC 3261 §12.2.2). */
  void moved(String target) {
    remoteTarget = target;
  }

  long nextCseq() {
    return ++localCseq;
  }

  /**
   * The text of a request in this dialog (RFC 3261 §12.2.1.1).
   *
   * @param via the value of our Via
   * @param headers further header lines without line ends
   */
  String request(
      String method, long cseq, String via, String contact, List<String> headers, String body) {
    String target = remoteTarget;
    List<String> route = new ArrayList<>(routes);
    if (!route.isEmpty() && !route.getFirst().contains(";lr")) {
      // A strict router takes itself from the request line (RFC 3261 §12.2.1.1).
      String first = route.removeFirst();
      route.add("<" + remoteTarget + ">");
      target = first.substring(first.indexOf('<') + 1, first.indexOf('>'));
    }
    StringBuilder text = new StringBuilder(600);
    line(text, method + " " + target + " SIP/2.0");
    line(text, "Via: " + via);
    line(text, "Max-Forwards: 70");
    for (String hop : route) {
      line(text, "Route: " + hop);
    }
    line(text, "From: " + localParty + ";tag=" + localTag);
    line(text, "To: " + remoteParty);
    line(text, "Call-ID: " + callId);
    line(text, "CSeq: " + cseq + " " + method);
    if (contact != null) {
      line(text, "Contact: " + contact);
    }
    headers.forEach(header -> line(text, header));
    if (!body.isEmpty()) {
      line(text, "Content-Type: application/sdp");
    }
    line(text, "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    return text.append("\r\n").append(body).toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
