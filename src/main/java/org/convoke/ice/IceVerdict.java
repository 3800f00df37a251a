package org.convoke.ice;

import java.net.InetSocketAddress;

/** What became of a STUN message. */
public sealed interface IceVerdict {
  /**
   * An authentic check.
   *
   * @param answer to be sent to where the check came from
   * @param pair the check's source, when it was none of the browser's addresses before, or null
   * @param given an address that is no longer one of the browser's because of it, or null
   * @param moved the selected pair is another now
   */
  record Checked(byte[] answer, InetSocketAddress pair, InetSocketAddress given, boolean moved)
      implements IceVerdict {}

  /**
   * The browser's authentic answer to a request of ours.
   *
   * @param roundTripNs how long it took
   */
  record Answered(long roundTripNs) implements IceVerdict {}

  /**
   * Nothing of it was believed.
   *
   * @param answer an error response (RFC 8489 §6.3.4), or null to be silent
   */
  record Refused(byte[] answer) implements IceVerdict {}
}
