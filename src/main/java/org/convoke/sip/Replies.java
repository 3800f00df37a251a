package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Random;
import org.convoke.config.SipConfig;
import org.convoke.sdp.Negotiation;

/** Answers that more than one place gives, and what a request says that they depend on. */
final class Replies {
  private Replies() {}

  /** What we say of ourselves to those we know. */
  static void capabilities(SIPResponse ok) {
    Messages.add(ok, "Allow: " + Rules.ALLOW);
    Messages.add(ok, "Accept: " + Rules.ACCEPT);
    Messages.add(ok, "Supported: " + Rules.SUPPORTED);
    Messages.add(ok, "Accept-Encoding: identity");
    Messages.add(ok, "Accept-Language: en");
  }

  static Refusal unfit(Negotiation.Refused refused) {
    String why = Messages.plain(refused.why(), 120).replace("\\", "").replace("\"", "'");
    String warning = "Warning: " + refused.warningCode() + " convoke \"" + why + "\"";
    return refused.isMalformed()
        ? Refusal.of(400, "Malformed SDP", warning.replaceFirst(": [0-9]+", ": 399"))
        : Refusal.of(488, "Not Acceptable Here", warning);
  }

  static Refusal unavailable(Random random) {
    return Refusal.of(503, "Service Unavailable", "Retry-After: " + (5 + random.nextInt(26)));
  }

  /** A request within a dialog, or for a transaction, that we do not have (RFC 3261 §12.2.2). */
  static Refusal noDialog() {
    return Refusal.of(481, "Call/Transaction Does Not Exist");
  }

  /** What every request is looked at for (RFC 3261 §8.2); null where it may go on. */
  static Refusal generalRefusal(SIPRequest request) {
    return Rules.check(
        request.getMethod(),
        request.getRequestURI().getScheme(),
        Messages.maxForwards(request),
        Messages.tags(request, "Require"));
  }

  /** What is wrong with a request's body, or else with its session timer; null: nothing. */
  static Refusal termsRefusal(SIPRequest request, SessionTimer.Verdict timer, SipConfig config) {
    Refusal refusal =
        Rules.checkBody(
            Messages.body(request) != null,
            Messages.contentType(request),
            Messages.value(request, "Content-Encoding"),
            Messages.accepted(request));
    return refusal == null && timer.tooSmall() ? tooSmall(config) : refusal;
  }

  static SessionTimer.Verdict session(SIPRequest request, SipConfig config) {
    Messages.Timer asked = Messages.timer(request, "Session-Expires", "x");
    Messages.Timer least = Messages.timer(request, "Min-SE", null);
    boolean supported =
        Messages.has(request, "Supported", "timer")
            || Messages.has(request, "k", "timer")
            || Messages.has(request, "Require", "timer");
    return SessionTimer.answer(
        asked.seconds(),
        asked.refresher(),
        least.seconds(),
        supported,
        config.sessionExpiresSeconds(),
        config.minSessionExpiresSeconds());
  }

  private static Refusal tooSmall(SipConfig config) {
    return Refusal.of(
        422, "Session Interval Too Small", "Min-SE: " + config.minSessionExpiresSeconds());
  }

  static boolean allows(SIPRequest request, String method) {
    return Messages.has(request, "Allow", method);
  }
}
