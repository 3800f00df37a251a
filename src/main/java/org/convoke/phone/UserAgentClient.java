package org.convoke.phone;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * One outgoing call of a phone as a machine without socket or clock: texts in, texts out, time as
 * an argument. It does what a caller needs of RFC 3261: INVITE with retransmission, digest, ACK,
 * CANCEL, BYE, and answers within the dialog.
 */
public final class UserAgentClient {
  /** RFC 3261 §17.1.1.1. */
  private static final long T1_NS = 500_000_000L;

  private static final long T2_NS = 4_000_000_000L;
  private static final long TIMEOUT_NS = 64 * T1_NS;

  public enum State {
    CALLING,
    UP,
    LEAVING,
    ENDED
  }

  /**
   * What a call is made of. {@code target} is the request URI; {@code user} and {@code password}
   * may be null.
   */
  public record Settings(
      String target,
      String transport,
      String localHost,
      int localPort,
      String from,
      String user,
      String password,
      String offer,
      List<String> extraHeaders,
      String token) {}

  private record Info(String contentType, String body) {}

  private final Settings settings;
  private final Queue<String> out = new ArrayDeque<>();
  private final Queue<Info> infos = new ArrayDeque<>();
  private State state = State.CALLING;
  private long sequence = 1;
  private long inviteSequence = 1;
  private String toHeader;
  private String remoteTarget;
  private List<String> routes = List.of();
  private String authorization;
  private int tries;
  private boolean provisional;
  private boolean cancelled;
  private String pending;
  private long resendNs;
  private long intervalNs;
  private long deadlineNs;
  private String ack;
  private String answer = "";
  private int status;
  private String reason = "";
  private boolean endedByPeer;

  public UserAgentClient(Settings settings, long nowNs) {
    this.settings = settings;
    toHeader = "<" + settings.target + ">";
    remoteTarget = settings.target;
    sendInvite(nowNs);
  }

  public State state() {
    return state;
  }

  /** The SDP of the 200, or of the last offer that we answered. */
  public String answer() {
    return answer;
  }

  /** The last final status, 0 before there is one. */
  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public boolean endedByPeer() {
    return endedByPeer;
  }

  /** The next message to send, or null. */
  public String poll() {
    return out.poll();
  }

  /** Retransmits over unreliable transports and gives up in time. Call it every 100 ms or so. */
  public void tick(long nowNs) {
    if (pending == null) {
      if (state == State.UP && !infos.isEmpty()) {
        nextInfo(nowNs);
      }
      return;
    }
    if (nowNs - deadlineNs >= 0) {
      pending = null;
      end(408, "no answer within 32 s", false);
    } else if (settings.transport.equals("UDP")
        && nowNs - resendNs >= 0
        && !(provisional && state == State.CALLING)) {
      out.add(pending);
      intervalNs = Math.min(intervalNs * 2, T2_NS);
      resendNs = nowNs + intervalNs;
    }
  }

  /** Ends the call: CANCEL before the answer, BYE after it. */
  public void hangUp(long nowNs) {
    switch (state) {
      case CALLING -> {
        cancelled = true;
        if (provisional) {
          out.add(request("CANCEL", settings.target, inviteSequence, "", branch(inviteSequence)));
        }
      }
      case UP -> {
        state = State.LEAVING;
        sequence++;
        await(request("BYE", remoteTarget, sequence, "", branch(sequence)), nowNs);
      }
      case LEAVING, ENDED -> {}
    }
  }

  /**
   * Sends INFO with a body within the dialog, each after the answer to the one before: digits that
   * are all on their way at one time may overtake each other.
   */
  void info(String contentType, String body) {
    infos.add(new Info(contentType, body));
  }

  private void nextInfo(long nowNs) {
    Info info = infos.poll();
    sequence++;
    String headers = "Content-Type: " + info.contentType + "\r\n";
    await(
        request("INFO", remoteTarget, sequence, headers, branch(sequence))
                .replaceFirst(
                    "Content-Length: 0\r\n\r\n$",
                    "Content-Length: " + info.body.length() + "\r\n\r\n")
            + info.body,
        nowNs);
  }

  /** Takes a message that came for this call. */
  public void receive(String text, long nowNs) {
    SipMessage message = SipMessage.parse(text);
    if (message == null) {
      return;
    }
    if (!message.isResponse()) {
      answerRequest(message);
    } else if (message.method().equals("INVITE")) {
      inviteResponse(message, nowNs);
    } else if (message.method().equals("INFO")
        && message.status() >= 200
        && message.sequence() == sequence
        && state == State.UP) {
      pending = null;
    } else if (message.method().equals("BYE") && message.status() >= 200) {
      pending = null;
      end(message.status(), message.reason(), false);
    }
  }

  private void inviteResponse(SipMessage message, long nowNs) {
    int code = message.status();
    if (message.sequence() != inviteSequence) {
      return;
    }
    if (code < 200) {
      provisional = true;
      if (cancelled) {
        hangUp(nowNs);
      }
    } else if (code < 300) {
      accepted(message, nowNs);
    } else {
      out.add(nonSuccessAck(message));
      if (state == State.CALLING) {
        pending = null;
        if ((code == 401 || code == 407)
            && settings.user != null
            && tries++ == 0
            && authorize(message, code)) {
          sequence++;
          inviteSequence = sequence;
          sendInvite(nowNs);
        } else {
          end(code, message.reason(), true);
        }
      }
    }
  }

  private void accepted(SipMessage message, long nowNs) {
    if (state == State.CALLING) {
      pending = null;
      status = message.status();
      reason = message.reason();
      toHeader = message.header("to");
      remoteTarget = SipMessage.uri(message.header("contact"));
      routes = message.all("record-route").reversed();
      answer = message.body();
      ack = request("ACK", remoteTarget, inviteSequence, "", branch(inviteSequence) + "a");
      state = State.UP;
      if (cancelled) {
        out.add(ack);
        hangUp(nowNs);
        return;
      }
    }
    if (ack != null) {
      out.add(ack);
    }
  }

  private boolean authorize(SipMessage message, int code) {
    String name = code == 401 ? "www-authenticate" : "proxy-authenticate";
    for (String challenge : message.all(name)) {
      String digest =
          DigestAnswer.answer(
              challenge,
              "INVITE",
              settings.target,
              settings.user,
              settings.password,
              settings.token);
      if (digest != null) {
        authorization =
            (code == 401 ? "Authorization: " : "Proxy-Authorization: ") + digest + "\r\n";
        return true;
      }
    }
    return false;
  }

  private void answerRequest(SipMessage message) {
    String method = message.method();
    if (method.equals("ACK")) {
      return;
    }
    boolean offer =
        (method.equals("INVITE") || method.equals("UPDATE")) && !message.body().isBlank();
    if (offer) {
      answer = message.body();
    }
    String body = offer || method.equals("INVITE") ? settings.offer : "";
    StringBuilder reply = new StringBuilder("SIP/2.0 200 OK\r\n");
    message.all("via").forEach(via -> reply.append("Via: ").append(via).append("\r\n"));
    reply.append("From: ").append(message.header("from")).append("\r\n");
    reply.append("To: ").append(message.header("to")).append("\r\n");
    reply.append("Call-ID: ").append(message.header("call-id")).append("\r\n");
    reply.append("CSeq: ").append(message.header("cseq")).append("\r\n");
    reply.append("Contact: ").append(contact()).append("\r\n");
    if (!body.isEmpty()) {
      reply.append("Content-Type: application/sdp\r\n");
    }
    out.add(
        reply
            .append("Content-Length: ")
            .append(body.length())
            .append("\r\n\r\n")
            .append(body)
            .toString());
    if (method.equals("BYE")) {
      pending = null;
      end(status, reason, true);
    }
  }

  private void end(int code, String why, boolean byPeer) {
    if (state != State.ENDED) {
      endedByPeer = byPeer;
      if (state == State.CALLING) {
        status = code;
        reason = why;
      }
      state = State.ENDED;
    }
  }

  private void sendInvite(long nowNs) {
    String headers =
        "Contact: "
            + contact()
            + "\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE\r\n"
            + settings.extraHeaders.stream()
                .map(header -> header + "\r\n")
                .collect(Collectors.joining())
            + (authorization == null ? "" : authorization)
            + "Content-Type: application/sdp\r\n";
    String invite =
        request("INVITE", settings.target, inviteSequence, headers, branch(inviteSequence));
    await(
        invite.replaceFirst(
                "Content-Length: 0\r\n\r\n$",
                "Content-Length: " + settings.offer.length() + "\r\n\r\n")
            + settings.offer,
        nowNs);
  }

  private void await(String message, long nowNs) {
    out.add(message);
    pending = message;
    provisional = false;
    intervalNs = T1_NS;
    resendNs = nowNs + T1_NS;
    deadlineNs = nowNs + TIMEOUT_NS;
  }

  private String contact() {
    String transport =
        settings.transport.equals("UDP")
            ? ""
            : ";transport=" + settings.transport.toLowerCase(java.util.Locale.ROOT);
    return "<sip:"
        + settings.from
        + "@"
        + settings.localHost
        + ":"
        + settings.localPort
        + transport
        + ">";
  }

  private String branch(long number) {
    return "z9hG4bK" + settings.token + number;
  }

  private String nonSuccessAck(SipMessage response) {
    // The ACK of a refusal belongs to the INVITE's transaction (RFC 3261 §17.1.1.3).
    return request("ACK", settings.target, inviteSequence, "", branch(inviteSequence))
        .replaceFirst(
            "\r\nTo: [^\r]*",
            java.util.regex.Matcher.quoteReplacement("\r\nTo: " + response.header("to")));
  }

  private String request(String method, String uri, long number, String headers, String branch) {
    StringBuilder text = new StringBuilder(method).append(' ').append(uri).append(" SIP/2.0\r\n");
    text.append("Via: SIP/2.0/")
        .append(settings.transport)
        .append(' ')
        .append(settings.localHost)
        .append(':');
    text.append(settings.localPort).append(";rport;branch=").append(branch).append("\r\n");
    if (!method.equals("INVITE") && !method.equals("CANCEL")) {
      routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
    }
    text.append("Max-Forwards: 70\r\n");
    text.append("From: <sip:")
        .append(settings.from)
        .append('@')
        .append(settings.localHost)
        .append(">;tag=f");
    text.append(settings.token).append("\r\nTo: ");
    text.append(method.equals("CANCEL") ? "<" + settings.target + ">" : toHeader).append("\r\n");
    text.append("Call-ID: ").append(settings.token).append("@convoke.phone\r\n");
    text.append("CSeq: ").append(number).append(' ').append(method).append("\r\n");
    return text.append(headers).append("Content-Length: 0\r\n\r\n").toString();
  }
}
