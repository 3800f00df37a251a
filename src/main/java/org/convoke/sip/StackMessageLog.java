package org.convoke.sip;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** The stack's message log, which is not kept: messages hold numbers, credentials and keys. */
public final class StackMessageLog implements ServerLogger {
  @Override
  public void closeLogFile() {
    // There is none.
  }

  @Override
  public void logMessage(
      SIPMessage message, String from, String to, boolean sender, long timeMillis) {
    // Not kept.
  }

  @Override
  public void logMessage(
      SIPMessage message, String from, String to, String status, boolean sender, long timeMillis) {
    // Not kept.
  }

  @Override
  public void logMessage(
      SIPMessage message, String from, String to, String status, boolean sender) {
    // Not kept.
  }

  @Override
  public void logException(Exception e) {
    // The stack log has it.
  }

  @Override
  public void setStackProperties(Properties properties) {
    // Needs none.
  }

  @Override
  public void setSipStack(SipStack stack) {
    // Needs none.
  }
}
