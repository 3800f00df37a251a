package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.convoke.sip.SipStackGateway.Incoming;

/** Answers what leads to no call, without keeping anything of it, and not to everybody. */
final class StrangerHandler {
  private final SipScope scope;
  private final Gatekeeper gate;
  private final Nonces nonces;
  private final Consumer<InetAddress> ban;

  /** {@code ban} is told of a source that shall not be listened to for a while. */
  StrangerHandler(SipScope scope, Gatekeeper gate, Nonces nonces, Consumer<InetAddress> ban) {
    this.scope = scope;
    this.gate = gate;
    this.nonces = nonces;
    this.ban = ban;
  }

  /** Whether the address alone says who it is. */
  boolean knows(InetAddress address) {
    return gate.knownByAddress(address) != null;
  }

  /**
   * Answers without state; a source that nobody knows is counted and past its rate not answered.
   */
  void refuse(Incoming in, Refusal refusal) {
    InetAddress address = in.source().getAddress();
    if (!knows(address) && !tolerated(address)) {
      return;
    }
    reply(in, refusal);
  }

  /** Counts a request of a source that nobody knows; false: it is not answered. */
  boolean tolerated(InetAddress address) {
    long nowNs = scope.clock.nowNs();
    if (gate.tolerates(address, nowNs)) {
      return true;
    }
    ban.accept(address);
    return false;
  }

  /** Nothing more is read of this source for a while. */
  void ignore(InetAddress address) {
    ban.accept(address);
  }

  /** Answers without state, whoever asks. */
  void reply(Incoming in, Refusal refusal) {
    scope.stack.respond(in, null, Messages.answer(in.request(), refusal, tag(in.request())));
  }

  /** The same for the same request, so that a repeated one gets the same answer. */
  String tag(SIPRequest request) {
    return nonces.tag(request.getCallId().getCallId() + Messages.branch(request));
  }
}
