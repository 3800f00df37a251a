package org.convoke.sip;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Locale;

/**
 * A request from outside, which belongs to a transaction as RFC 3261 §17.2.3 says: by branch,
 * sent-by and method. The stack goes by the branch alone, so that two phones with equal branches
 * would swallow each other's calls.
 */
final class PeerRequest extends SIPRequest {
  private static final long serialVersionUID = 1L;

  /** Makes requests of this kind. */
  static final class Parser extends StringMsgParser {
    @Override
    protected SIPMessage processFirstLine(
        String line, ParseExceptionListener listener, byte[] message) throws ParseException {
      SIPMessage parsed = super.processFirstLine(line, listener, message);
      if (!(parsed instanceof SIPRequest request)) {
        return parsed;
      }
      PeerRequest own = new PeerRequest();
      own.setRequestLine(request.getRequestLine());
      return own;
    }
  }

  /** What a request must have is ours to say; the stack would drop it without an answer. */
  @Override
  public void checkHeaders() {
    // Rules and RequestHandler do.
  }

  @Override
  public String getTransactionId() {
    String id = super.getTransactionId();
    if (!id.startsWith("z9hg4bk")) {
      // An old client's: made of all that tells its requests apart.
      return id;
    }
    HostPort sentBy = getTopmostVia().getSentBy();
    String method = getCSeq().getMethod();
    // The ACK to a refusal is part of the INVITE's transaction.
    String one = method.equals(ACK) ? INVITE : method;
    return (id + ' ' + sentBy.encode() + ' ' + one).toLowerCase(Locale.ROOT);
  }
}
