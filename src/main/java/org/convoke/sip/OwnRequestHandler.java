package org.convoke.sip;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.SipURI;
import org.convoke.sdp.Negotiation;
import org.convoke.sip.Call.OwnRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own requests in a call: BYE and session refreshes, and what comes back. A challenge is never
 * answered here: the far end of a call we were sent has no claim to a password of ours.
 */
final class OwnRequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OwnRequestHandler.class);

  private final SipScope scope;
  private CallHandler calls;

  OwnRequestHandler(SipScope scope) {
    this.scope = scope;
  }

  /** The other half of the pair; set once, before the first request. */
  void attach(CallHandler calls) {
    this.calls = calls;
  }

  void bye(Call call, String cause) {
    List<String> headers = List.of("Reason: SIP;cause=" + code(cause) + ";text=\"" + cause + "\"");
    send(new OwnRequest(call, "BYE", call.dialog.nextCseq(), false, false), headers, "", false);
  }

  private static int code(String cause) {
    return switch (cause) {
      case "ack_timeout", "session_expired", "media_timeout" -> 408;
      case "bridge_stopping" -> 503;
      default -> 200;
    };
  }

  void refresh(Call call) {
    if (call.refresh != null || call.session == null || !(call.state instanceof CallState.Up)) {
      return;
    }
    String method = call.takesUpdate ? "UPDATE" : "INVITE";
    String sdp = call.takesUpdate ? "" : call.talk.offerUnchanged();
    OwnRequest own = new OwnRequest(call, method, call.dialog.nextCseq(), !sdp.isEmpty(), false);
    call.refresh = own;
    List<String> headers = new ArrayList<>();
    headers.add("Supported: timer");
    headers.add("Session-Expires: " + call.session.expires() + ";refresher=uac");
    headers.add("Min-SE: " + scope.config.sip().minSessionExpiresSeconds());
    headers.add("Allow: " + Rules.ALLOW);
    send(own, headers, sdp, false);
  }

  /** The call is over: nothing of ours is under way any more. */
  void forget(Call call) {
    call.refresh = null;
  }

  private void send(OwnRequest own, List<String> headers, String sdp, boolean secondChoice) {
    Call call = own.call();
    String transport = call.invite.transport();
    String text =
        call.dialog.request(
            own.method(),
            own.cseq(),
            scope.via(call, transport),
            own.method().equals("BYE") ? null : scope.contact(call),
            headers,
            sdp);
    scope.stack.request(call.invite.provider(), text, target(call, secondChoice), own);
  }

  /**
   * Where a request of ours goes: the first route, or the Contact (RFC 3261 §12.2.1.2), as far as
   * they are addresses. A stream's own connection comes first, and a private Contact from a public
   * address is a phone behind NAT, which is reached where its packets come from.
   */
  private static HopRouter.Target target(Call call, boolean secondChoice) {
    InetAddress source = call.invite.source().getAddress();
    String transport = call.invite.transport();
    HopRouter.Target there =
        new HopRouter.Target(source.getHostAddress(), call.invite.source().getPort(), transport);
    HopRouter.Target said = said(call, transport);
    boolean prefersSource =
        said == null || !transport.equals("udp") || isBehindNat(said.address(), source);
    HopRouter.Target first = prefersSource ? there : said;
    HopRouter.Target second = prefersSource && said != null ? said : there;
    return secondChoice ? second : first;
  }

  private static HopRouter.Target said(Call call, String transport) {
    String uri =
        call.dialog.routes.isEmpty() ? call.dialog.remoteTarget() : call.dialog.routes.getFirst();
    try {
      String bare = uri.contains("<") ? uri.substring(uri.indexOf('<') + 1, uri.indexOf('>')) : uri;
      SipURI sip = new StringMsgParser().parseSIPUrl(bare);
      InetAddress address = InetAddress.ofLiteral(sip.getHost());
      int port = sip.getPort() > 0 ? sip.getPort() : transport.equals("tls") ? 5061 : 5060;
      return new HopRouter.Target(address.getHostAddress(), port, transport);
    } catch (ParseException | RuntimeException e) {
      return null;
    }
  }

  private static boolean isBehindNat(String said, InetAddress source) {
    InetAddress address = InetAddress.ofLiteral(said);
    boolean local = address.isLoopbackAddress() || address.isAnyLocalAddress();
    boolean same = address.equals(source);
    boolean privateOnly = address.isSiteLocalAddress() && !source.isSiteLocalAddress();
    return !same && (privateOnly || local) && !source.isAnyLocalAddress();
  }

  /** No final answer came, or it could not be sent. */
  void unanswered(OwnRequest own) {
    Call call = own.call();
    if (own.method().equals("BYE")) {
      if (!own.again() && !target(call, true).equals(target(call, false))) {
        OwnRequest again = new OwnRequest(call, "BYE", call.dialog.nextCseq(), false, true);
        send(again, List.of(), "", true);
      }
      return;
    }
    if (own == call.refresh) {
      call.refresh = null;
      call.talk.withdraw();
      LOG.info("call {}: the peer does not answer our {}", call.id, own.method());
      calls.feed(call, new CallInput.HangUp("session_expired"));
    }
  }

  /** A response to one of our requests; {@code own} null: one that matches no transaction. */
  void response(SIPResponse response, OwnRequest own) {
    int code = response.getStatusCode();
    boolean invite = "INVITE".equals(response.getCSeq().getMethod());
    if (own == null) {
      Call call =
          scope.calls.byDialog(
              response.getCallId().getCallId(),
              response.getFromTag(),
              Messages.orEmpty(response.getToTag()));
      if (call != null && invite && code / 100 == 2) {
        // Our ACK was lost, so the 200 came again (RFC 3261 §13.2.2.4).
        ack(call, response.getCSeq().getSeqNumber());
      }
      return;
    }
    if (code < 200 || own.method().equals("BYE")) {
      return;
    }
    Call call = own.call();
    if (invite && code / 100 == 2) {
      ack(call, own.cseq());
    }
    if (own != call.refresh) {
      return;
    }
    call.refresh = null;
    if (code / 100 == 2) {
      refreshed(call, own, response);
    } else {
      call.talk.withdraw();
      refused(call, own, code, response);
    }
  }

  private void refreshed(Call call, OwnRequest own, SIPResponse response) {
    String contact = DialogHandler.contact(response);
    if (contact != null) {
      call.dialog.moved(contact);
    }
    if (own.offer()) {
      byte[] body = response.getRawContent();
      if (body != null && call.talk.accept(Talk.text(body)) instanceof Negotiation.Agreed) {
        calls.renegotiated(call);
      }
    }
    Messages.Timer timer = Messages.timer(response, "Session-Expires", "x");
    call.session = SessionTimer.refreshed(call.session, timer.seconds(), timer.refresher());
    calls.feedSession(call);
  }

  private void refused(Call call, OwnRequest own, int code, SIPResponse response) {
    switch (code) {
      case 481 -> calls.feed(call, new CallInput.PeerGone(481, "Call Does Not Exist"));
      case 408 -> calls.feed(call, new CallInput.HangUp("session_expired"));
      case 422 -> {
        int least = Messages.timer(response, "Min-SE", null).seconds();
        if (least > call.session.expires()) {
          call.session = new SessionTimer.Session(least, true, true);
          refresh(call);
        }
      }
      case 405, 501 -> {
        if (own.method().equals("UPDATE")) {
          call.takesUpdate = false;
          refresh(call);
        }
      }
      // The peer's own request crossed ours (RFC 3261 §14.1: we did not make the Call-ID).
      case 491 -> later(call, 1 + scope.random.nextInt(2000));
      default -> later(call, Math.max(1000, call.session.expires() * 100L));
    }
  }

  private void later(Call call, long delayMs) {
    scope.vertx.setTimer(delayMs, t -> refresh(call));
  }

  private void ack(Call call, long cseq) {
    String text =
        call.dialog.request(
            "ACK", cseq, scope.via(call, call.invite.transport()), null, List.of(), "");
    scope.stack.request(call.invite.provider(), text, target(call, false), null);
  }
}
