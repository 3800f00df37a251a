package org.convoke.media;

import org.convoke.config.MediaConfig;

/**
 * Notices that a peer sends neither RTP nor RTCP any more. Time counts from the connection on, so a
 * peer that never sends is noticed too. A peer on hold need not send; it has far longer.
 */
final class SilenceWatch {
  /** What to report. */
  enum Verdict {
    NOTHING,
    SILENT,
    RESUMED,
    TIMED_OUT
  }

  private final long warningNs;
  private final long timeoutNs;
  private final long holdTimeoutNs;
  private long lastHeardNs;
  private boolean held;
  private boolean warned;
  private boolean timedOut;

  SilenceWatch(MediaConfig config, long nowNs) {
    warningNs = config.silenceWarningSeconds() * 1_000_000_000L;
    timeoutNs = config.silenceTimeoutSeconds() * 1_000_000_000L;
    holdTimeoutNs = config.holdTimeoutMinutes() * 60_000_000_000L;
    lastHeardNs = nowNs;
  }

  /** Warns after {@code warningNs}, and never times out. */
  SilenceWatch(long warningNs, long nowNs) {
    this.warningNs = warningNs;
    timeoutNs = Long.MAX_VALUE;
    holdTimeoutNs = Long.MAX_VALUE;
    lastHeardNs = nowNs;
  }

  /** An accepted packet came. */
  void heard(long nowNs) {
    lastHeardNs = nowNs;
  }

  /** The peer need not send, or must again: either way the clock starts afresh. */
  void held(boolean nowHeld, long nowNs) {
    if (held != nowHeld) {
      held = nowHeld;
      lastHeardNs = nowNs;
    }
  }

  Verdict check(long nowNs) {
    long silentNs = nowNs - lastHeardNs;
    if (warned && !held && silentNs < warningNs) {
      warned = false;
      return Verdict.RESUMED;
    }
    if (!timedOut && silentNs >= (held ? holdTimeoutNs : timeoutNs)) {
      timedOut = true;
      return Verdict.TIMED_OUT;
    }
    if (!warned && !held && silentNs >= warningNs) {
      warned = true;
      return Verdict.SILENT;
    }
    return Verdict.NOTHING;
  }

  long silentNs(long nowNs) {
    return nowNs - lastHeardNs;
  }

  long silentMs(long nowNs) {
    return (nowNs - lastHeardNs) / 1_000_000;
  }
}
