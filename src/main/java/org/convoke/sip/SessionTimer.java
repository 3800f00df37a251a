package org.convoke.sip;

/**
 * Session timers (RFC 4028): how long a session may go without a refresh, and who refreshes.
 * Seconds throughout.
 */
final class SessionTimer {
  /** Less than 90 s must not be asked for (RFC 4028 §4). */
  static final int LEAST = 90;

  /**
   * What was agreed.
   *
   * @param expires after so many seconds without refresh the session is over
   * @param weRefresh we send the refreshes; the peer does otherwise
   * @param peerKnows the peer supports the extension, so the answer may require it
   */
  record Session(int expires, boolean weRefresh, boolean peerKnows) {
    /** When we refresh: at half time (RFC 4028 §10). */
    long refreshAfterNs() {
      return expires * 500_000_000L;
    }

    /** When the side that waits for a refresh gives up, a little before the end (RFC 4028 §10). */
    long giveUpAfterNs() {
      int early = Math.min(32, expires / 3);
      return (expires - early) * 1_000_000_000L;
    }

    /** The value of Session-Expires in an answer. */
    String header() {
      return expires + ";refresher=" + (weRefresh ? "uas" : "uac");
    }
  }

  /** The verdict on a request: a session, or 422 with the least that we accept. */
  record Verdict(Session session, boolean tooSmall) {}

  private SessionTimer() {}

  /**
   * Answers a request as UAS (RFC 4028 §9).
   *
   * @param asked its Session-Expires, or 0
   * @param refresher its refresher parameter: uac, uas or null
   * @param minSe its Min-SE, or 0
   * @param supported it says Supported: timer
   * @param ours what we ask for
   * @param least the least we accept
   */
  static Verdict answer(
      int asked, String refresher, int minSe, boolean supported, int ours, int least) {
    if (asked > 0 && asked < least && supported) {
      return new Verdict(null, true);
    }
    int floor = Math.max(least, supported ? minSe : 0);
    int expires = Math.max(floor, asked > 0 ? Math.min(asked, ours) : ours);
    // Who did not ask for a timer is not relied on to keep it.
    boolean weRefresh = !supported || asked == 0 || "uas".equals(refresher);
    return new Verdict(new Session(expires, weRefresh, supported), false);
  }

  /**
   * Reads the answer to our own refresh (RFC 4028 §7.2).
   *
   * @param answered its Session-Expires, or 0: the peer does without, and we go on refreshing
   * @param refresher its refresher parameter; we are the uac of that request
   */
  static Session refreshed(Session before, int answered, String refresher) {
    if (answered <= 0) {
      return new Session(before.expires(), true, before.peerKnows());
    }
    return new Session(Math.max(LEAST, answered), !"uas".equals(refresher), true);
  }
}
