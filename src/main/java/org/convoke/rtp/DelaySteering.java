package org.convoke.rtp;

// Hot path: no allocation after construction.

/** How long a jitter buffer shall hold packets, and when it shall shed one. */
final class DelaySteering {
  static final long FRAME_NS = 20_000_000L;

  /** Between too long and just right, so that the delay does not go to and fro. */
  static final long HYSTERESIS_NS = 8_000_000L;

  /** What the timing of the caller's own ticks may cost. */
  private static final long MARGIN_NS = 1_000_000L;

  /** How far beyond the 95th percentile stragglers are still waited for. */
  private static final long ALLOWANCE_NS = 22_000_000L;

  /** And with the packet after a lost one at hand: the promise is 40 ms, ticks and all. */
  private static final long MOST_ALLOWANCE_NS = 36_000_000L;

  /** A pause in the talk comes within it, or is not waited for any longer. */
  private static final long GROWTH_PATIENCE_NS = 4_000_000_000L;

  /** Transit that changes by more is a jump of the sender's timestamps. */
  private static final long JUMP_NS = 1_000_000_000L;

  private final DelayWindow window = new DelayWindow();
  private final long minDelayNs;
  private final long maxDelayNs;
  private long extraNs;
  private boolean looksAhead;
  private final LossWatch losses = new LossWatch();
  private boolean isShort;
  private long shortSinceNs;
  private boolean isLong;
  private long longSinceNs;

  DelaySteering(int minDelayMs, int maxDelayMs) {
    minDelayNs = Math.max(0, minDelayMs * 1_000_000L - FRAME_NS);
    maxDelayNs = Math.max(FRAME_NS, maxDelayMs * 1_000_000L);
  }

  void clear() {
    window.clear();
    losses.clear();
    isLong = false;
    isShort = false;
  }

  void extraDelayMs(int millis) {
    extraNs = millis * 1_000_000L;
  }

  /** Whether to wait for one packet more while the line loses some. */
  void looksAhead(boolean looks) {
    looksAhead = looks;
  }

  LossWatch losses() {
    return losses;
  }

  /** A packet came {@code transitNs} after its RTP time. */
  void arrived(long transitNs, long nowNs) {
    window.add(transitNs, nowNs);
  }

  boolean isJump(long transitNs) {
    return !window.isEmpty() && Math.abs(transitNs - window.leastNs()) > JUMP_NS;
  }

  /** The least delay that leaves nearly all packets in time. */
  long lineNeedNs() {
    long need = Math.max(window.needNs(ALLOWANCE_NS) + MARGIN_NS, minDelayNs);
    return Math.min(need, maxDelayNs - FRAME_NS);
  }

  /** The delay wanted: what the line needs and, where it loses packets, the next one at hand. */
  long needNs(long nowNs) {
    long ahead = looksAhead && losses.lossy(nowNs) ? FRAME_NS : 0;
    long lineNs = lineNeedNs();
    long most = Math.max(lineNs, window.p95Ns() + MOST_ALLOWANCE_NS);
    return Math.min(Math.min(lineNs + ahead, most) + extraNs, maxDelayNs - FRAME_NS);
  }

  /**
   * Whether to make a delay longer that is less than wanted. A frame put into the middle of a word
   * is heard as much as one that is lost: it waits for a pause unless more would be lost otherwise.
   */
  boolean grows(long ageNs, boolean quiet, long nowNs) {
    if (!isShort) {
      isShort = true;
      shortSinceNs = nowNs;
    }
    long urgentNs = Math.min(window.mostNs() + MARGIN_NS + extraNs, maxDelayNs - FRAME_NS);
    return quiet
        || ageNs < Math.max(urgentNs, minDelayNs)
        || nowNs - shortSinceNs > GROWTH_PATIENCE_NS;
  }

  /** The delay is as long as wanted. */
  void isEnough() {
    isShort = false;
  }

  long maxDelayNs() {
    return maxDelayNs;
  }

  /** How long before {@code nowNs} an undelayed packet of that RTP time came. */
  long ageNs(long rtpNs, long nowNs) {
    return nowNs - window.leastNs() - rtpNs;
  }

  /**
   * Whether to pass over a packet now.
   *
   * @param surplusNs what the delay would still have above the need without it
   * @param possible the packet after it is there
   */
  boolean sheds(long surplusNs, boolean possible, boolean quiet, long nowNs) {
    long excessNs = surplusNs - HYSTERESIS_NS;
    if (excessNs < 0) {
      isLong = false;
      return false;
    }
    if (!possible) {
      return false;
    }
    if (!isLong) {
      isLong = true;
      longSinceNs = nowNs;
      return false;
    }
    if (nowNs - longSinceNs < patienceNs(excessNs, quiet)) {
      return false;
    }
    longSinceNs = nowNs;
    return true;
  }

  /** The more there is to shed the sooner; a pause in the talk is used at once. */
  private static long patienceNs(long excessNs, boolean quiet) {
    if (quiet) {
      return 60_000_000L;
    }
    if (excessNs > 60_000_000L) {
      return 160_000_000L;
    }
    return excessNs > 20_000_000L ? 800_000_000L : 2_000_000_000L;
  }
}
