package org.convoke.rtp;

// Hot path: no allocation after construction.

/** What a jitter buffer answered last, and what it did since construction. */
abstract class JitterReadings {
  int ticks;
  boolean jumped;
  int payloadType;
  int sequence;
  long timestamp;
  long delayNs;
  long surplusNs;
  long lateCount;
  long duplicateCount;
  long overflowCount;
  long resetCount;
  long playedTicks;
  long concealedTicks;
  long stretchedFrames;
  long droppedPackets;

  /** How much sound the last {@code next} stands for, in ticks of the RTP clock. */
  public int ticks() {
    return ticks;
  }

  /** The payload last returned does not continue the one before: blend it in. */
  public boolean jumped() {
    return jumped;
  }

  /** RTP timestamp of the payload last returned, 0 to 2^32-1. */
  public long timestamp() {
    return timestamp;
  }

  /** RTP sequence number of the payload last returned. */
  public int sequence() {
    return sequence;
  }

  /** RTP payload type of the payload last returned. */
  public int payloadType() {
    return payloadType;
  }

  /** How long an undelayed packet was held when last played. */
  public double delayMs() {
    return delayNs / 1e6;
  }

  /** How much longer than its line needs the packet last played was held, in ns. */
  public long surplusNs() {
    return surplusNs;
  }

  /** Packets that came after their turn. */
  public long lateCount() {
    return lateCount;
  }

  public long duplicateCount() {
    return duplicateCount;
  }

  public long overflowCount() {
    return overflowCount;
  }

  public long resetCount() {
    return resetCount;
  }

  /** Ticks of sound played from packets. */
  public long playedTicks() {
    return playedTicks;
  }

  /** Ticks for which {@code LOST} was answered, whatever the cause. */
  public long concealedTicks() {
    return concealedTicks;
  }

  /** Frames put in to make the delay longer. */
  public long stretchedFrames() {
    return stretchedFrames;
  }

  /** Packets passed over to make the delay shorter. */
  public long droppedPackets() {
    return droppedPackets;
  }

  /** 0 to 1: the concealed share of all sound since construction. */
  public double concealedShare() {
    long all = playedTicks + concealedTicks;
    return all == 0 ? 0 : (double) concealedTicks / all;
  }
}
