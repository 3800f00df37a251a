package org.convoke.sip;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A phone that speaks SIP as plain text, so that a test can say anything at all. */
final class WirePhone implements Closeable {
  private static final AtomicInteger SERIAL = new AtomicInteger();

  /** How long is waited for what must come: a machine may be busy with other things. */
  private static final int PATIENCE_MS = 20_000;

  /** A message as received. */
  record Reply(String text) {
    int code() {
      return text.startsWith("SIP/2.0 ") ? Integer.parseInt(text.substring(8, 11)) : 0;
    }

    String reason() {
      String line = text.substring(0, text.indexOf("\r\n"));
      return line.substring(Math.min(line.length(), 12));
    }

    String method() {
      return code() > 0 ? "" : text.substring(0, text.indexOf(' '));
    }

    /** The first header of that name, or null. */
    String header(String name) {
      List<String> all = headers(name);
      return all.isEmpty() ? null : all.getFirst();
    }

    List<String> headers(String name) {
      List<String> values = new ArrayList<>();
      String head = text.substring(0, text.indexOf("\r\n\r\n"));
      for (String line : head.split("\r\n")) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
          values.add(line.substring(colon + 1).strip());
        }
      }
      return values;
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    String toTag() {
      String to = header("To");
      int tag = to.indexOf(";tag=");
      return tag < 0 ? null : to.substring(tag + 5);
    }
  }

  final InetSocketAddress bridge;
  final String callId = "call-" + SERIAL.incrementAndGet() + "@test";
  final String fromTag = "from" + SERIAL.incrementAndGet();
  private final DatagramSocket udp;
  private final Socket tcp;
  private final InputStream in;
  String toTag;
  int cseq = 1;
  String inviteBranch;

  /** The branches of the calls before the last one. */
  private final List<String> over = new ArrayList<>();

  private WirePhone(InetSocketAddress bridge, DatagramSocket udp, Socket tcp) throws IOException {
    this.bridge = bridge;
    this.udp = udp;
    this.tcp = tcp;
    this.in = tcp == null ? null : tcp.getInputStream();
  }

  static WirePhone udp(InetAddress address, int port) throws IOException {
    return new WirePhone(
        new InetSocketAddress(address, port), new DatagramSocket(0, address), null);
  }

  static WirePhone stream(Socket socket) throws IOException {
    return new WirePhone((InetSocketAddress) socket.getRemoteSocketAddress(), null, socket);
  }

  String transport() {
    return udp != null ? "UDP" : tcp instanceof javax.net.ssl.SSLSocket ? "TLS" : "TCP";
  }

  String host() {
    InetAddress local = udp != null ? udp.getLocalAddress() : tcp.getLocalAddress();
    String text = local.getHostAddress();
    return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
  }

  int port() {
    return udp != null ? udp.getLocalPort() : tcp.getLocalPort();
  }

  void send(String message) throws IOException {
    send(message.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] message) throws IOException {
    if (udp != null) {
      udp.send(new DatagramPacket(message, message.length, bridge));
    } else {
      tcp.getOutputStream().write(message);
      tcp.getOutputStream().flush();
    }
  }

  /** The next message, or null when none comes in time. */
  Reply receive(int millis) throws IOException {
    try {
      if (udp != null) {
        udp.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        udp.receive(packet);
        return new Reply(
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
      }
      tcp.setSoTimeout(millis);
      return receiveStream();
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  private Reply receiveStream() throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      text.append((char) next);
    }
    Reply head = new Reply(text.toString());
    String length = head.header("Content-Length");
    int rest = length == null ? 0 : Integer.parseInt(length);
    text.append(new String(in.readNBytes(rest), StandardCharsets.ISO_8859_1));
    return new Reply(text.toString());
  }

  /** The next message, or null when none comes in a long time. */
  Reply receive() throws IOException {
    return receive(PATIENCE_MS);
  }

  /**
   * The next message that is not provisional, past what is still said of calls before the last one:
   * an answer comes again until it is acknowledged.
   */
  Reply finalReply() throws IOException {
    while (true) {
      Reply reply = receive();
      if (reply == null || reply.code() == 0) {
        return reply;
      }
      if (reply.code() >= 200
          && over.stream().noneMatch(branch -> reply.header("Via").contains(branch))) {
        return reply;
      }
    }
  }

  /** The next request from the bridge, past any answers. */
  Reply request() throws IOException {
    Reply reply = receive();
    while (reply != null && reply.code() > 0) {
      reply = receive();
    }
    return reply;
  }

  static String branch() {
    return "z9hG4bK" + SERIAL.incrementAndGet() + "x";
  }

  /** A request with all it needs; {@code headers} are further lines. */
  String message(
      String method, String uri, int number, String branch, List<String> headers, String body) {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + uri + " SIP/2.0");
    lines.add(
        "Via: SIP/2.0/"
            + transport()
            + " "
            + host()
            + ":"
            + port()
            + ";branch="
            + branch
            + ";rport");
    lines.add("From: \"Alice\" <sip:alice@" + host() + ">;tag=" + fromTag);
    lines.add("To: <" + uri + ">" + (toTag == null ? "" : ";tag=" + toTag));
    lines.add("Call-ID: " + callId);
    lines.add("CSeq: " + number + " " + method);
    if (headers.stream().noneMatch(h -> h.toLowerCase(Locale.ROOT).startsWith("contact:"))) {
      lines.add(
          "Contact: <sip:alice@"
              + host()
              + ":"
              + port()
              + ";transport="
              + transport().toLowerCase(Locale.ROOT)
              + ">");
    }
    if (headers.stream().noneMatch(h -> h.toLowerCase(Locale.ROOT).startsWith("max-forwards"))) {
      lines.add("Max-Forwards: 70");
    }
    lines.addAll(headers);
    if (!body.isEmpty()
        && headers.stream().noneMatch(h -> h.toLowerCase(Locale.ROOT).startsWith("content-type"))) {
      lines.add("Content-Type: application/sdp");
    }
    lines.add("Content-Length: " + body.length());
    return String.join("\r\n", lines) + "\r\n\r\n" + body;
  }

  String uri(String user) {
    String host = bridge.getAddress().getHostAddress();
    return "sip:"
        + user
        + "@"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + bridge.getPort();
  }

  String sdp(String... more) {
    boolean six = host().startsWith("[");
    String family = six ? "IP6 ::1" : "IP4 127.0.0.1";
    return "v=0\r\no=- 1 1 IN "
        + family
        + "\r\ns=-\r\nc=IN "
        + family
        + "\r\nt=0 0\r\n"
        + "m=audio 40000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        + String.join("", List.of(more).stream().map(l -> l + "\r\n").toList());
  }

  void invite(String body, String... headers) throws IOException {
    dial("1000", body, headers);
  }

  void dial(String user, String body, String... headers) throws IOException {
    if (inviteBranch != null) {
      over.add(inviteBranch);
    }
    inviteBranch = branch();
    send(message("INVITE", uri(user), cseq, inviteBranch, List.of(headers), body));
  }

  /** Sends a request in the dialog and gives its final answer. */
  Reply inDialog(String method, String body, String... headers) throws IOException {
    send(message(method, uri("1000"), ++cseq, branch(), List.of(headers), body));
    // Not an answer to what went before: that comes again where an ACK was late.
    String wanted = cseq + " " + method;
    Reply reply = finalReply();
    while (reply != null && !wanted.equals(reply.header("CSeq"))) {
      reply = finalReply();
    }
    return reply;
  }

  void ack(int number, String body) throws IOException {
    send(message("ACK", uri("1000"), number, branch(), List.of(), body));
  }

  /** Calls and is answered; the ACK is sent. */
  Reply call(String... headers) throws IOException {
    invite(sdp(), headers);
    Reply ok = finalReply();
    if (ok != null && ok.code() == 200) {
      toTag = ok.toTag();
      ack(cseq, "");
    }
    return ok;
  }

  /** Answers a request of the bridge. */
  void answer(Reply request, int code, String... headers) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("SIP/2.0 " + code + " Text");
    request.headers("Via").forEach(v -> lines.add("Via: " + v));
    for (String name : List.of("From", "To", "Call-ID", "CSeq")) {
      lines.add(name + ": " + request.header(name));
    }
    lines.addAll(List.of(headers));
    lines.add("Content-Length: 0");
    send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    if (udp != null) {
      udp.close();
    } else {
      tcp.close();
    }
  }
}
