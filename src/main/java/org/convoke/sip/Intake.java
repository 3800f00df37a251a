package org.convoke.sip;

import gov.nist.javax.sip.message.SIPResponse;
import io.vertx.core.Context;
import java.net.InetAddress;
import org.convoke.sip.SipStackGateway.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the stack's threads deliver to the verticle's own, and keeps what waits for it within
 * limits.
 */
final class Intake implements SipStackGateway.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /**
   * Messages that may wait for the verticle, those of calls and others each; past them new ones are
   * dropped.
   */
  private static final int MAX_WAITING = 5000;

  /** Requests of strangers are dropped earlier, so that a flood leaves room for who is known. */
  private static final int MAX_STRANGERS_WAITING = 500;

  private final Context context;
  private final SipCounters counters;
  private final SelfTest selfTest;
  private final SipDoorman doorman;
  private final Waiting waiting = new Waiting();
  private volatile RequestHandler requests;
  private volatile OwnRequestHandler own;

  Intake(Context context, SipCounters counters, SelfTest selfTest, SipDoorman doorman) {
    this.context = context;
    this.counters = counters;
    this.selfTest = selfTest;
    this.doorman = doorman;
  }

  /** Who takes what comes; before the stack is started. */
  void attach(RequestHandler requests, OwnRequestHandler own) {
    this.requests = requests;
    this.own = own;
  }

  /** Messages that the verticle has not seen yet. */
  int waiting() {
    return waiting.size();
  }

  @Override
  public void request(Incoming incoming) {
    if (selfTest.isOurs(incoming.request().getCallId().getCallId())) {
      incoming.request().setApplicationData(SelfTest.OURS);
      context.runOnContext(v -> requests.handle(incoming));
      return;
    }
    counters.request(incoming.request().getMethod());
    InetAddress source = incoming.source().getAddress();
    boolean known = doorman.knows(source);
    // A CANCEL belongs to no call as yet: it must not overtake its INVITE.
    boolean ofACall =
        incoming.request().getToTag() != null && (known || doorman.mayConnectTo(source));
    enter(
        ofACall,
        known || ofACall ? MAX_WAITING : MAX_STRANGERS_WAITING,
        () -> {
          selfTest.handled(incoming.transport());
          requests.handle(incoming);
        });
  }

  @Override
  public void response(SIPResponse response, Object token) {
    enter(true, MAX_WAITING, () -> own.response(response, (Call.OwnRequest) token));
  }

  @Override
  public void unanswered(Object token) {
    enter(true, MAX_WAITING, () -> own.unanswered((Call.OwnRequest) token));
  }

  private void enter(boolean ofACall, int most, Runnable task) {
    if (!waiting.add(ofACall, most, task)) {
      counters.overload.increment();
      return;
    }
    // One turn for each task, whichever is the first by then.
    context.runOnContext(v -> {
      Runnable next = waiting.poll();
      try {
        next.run();
      } catch (RuntimeException e) {
        LOG.error("a SIP message could not be handled", e);
      }
    });
  }
}
