package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * What became of one source's packets: RFC 3550 A.1 (sequence), A.3 (loss), A.8 (jitter), and how
 * the losses clump. Count every packet that passed authentication, once, before the jitter buffer.
 */
public final class ReceptionStats {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;

  private int clockRate;
  private boolean started;
  private int suspect;
  private long base;
  private long highest;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private long carriedExpected;
  private long carriedReceived;
  private long holes;

  private long lastTransit;
  private long lastTimestamp;
  private boolean transitKnown;
  private double jitterTicks;

  /**
   * @param clockRate of the RTP timestamp, Hz
   */
  public ReceptionStats(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Another source or clock begins. The totals of loss go on; RTCP's counts begin anew. */
  public void reset(int newClockRate) {
    carriedExpected += expected();
    carriedReceived += received;
    clockRate = newClockRate;
    started = false;
    received = 0;
    expectedBefore = 0;
    receivedBefore = 0;
    transitKnown = false;
    jitterTicks = 0;
    suspect = -1;
  }

  /** A packet came, duplicates included. */
  public void received(int sequence, long timestamp, long nowNs) {
    if (!started) {
      begin(sequence);
    } else {
      int delta = (short) (sequence - (int) highest);
      if (delta > MAX_DROPOUT || delta < -MAX_MISORDER) {
        if (sequence != suspect) {
          suspect = (sequence + 1) & 0xFFFF;
          return;
        }
        reset(clockRate);
        begin(sequence);
      } else if (delta > 0) {
        if (delta > 1) {
          holes++;
        }
        highest += delta;
      }
    }
    suspect = -1;
    received++;
    measureJitter(timestamp, nowNs);
  }

  private void begin(int sequence) {
    started = true;
    base = sequence;
    highest = sequence;
  }

  private void measureJitter(long timestamp, long nowNs) {
    // Packets of one timestamp (a telephone-event's updates) say nothing of the network's jitter.
    if (transitKnown && (int) timestamp == (int) lastTimestamp) {
      return;
    }
    long arrival =
        nowNs / 1_000_000_000L * clockRate + nowNs % 1_000_000_000L * clockRate / 1_000_000_000L;
    long transit = (int) (arrival - timestamp);
    if (transitKnown) {
      // Half of all there is has no counterpart above 0 in 32 bits.
      long d = Math.abs((long) (int) (transit - lastTransit));
      // A jump of the timestamps is no jitter either.
      if (d < clockRate) {
        jitterTicks += (d - jitterTicks) / 16;
      }
    }
    lastTransit = transit;
    lastTimestamp = timestamp;
    transitKnown = true;
  }

  public boolean isStarted() {
    return started;
  }

  /** Packets that the present source sent, as far as its sequence numbers tell. */
  public long expected() {
    return started ? highest - base + 1 : 0;
  }

  /** Packets of all sources that came, duplicates included. */
  public long totalReceived() {
    return carriedReceived + received;
  }

  /** Packets of all sources that were lost on the way; never below 0. */
  public long totalLost() {
    return Math.max(0, carriedExpected + expected() - totalReceived());
  }

  /** 0 to 1, over the whole call. */
  public double lossShare() {
    long all = carriedExpected + expected();
    return all == 0 ? 0 : Math.min(1.0, (double) totalLost() / all);
  }

  /**
   * How much losses clump: mean length of a run of losses against that of random loss of the same
   * share (G.107 BurstR). 1: at random; more: in bursts.
   */
  public double burstRatio() {
    long lost = totalLost();
    if (holes == 0 || lost < holes) {
      return 1;
    }
    return Math.max(1, (double) lost / holes * (1 - lossShare()));
  }

  /** RTCP's cumulative number lost of the present source: signed 24 bits, RFC 3550 §6.4.1. */
  public int cumulativeLost() {
    return (int) Math.clamp(expected() - received, -0x800000L, 0x7FFFFFL);
  }

  /** RTCP's extended highest sequence number received. */
  public int extendedHighest() {
    return (int) highest;
  }

  /** RTCP's fraction lost since the last call, in 1/256. Call it once per report (RFC 3550 A.3). */
  public int fractionLostSinceLastReport() {
    long expectedNow = expected() - expectedBefore;
    long receivedNow = received - receivedBefore;
    expectedBefore = expected();
    receivedBefore = received;
    long lost = expectedNow - receivedNow;
    return expectedNow <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expectedNow);
  }

  /** Interarrival jitter, in ticks of the RTP clock (RFC 3550 A.8). */
  public long jitterTicks() {
    return (long) jitterTicks;
  }

  /** The same in milliseconds. */
  public double jitterMs() {
    return jitterTicks * 1000 / clockRate;
  }
}
