package org.convoke.media;

import org.convoke.audio.Codec;
import org.convoke.config.MediaConfig;
import org.convoke.rtp.AudioLevelExtension;
import org.convoke.rtp.JitterBuffer;
import org.convoke.rtp.ReceptionStats;
import org.convoke.rtp.Rtcp;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEvents;

/**
 * A leg's way in, packet by packet: form, source, authenticity, payload type, SSRC; only then is
 * anything believed, counted or learned. What fails is counted as refused, and nothing more
 * happens.
 */
final class Inbound {
  /**
   * No shorter packets are common: so many fit into the longest delay, and two are on their way.
   */
  private static final int SHORTEST_PACKET_MS = 10;

  private static final int MORE_PACKETS = 2;
  private static final int MAX_PAYLOAD = 1275;

  /** 60 ms of 64 kbit/s. */
  private static final int MAX_G711_PAYLOAD = 480;

  private final MediaConfig config;
  private final PeerGuard rtpGuard;
  private final PeerGuard rtcpGuard;
  private final Rtcp rtcp;
  private LevelClaims claims;
  private int levelExtension;
  private LegSettings settings;
  private Srtp srtp;
  private JitterBuffer buffer;
  private ReceptionStats stats;
  private TelephoneEvents events;

  private boolean ssrcKnown;
  private int ssrc;
  private int candidateSsrc;
  private int candidateSequence = -1;
  private boolean decoderStale;
  private long received;
  private long refused;
  private long unauthentic;

  Inbound(MediaConfig config, PeerGuard rtpGuard, PeerGuard rtcpGuard, Rtcp rtcp) {
    this.config = config;
    this.rtpGuard = rtpGuard;
    this.rtcpGuard = rtcpGuard;
    this.rtcp = rtcp;
  }

  /** The peer says in each packet how loud it is, in the header extension of this id. */
  void levels(LevelClaims newClaims, int extension) {
    claims = newClaims;
    levelExtension = extension;
  }

  /** What negotiation decided; what stays as it was keeps its state. */
  void configure(LegSettings next, Srtp nextSrtp, PacketSocket rtpSocket, PacketSocket rtcpSocket) {
    LegSettings before = settings;
    settings = next;
    srtp = nextSrtp;
    if (rtpGuard.negotiated(next.rtp(), next.signallingSource())) {
      rtpSocket.disconnect();
      ssrcKnown = false;
    }
    if (rtcpGuard.negotiated(
        next.rtcp() == null ? next.rtp() : next.rtcp(), next.signallingSource())) {
      rtcpSocket.disconnect();
    }
    boolean otherCodec = before == null || before.codec() != next.codec();
    if (otherCodec) {
      int clockRate = next.codec().clockRate();
      int maxPayload = next.codec() == Codec.OPUS ? MAX_PAYLOAD : MAX_G711_PAYLOAD;
      buffer =
          new JitterBuffer(
              clockRate,
              config.jitterMinMs(),
              config.jitterMaxMs(),
              config.jitterMaxMs() / SHORTEST_PACKET_MS + MORE_PACKETS,
              maxPayload);
      // Opus may hold a copy of the lost one, G.711 is bent towards what follows.
      buffer.looksAhead(next.codec() != Codec.G722);
      if (stats == null) {
        stats = new ReceptionStats(clockRate);
      } else {
        stats.reset(clockRate);
      }
      decoderStale = true;
    }
    if (next.eventPayloadType() >= 0
        && (events == null || before.eventClockRate() != next.eventClockRate())) {
      events = new TelephoneEvents(next.eventClockRate());
    }
  }

  /**
   * A datagram came on the RTP socket.
   *
   * @return whether it was believed
   */
  boolean rtp(Datagram packet, PacketSocket socket, long nowNs) {
    if (settings == null) {
      rtpGuard.early(packet.source);
      refused++;
      return false;
    }
    if (settings.rtcpMux() && RtpPacket.isRtcp(packet.bytes, 0, packet.length)) {
      return rtcp(packet, rtpGuard, nowNs);
    }
    boolean believed = readRtp(packet, socket, nowNs);
    if (!believed) {
      refused++;
    }
    return believed;
  }

  private boolean readRtp(Datagram packet, PacketSocket socket, long nowNs) {
    byte[] b = packet.bytes;
    if (!rtpGuard.accepts(packet.source)
        || RtpPacket.check(b, 0, packet.length) != RtpPacket.Verdict.VALID) {
      return false;
    }
    int packetSsrc = RtpPacket.ssrc(b, 0);
    if (srtp != null) {
      if (!srtp.unprotect(packet, packetSsrc)) {
        unauthentic++;
        return false;
      }
      if (RtpPacket.check(b, 0, packet.length) != RtpPacket.Verdict.VALID) {
        return false;
      }
    }
    int type = RtpPacket.payloadType(b, 0);
    boolean event = type == settings.eventPayloadType();
    boolean comfortNoise = type == settings.comfortNoisePayloadType();
    if (!event && !comfortNoise && type != settings.payloadType()) {
      return false;
    }
    int sequence = RtpPacket.sequence(b, 0);
    int verdict = rtpGuard.judge(packet.source, packetSsrc, sequence, srtp != null, nowNs);
    if (verdict == PeerGuard.REFUSED) {
      return false;
    }
    if (verdict == PeerGuard.LEARNED) {
      socket.connect(packet.source);
    }
    boolean ofStream = isStream(packetSsrc, sequence);
    // Some phones send their keys under an SSRC of their own.
    if (!ofStream && !event) {
      return false;
    }
    received++;
    long timestamp = RtpPacket.timestamp(b, 0);
    int offset = RtpPacket.payloadOffset(b, 0);
    int length = RtpPacket.payloadLength(b, 0, packet.length);
    if (event) {
      events.packet(b, offset, length, sequence, timestamp, nowNs);
    }
    if (claims != null && !event && !comfortNoise) {
      claims.said(AudioLevelExtension.level(b, 0, levelExtension), nowNs);
    }
    if (ofStream) {
      stats.received(sequence, timestamp, nowNs);
      store(b, offset, length, type, event || comfortNoise, sequence, timestamp, nowNs);
    }
    return true;
  }

  private void store(
      byte[] b,
      int offset,
      int length,
      int type,
      boolean soundless,
      int sequence,
      long timestamp,
      long nowNs) {
    int result =
        soundless
            ? buffer.insertSoundless(sequence, timestamp, ssrc, nowNs)
            : buffer.insert(
                b,
                offset,
                length,
                type,
                sequence,
                timestamp,
                ssrc,
                ticks(b, offset, length),
                nowNs);
    if (result == JitterBuffer.RESET) {
      decoderStale = true;
    }
  }

  /**
   * Whether the packet is of the stream that we hear. Another SSRC from the same place takes over
   * with its second packet in a row: phones begin anew after hold, and a stray is no stream.
   */
  private boolean isStream(int packetSsrc, int sequence) {
    if (ssrcKnown && packetSsrc == ssrc) {
      candidateSequence = -1;
      return true;
    }
    if (ssrcKnown && (packetSsrc != candidateSsrc || sequence != candidateSequence)) {
      candidateSsrc = packetSsrc;
      candidateSequence = sequence + 1 & 0xFFFF;
      return false;
    }
    if (ssrcKnown) {
      stats.reset(settings.codec().clockRate());
    }
    ssrcKnown = true;
    ssrc = packetSsrc;
    candidateSequence = -1;
    return true;
  }

  private int ticks(byte[] b, int offset, int length) {
    return settings.codec() == Codec.OPUS ? OpusToc.ticks(b, offset, length) : length;
  }

  /** A datagram came on the RTCP socket. */
  boolean rtcp(Datagram packet, long nowNs) {
    if (settings == null) {
      refused++;
      return false;
    }
    return rtcp(packet, rtcpGuard, nowNs);
  }

  private boolean rtcp(Datagram packet, PeerGuard guard, long nowNs) {
    boolean believed =
        guard.accepts(packet.source)
            && RtpPacket.isRtcp(packet.bytes, 0, packet.length)
            && (srtp == null ? isPeersRtcp(packet, guard) : srtp.unprotectRtcp(packet))
            && rtcp.parse(packet.bytes, 0, packet.length, nowNs) == Rtcp.PARSED;
    if (!believed) {
      refused++;
    } else if (!guard.locked() && guard == rtcpGuard) {
      guard.lock(packet.source);
    }
    return believed;
  }

  /**
   * From the port that SDP named; or from another of the host that the sound comes from, and in the
   * name of its stream, which a sprayer does not know.
   */
  private boolean isPeersRtcp(Datagram packet, PeerGuard guard) {
    return guard.isPeer(packet.source)
        || guard == rtcpGuard
            && !guard.locked()
            && rtpGuard.locked()
            && packet.source.sameHost(rtpGuard.target())
            && ssrcKnown
            && RtpPacket.rtcpSsrc(packet.bytes, 0, packet.length) == ssrc;
  }

  /** The sound that waits, or null before the leg is connected. */
  JitterBuffer buffer() {
    return buffer;
  }

  ReceptionStats stats() {
    return stats;
  }

  /** Of the buffer; only where there is one. */
  int clockRate() {
    return settings.codec().clockRate();
  }

  /** The keys, or null when telephone-event was not negotiated. */
  TelephoneEvents events() {
    return settings == null || settings.eventPayloadType() < 0 ? null : events;
  }

  PeerGuard rtpGuard() {
    return rtpGuard;
  }

  PeerGuard rtcpGuard() {
    return rtcpGuard;
  }

  int ssrc() {
    return ssrc;
  }

  /** Something of this leg's that was no sound was not believed. */
  void refuse() {
    refused++;
  }

  /** Whether the decoder must forget, because another stream began; says so once. */
  boolean takeDecoderStale() {
    boolean stale = decoderStale;
    decoderStale = false;
    return stale;
  }

  long received() {
    return received;
  }

  long refused() {
    return refused;
  }

  /** Of the refused: those that SRTP did not authenticate, or had seen before. */
  long unauthentic() {
    return unauthentic;
  }
}
