package org.convoke.rtp;

// Hot path: no allocation after construction.

/** How long a jitter buffer shall hold packets, and when it shall shed one. */
final class DelaySteering {
  static final long FRAME_NS = 20_000_000L;

  /** Between too long and just right, so that the delay does not go to and fro. */
  static final long HYSTERESIS_NS = 8_000_000L;

  /**
   * With less to spare a frame stays in. Ticks are steered to leave a little more than this, see
   * {@code PhaseSteering}, so that what one bad moment put in is not there for good.
   */
  private static final long LEAST_SHED_NS = 1_000_000L;

  /** Who sheds with little to spare waits to see whether it lasts: in a pause, and in the talk. */
  private static final long QUIET_PATIENCE_NS = 1_000_000_000L;

  private static final long TALK_PATIENCE_NS = 8_000_000_000L;

  /** A frame that is wanted back so soon should have stayed: the next one is waited for longer. */
  private static final long REGRET_NS = 30_000_000_000L;

  private static final int MOST_REGRETS = 4;

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

  /** What was shed last, at {@link #shedNs}, left little to spare, and did not come back yet. */
  private boolean dared;

  private long shedNs;
  private int regrets;

  DelaySteering(int minDelayMs, int maxDelayMs) {
    minDelayNs = Math.max(0, minDelayMs * 1_000_000L - FRAME_NS);
    maxDelayNs = Math.max(FRAME_NS, maxDelayMs * 1_000_000L);
  }

  void clear() {
    window.clear();
    losses.clear();
    isLong = false;
    isShort = false;
    dared = false;
    regrets = 0;
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
    if (surplusNs < LEAST_SHED_NS) {
      isLong = false;
      return false;
    }
    if (!possible) {
      return false;
    }
    if (!isLong) {
      isLong = true;
      longSinceNs = nowNs;
      hadItBack(nowNs);
      return false;
    }
    if (nowNs - longSinceNs < patienceNs(surplusNs, quiet)) {
      return false;
    }
    longSinceNs = nowNs;
    shedNs = nowNs;
    dared = surplusNs < HYSTERESIS_NS;
    return true;
  }

  /** Whatever was shed last is in again: by stretching, or because a packet came too late. */
  private void hadItBack(long nowNs) {
    if (dared) {
      boolean soon = nowNs - shedNs < REGRET_NS;
      regrets = soon ? Math.min(MOST_REGRETS, regrets + 1) : 0;
      dared = false;
    }
  }

  /** The more there is to shed the sooner; a pause in the talk is used at once. */
  private long patienceNs(long surplusNs, boolean quiet) {
    if (surplusNs < HYSTERESIS_NS) {
      return (quiet ? QUIET_PATIENCE_NS : TALK_PATIENCE_NS) << 2 * regrets;
    }
    if (quiet) {
      return 60_000_000L;
    }
    if (surplusNs > 68_000_000L) {
      return 160_000_000L;
    }
    return surplusNs > 28_000_000L ? 800_000_000L : 2_000_000_000L;
  }
}
