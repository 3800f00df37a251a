package org.convoke.sip;

import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;

/** Puts the {@link GuardParser} in front of everything; made by the stack from its class name. */
public final class GuardParserFactory implements MessageParserFactory {
  @Override
  public MessageParser createMessageParser(SIPTransactionStack stack) {
    GuardNetworkGateway network = (GuardNetworkGateway) stack.getNetworkLayer();
    return new GuardParser(network.counters(), network::datagramTaken);
  }
}
