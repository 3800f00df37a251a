package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * Which packets belong to one stream, and their sequence numbers and timestamps without wrap-around
 * (RFC 3550 A.1): begins anew with another SSRC or when the sender's numbers jump.
 */
final class StreamOrder {
  /** A sequence number farther ahead than this is another stream. */
  private static final int MAX_DROPOUT = 3000;

  /** And one farther behind than this. */
  private static final int MAX_MISORDER = 100;

  /** So many packets in a row of the SSRC before are no strays: the peer went back to it. */
  private static final int STRAYS = 5;

  private static final int NONE = -1;

  /** What a packet is to the stream. */
  enum Kinship {
    FIRST,
    SAME,
    /** The first of another stream, which takes the place of this one. */
    ANOTHER,
    /** Left over from another stream. */
    STRAY
  }

  private int clockRate;
  private boolean started;
  private int ssrc;
  private int previousSsrc;
  private int previousRun;
  private int suspectSequence = NONE;
  private long highest;
  private long lastTimestamp;
  private long baseTimestamp;

  void forget(int newClockRate) {
    clockRate = newClockRate;
    started = false;
    suspectSequence = NONE;
  }

  boolean isStarted() {
    return started;
  }

  Kinship kinship(int seq, int packetSsrc) {
    if (!started) {
      return Kinship.FIRST;
    }
    if (packetSsrc != ssrc) {
      // What was still under way when the peer changed its SSRC does not change it back.
      boolean stray = packetSsrc == previousSsrc && ++previousRun < STRAYS;
      return stray ? Kinship.STRAY : Kinship.ANOTHER;
    }
    previousRun = 0;
    int delta = (short) (seq - (int) highest);
    if (delta <= MAX_DROPOUT && delta >= -MAX_MISORDER) {
      suspectSequence = NONE;
      return Kinship.SAME;
    }
    // One such packet is a stray; two in a row are a sender that began anew.
    if (seq == suspectSequence) {
      return Kinship.ANOTHER;
    }
    suspectSequence = (seq + 1) & 0xFFFF;
    return Kinship.STRAY;
  }

  void begin(int seq, long rtpTimestamp, int newSsrc) {
    previousSsrc = started ? ssrc : newSsrc;
    previousRun = 0;
    started = true;
    suspectSequence = NONE;
    ssrc = newSsrc;
    // Far from zero, so that a packet that came before the first one has a number too.
    highest = 0x10000L + seq;
    lastTimestamp = 0x1_0000_0000L + rtpTimestamp;
    baseTimestamp = lastTimestamp;
  }

  /** The greatest sequence number taken, extended. */
  long highest() {
    return highest;
  }

  /** A sequence number without wrap-around. */
  long sequence(int seq) {
    return highest + (short) (seq - (int) highest);
  }

  /** A timestamp without wrap-around. */
  long timestamp(long rtpTimestamp) {
    return lastTimestamp + (int) (rtpTimestamp - lastTimestamp);
  }

  /** A packet of sound came. */
  void heard(long ext, long extTimestamp) {
    if (ext > highest) {
      lastTimestamp = extTimestamp;
    }
  }

  /** A packet was taken. */
  void advance(long ext) {
    highest = Math.max(highest, ext);
  }

  /** From the stream's first timestamp to this one. */
  long sinceBaseNs(long extTimestamp) {
    return toNs(extTimestamp - baseTimestamp);
  }

  long toNs(long rtpTicks) {
    return rtpTicks / clockRate * 1_000_000_000L
        + rtpTicks % clockRate * 1_000_000_000L / clockRate;
  }
}
