package org.convoke.rtp;

import java.nio.charset.StandardCharsets;

// Hot path: no allocation after construction.

/**
 * RTCP of one leg (RFC 3550 §6): writes our reports, reads the peer's. NTP time is made from the
 * monotonic clock, which is all that round trips need (§4: a session without wall clock).
 */
public final class Rtcp {
  /** {@link #parse}: read whole. */
  public static final int PARSED = 0;

  /** {@link #parse}: no RTCP, or a length that does not fit; what came before the fault counts. */
  public static final int MALFORMED = -1;

  /** No more than this is ever written. */
  public static final int MAX_BYTES = 8 + 20 + 24 + 12 + 256 + 4 + 8;

  private static final int SR = 200;
  private static final int RR = 201;
  private static final int SDES = 202;
  private static final int BYE = 203;
  private static final int MAX_PACKETS = 32;
  private static final int CNAME_MAX = 255;

  private final byte[] cname;
  private int ourSsrc;

  private boolean byeSeen;
  private long reports;
  private int remoteSsrc;
  private long lastSenderReportNtp;
  private long lastSenderReportNs;
  private boolean senderReportSeen;
  private double roundTripMs = -1;
  private double remoteLossShare = -1;
  private long remoteCumulativeLost = -1;
  private long remoteJitterTicks = -1;
  private long unknownPackets;

  /**
   * @param ourSsrc the SSRC that we send with
   * @param cname our canonical name (§6.5.1): the same in all of a participant's streams; at most
   *     255 bytes count
   */
  public Rtcp(int ourSsrc, String cname) {
    this.ourSsrc = ourSsrc;
    byte[] name = cname.getBytes(StandardCharsets.UTF_8);
    this.cname = name.length <= CNAME_MAX ? name : java.util.Arrays.copyOf(name, CNAME_MAX);
  }

  /** Our stream goes on under another SSRC. */
  public void ourSsrc(int ssrc) {
    ourSsrc = ssrc;
  }

  /** NTP's 64 bits (seconds and 2^-32) for a monotonic time. */
  public static long ntp(long nowNs) {
    long seconds = Math.floorDiv(nowNs, 1_000_000_000L);
    long rest = Math.floorMod(nowNs, 1_000_000_000L);
    return seconds << 32 | (rest << 32) / 1_000_000_000L;
  }

  /**
   * Writes a compound packet: SR when we sent, else RR; one report block when the peer was heard;
   * SDES with CNAME; BYE at the end when {@code bye}.
   *
   * @param out with {@link #MAX_BYTES} of room
   * @param rtpTimestamp of our stream at {@code nowNs}
   * @param packetsSent of our stream; 0 for a receiver report
   * @param octetsSent payload bytes of our stream
   * @param stats of the peer's stream
   * @param peerSsrc whom {@code stats} is of
   * @return bytes written
   */
  public int write(
      byte[] out,
      int offset,
      long rtpTimestamp,
      long packetsSent,
      long octetsSent,
      ReceptionStats stats,
      int peerSsrc,
      boolean bye,
      long nowNs) {
    boolean sender = packetsSent > 0;
    boolean block = stats.isStarted();
    int at = offset + 8;
    RtpPacket.put32(out, offset + 4, ourSsrc);
    if (sender) {
      long ntp = ntp(nowNs);
      RtpPacket.put32(out, at, (int) (ntp >>> 32));
      RtpPacket.put32(out, at + 4, (int) ntp);
      RtpPacket.put32(out, at + 8, (int) rtpTimestamp);
      RtpPacket.put32(out, at + 12, (int) packetsSent);
      RtpPacket.put32(out, at + 16, (int) octetsSent);
      at += 20;
    }
    if (block) {
      at = writeBlock(out, at, stats, peerSsrc, nowNs);
    }
    header(out, offset, block ? 1 : 0, sender ? SR : RR, at - offset);
    at = writeSdes(out, at);
    if (bye) {
      header(out, at, 1, BYE, 8);
      RtpPacket.put32(out, at + 4, ourSsrc);
      at += 8;
    }
    return at - offset;
  }

  private int writeBlock(byte[] out, int at, ReceptionStats stats, int peerSsrc, long nowNs) {
    RtpPacket.put32(out, at, peerSsrc);
    int fraction = stats.fractionLostSinceLastReport();
    RtpPacket.put32(out, at + 4, fraction << 24 | (stats.cumulativeLost() & 0xFFFFFF));
    RtpPacket.put32(out, at + 8, stats.extendedHighest());
    RtpPacket.put32(out, at + 12, (int) stats.jitterTicks());
    boolean known = senderReportSeen && remoteSsrc == peerSsrc;
    RtpPacket.put32(out, at + 16, known ? (int) lastSenderReportNtp : 0);
    long since = nowNs - lastSenderReportNs;
    RtpPacket.put32(out, at + 20, known ? (int) (ntp(since) >>> 16) : 0);
    return at + 24;
  }

  private int writeSdes(byte[] out, int offset) {
    int at = offset + 4;
    RtpPacket.put32(out, at, ourSsrc);
    out[at + 4] = 1;
    out[at + 5] = (byte) cname.length;
    System.arraycopy(cname, 0, out, at + 6, cname.length);
    at += 6 + cname.length;
    // The list of items ends with at least one zero byte, up to a multiple of four (§6.5).
    do {
      out[at++] = 0;
    } while ((at - offset & 3) != 0);
    header(out, offset, 1, SDES, at - offset);
    return at;
  }

  private static void header(byte[] out, int offset, int count, int type, int length) {
    out[offset] = (byte) (0x80 | count);
    out[offset + 1] = (byte) type;
    RtpPacket.put16(out, offset + 2, length / 4 - 1);
  }

  /**
   * Reads a compound packet of the peer's. Single packets (RFC 5506) are taken too.
   *
   * @return {@link #PARSED} or {@link #MALFORMED}
   */
  public int parse(byte[] b, int offset, int length, long nowNs) {
    int at = offset;
    int end = offset + length;
    if (offset < 0 || length < 4 || end > b.length) {
      return MALFORMED;
    }
    for (int i = 0; i < MAX_PACKETS && at < end; i++) {
      if (end - at < 4 || (b[at] & 0xC0) != 0x80) {
        return MALFORMED;
      }
      int bytes = 4 * (RtpPacket.u16(b, at + 2) + 1);
      if (bytes > end - at) {
        return MALFORMED;
      }
      if (!parseOne(b, at, bytes, nowNs)) {
        return MALFORMED;
      }
      at += bytes;
    }
    return at == end ? PARSED : MALFORMED;
  }

  private boolean parseOne(byte[] b, int at, int bytes, long nowNs) {
    int count = b[at] & 0x1F;
    switch (b[at + 1] & 0xFF) {
      case SR -> {
        if (bytes < 28 + 24 * count) {
          return false;
        }
        remoteSsrc = RtpPacket.i32(b, at + 4);
        lastSenderReportNtp =
            RtpPacket.u32(b, at + 8) << 16 & 0xFFFF0000L | RtpPacket.u16(b, at + 12);
        lastSenderReportNs = nowNs;
        senderReportSeen = true;
        parseBlocks(b, at + 28, count, nowNs);
      }
      case RR -> {
        if (bytes < 8 + 24 * count) {
          return false;
        }
        parseBlocks(b, at + 8, count, nowNs);
      }
      case BYE -> {
        if (bytes < 4 + 4 * count) {
          return false;
        }
        byeSeen = true;
      }
      case SDES -> {}
      default -> unknownPackets++;
    }
    return true;
  }

  private void parseBlocks(byte[] b, int offset, int count, long nowNs) {
    reports++;
    for (int i = 0; i < count; i++) {
      int at = offset + 24 * i;
      if (RtpPacket.i32(b, at) != ourSsrc) {
        continue;
      }
      int lost = RtpPacket.i32(b, at + 4);
      remoteLossShare = (lost >>> 24) / 256.0;
      remoteCumulativeLost = lost << 8 >> 8;
      remoteJitterTicks = RtpPacket.u32(b, at + 12);
      long lsr = RtpPacket.u32(b, at + 16);
      long dlsr = RtpPacket.u32(b, at + 20);
      if (lsr != 0) {
        // RFC 3550 §6.4.1: A - LSR - DLSR, in 1/65536 s; more than a minute is a peer's mistake.
        long trip = (int) ((ntp(nowNs) >>> 16) - lsr - dlsr);
        if (trip >= -66 && trip < 65_536L * 60) {
          roundTripMs = Math.max(0, trip) * 1000.0 / 65_536;
        }
      }
    }
  }

  /** A BYE came: the peer's stream has ended. */
  public boolean byeSeen() {
    return byeSeen;
  }

  /** SR and RR packets read. */
  public long reports() {
    return reports;
  }

  /** Packets of types that are of no use here (APP, feedback, XR). */
  public long unknownPackets() {
    return unknownPackets;
  }

  /** To the peer and back, or -1 while not known. */
  public double roundTripMs() {
    return roundTripMs;
  }

  /** Share of our packets lost in the peer's last interval, 0 to 1, or -1. */
  public double remoteLossShare() {
    return remoteLossShare;
  }

  /** Our packets lost in all, as the peer counts, or -1 while not known. */
  public long remoteCumulativeLost() {
    return remoteCumulativeLost;
  }

  /** The jitter that the peer measures, in ticks of our stream's clock, or -1. */
  public long remoteJitterTicks() {
    return remoteJitterTicks;
  }
}
