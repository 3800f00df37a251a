package org.convoke.sip;

import gov.nist.core.net.AddressResolver;
import gov.nist.javax.sip.stack.HopImpl;
import java.net.InetAddress;
import javax.sip.address.Hop;

/**
 * Takes names out of what the stack remembers of a peer's Via: where an answer to a connection that
 * is gone fails, the stack would look such a name up, which may take seconds, and connect there.
 * The stack makes it from its class name.
 */
public final class LiteralResolver implements AddressResolver {
  /** Nobody; a connection to it is refused. */
  private static final String NOBODY = "0.0.0.0";

  private static final int SIP = 5060;
  private static final int SIPS = 5061;

  /** The stack makes it so. */
  public LiteralResolver() {}

  @Override
  public Hop resolveAddress(Hop hop) {
    int otherwise = "tls".equalsIgnoreCase(hop.getTransport()) ? SIPS : SIP;
    int port = hop.getPort() == -1 ? otherwise : hop.getPort();
    return new HopImpl(isAddress(hop.getHost()) ? hop.getHost() : NOBODY, port, hop.getTransport());
  }

  private static boolean isAddress(String host) {
    boolean digits = !host.isEmpty() && Character.digit(host.charAt(0), 16) >= 0;
    if (!digits && !host.startsWith("[") && !host.startsWith(":")) {
      return false;
    }
    try {
      InetAddress.ofLiteral(
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
