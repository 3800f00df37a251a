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
  private final PhoneMessages texts;
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
    texts = new PhoneMessages(settings);
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
          out.add(ofInvite("CANCEL", "<" + settings.target + ">"));
        }
      }
      case UP -> {
        state = State.LEAVING;
        sequence++;
        await(within("BYE", "", ""), nowNs);
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
    await(within("INFO", "Content-Type: " + info.contentType + "\r\n", info.body), nowNs);
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
      // The ACK of a refusal belongs to the INVITE's transaction (RFC 3261 §17.1.1.3).
      out.add(ofInvite("ACK", message.header("to")));
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
      ack =
          texts.request(
              "ACK",
              remoteTarget,
              toHeader,
              inviteSequence,
              texts.branch(inviteSequence) + "a",
              routes,
              "",
              "");
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
    out.add(texts.ok(message, body));
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
            + texts.contact()
            + "\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE\r\n"
            + settings.extraHeaders.stream()
                .map(header -> header + "\r\n")
                .collect(Collectors.joining())
            + (authorization == null ? "" : authorization)
            + "Content-Type: application/sdp\r\n";
    await(
        texts.request(
            "INVITE",
            settings.target,
            toHeader,
            inviteSequence,
            texts.branch(inviteSequence),
            List.of(),
            headers,
            settings.offer),
        nowNs);
  }

  /** CANCEL, or the ACK of a refusal: of the INVITE's own transaction, without routes. */
  private String ofInvite(String method, String to) {
    return texts.request(
        method,
        settings.target,
        to,
        inviteSequence,
        texts.branch(inviteSequence),
        List.of(),
        "",
        "");
  }

  /** A request within the dialog. */
  private String within(String method, String headers, String body) {
    return texts.request(
        method, remoteTarget, toHeader, sequence, texts.branch(sequence), routes, headers, body);
  }

  private void await(String message, long nowNs) {
    out.add(message);
    pending = message;
    provisional = false;
    intervalNs = T1_NS;
    resendNs = nowNs + T1_NS;
    deadlineNs = nowNs + TIMEOUT_NS;
  }
}
