package org.convoke.sip;

import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.sip.ServerTransaction;
import javax.sip.SipProvider;
import org.convoke.sip.SipStackGateway.Incoming;
import org.convoke.sip.SipStackGateway.Listening;

/**
 * Transactions and transports as the handlers see them. {@link SipStackGateway} is the one there
 * is; a simulation has its own, with a network in virtual time.
 */
interface SipStack {
  /** As {@link SipStackGateway#start}. */
  List<Listening> start(
      List<InetAddress> addresses,
      int port,
      int tlsPort,
      SSLContext tls,
      GuardNetworkGateway.Doorman doorman)
      throws IOException;

  /** As {@link SipStackGateway#transaction}. */
  ServerTransaction transaction(Incoming incoming);

  /** As {@link SipStackGateway#trusted}. */
  default void trusted(Incoming incoming) {}

  /** As {@link SipStackGateway#respond}. */
  void respond(Incoming to, ServerTransaction transaction, SIPResponse response);

  /** As {@link SipStackGateway#request}. */
  void request(SipProvider provider, String text, HopRouter.Target target, Object token);

  /** As {@link SipStackGateway#tableSizes}. */
  default int[] tableSizes() {
    return new int[3];
  }

  /** As {@link SipStackGateway#stop}. */
  void stop();
}
