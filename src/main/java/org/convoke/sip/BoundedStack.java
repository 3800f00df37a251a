package org.convoke.sip;

import gov.nist.javax.sip.SipStackImpl;
import java.util.Properties;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;

/** The stack, with what it lacks: datagrams and streams have limits of their own. */
final class BoundedStack extends SipStackImpl {
  private boolean datagrams;

  BoundedStack(Properties properties) throws PeerUnavailableException {
    super(properties);
  }

  @Override
  public int getMaxMessageSize() {
    return datagrams ? Screen.MAX_DATAGRAM + 1 : 2 * Screen.MAX_STREAM_MESSAGE;
  }

  /** A door for datagrams, which reads its limit while it is made. */
  ListeningPoint datagrams(String host, int port) throws Exception {
    datagrams = true;
    try {
      return createListeningPoint(host, port, "udp");
    } finally {
      datagrams = false;
    }
  }

  /** Those that it makes in spite of all. */
  int dialogs() {
    return dialogTable.size() + earlyDialogTable.size();
  }

  @Override
  protected void finalize() {
    // The stack is stopped by its owner; a finalizer would stop what it shares.
  }
}
