package org.convoke.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.HopImpl;
import java.util.List;
import java.util.ListIterator;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;

/**
 * Sends a request where its dialog says, which is always an address: a name that a peer wrote into
 * a Contact is never looked up by the stack.
 */
public final class HopRouter implements Router {
  /** Where a request goes; set as its application data. */
  record Target(String address, int port, String transport) {}

  /** The stack makes routers by this signature. */
  public HopRouter(SipStack stack, String outboundProxy) {
    // Neither is used.
  }

  @Override
  public Hop getNextHop(Request request) {
    if (((SIPMessage) request).getApplicationData() instanceof Target target) {
      String host =
          target.address().indexOf(':') >= 0 ? "[" + target.address() + "]" : target.address();
      return new HopImpl(host, target.port(), target.transport());
    }
    return null;
  }

  @Override
  @Deprecated
  public ListIterator<Hop> getNextHops(Request request) {
    Hop hop = getNextHop(request);
    return (hop == null ? List.<Hop>of() : List.of(hop)).listIterator();
  }

  @Override
  public Hop getOutboundProxy() {
    return null;
  }
}
