package org.convoke.media;

import java.util.Random;
import org.convoke.rtp.Rtcp;

/**
 * A leg's RTCP: a report every 5 s or so (RFC 3550 §6.2, §6.3: the interval is drawn between half
 * and one and a half of it, so that legs do not report in step), and BYE at the end.
 */
final class LegRtcp {
  private static final double INTERVAL_NS = 5e9;

  /** Makes up for the timer's reconsideration: e - 3/2 (RFC 3550 §6.3.1). */
  private static final double COMPENSATION = Math.E - 1.5;

  private final Rtcp rtcp;
  private final Inbound in;
  private final Outbound out;
  private final PacketSocket rtpSocket;
  private final PacketSocket rtcpSocket;
  private final Random random;
  private LegSettings settings;
  private Srtp srtp;
  private long nextNs;

  LegRtcp(
      Rtcp rtcp,
      Inbound in,
      Outbound out,
      PacketSocket rtpSocket,
      PacketSocket rtcpSocket,
      Random random) {
    this.rtcp = rtcp;
    this.in = in;
    this.out = out;
    this.rtpSocket = rtpSocket;
    this.rtcpSocket = rtcpSocket;
    this.random = random;
  }

  void configure(LegSettings next, Srtp nextSrtp, long nowNs) {
    if (settings == null) {
      // The first comes after half the interval (§6.2).
      nextNs = nowNs + interval() / 2;
    }
    settings = next;
    srtp = nextSrtp;
  }

  private long interval() {
    return (long) (INTERVAL_NS * (0.5 + random.nextDouble()) / COMPENSATION);
  }

  /** Time passes: sends a report when one is due. */
  void tick(Datagram buffer, long nowNs) {
    if (settings != null && nowNs - nextNs >= 0) {
      nextNs = nowNs + interval();
      send(buffer, false, nowNs);
    }
  }

  /** The leg ends. */
  void bye(Datagram buffer, long nowNs) {
    if (settings != null) {
      send(buffer, true, nowNs);
    }
  }

  private void send(Datagram buffer, boolean bye, long nowNs) {
    boolean mux = settings.rtcpMux();
    if (!mux && settings.rtcp() == null) {
      return;
    }
    PeerGuard guard = mux ? in.rtpGuard() : in.rtcpGuard();
    if (!guard.reachable()) {
      return;
    }
    buffer.length =
        rtcp.write(
            buffer.bytes,
            0,
            out.timestamp(),
            out.streamPackets(),
            out.streamOctets(),
            in.stats(),
            in.ssrc(),
            bye,
            nowNs);
    if (srtp == null || srtp.protectRtcp(buffer)) {
      (mux ? rtpSocket : rtcpSocket).send(buffer, guard.target());
    }
  }
}
