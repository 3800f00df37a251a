package org.convoke.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPServerTransaction;
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

  /** A client of RFC 2543 has no branch, which the stack takes for a key: it would throw. */
  @Override
  public SIPServerTransaction findTransactionPendingAck(SIPRequest ack) {
    return Messages.branch(ack).isEmpty() ? null : super.findTransactionPendingAck(ack);
  }

  @Override
  public boolean isTransactionPendingAck(SIPServerTransaction transaction) {
    return !Messages.branch((SIPRequest) transaction.getRequest()).isEmpty()
        && super.isTransactionPendingAck(transaction);
  }

  @Override
  protected void finalize() {
    // The stack is stopped by its owner; a finalizer would stop what it shares.
  }
}
