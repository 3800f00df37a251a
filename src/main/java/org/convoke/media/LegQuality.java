package org.convoke.media;

import org.convoke.audio.Codec;
import org.convoke.bus.LegReport;
import org.convoke.rtp.QualityEstimate;
import org.convoke.rtp.Rtcp;

/** Puts a leg's measurements together. */
final class LegQuality {
  /** A frame waits that long on average for its tick, here and there. */
  private static final double TICKS_MS = 20;

  private LegQuality() {}

  /** Of a leg that is not connected: only what came in vain. */
  static LegReport unconnected(Endpoint local, Inbound in) {
    return new LegReport(
        "", local.toString(), "", 0, 0, 0, 0, in.refused(), -1, -1, -1, -1, -1, -1, -1);
  }

  /**
   * @param otherRoundTripMs the round trip by other means than RTCP, or -1
   */
  static LegReport of(
      Codec codec, Endpoint local, Inbound in, Outbound out, Rtcp rtcp, double otherRoundTripMs) {
    double loss = in.stats().lossShare();
    double concealed = in.buffer().concealedShare();
    double roundTripMs = rtcp.roundTripMs() >= 0 ? rtcp.roundTripMs() : otherRoundTripMs;
    double bufferMs = in.buffer().delayMs();
    double delayMs = Math.max(0, roundTripMs) / 2 + bufferMs + TICKS_MS;
    QualityEstimate.Kind kind =
        switch (codec) {
          case PCMU, PCMA -> QualityEstimate.Kind.G711;
          case G722 -> QualityEstimate.Kind.G722;
          case OPUS -> QualityEstimate.Kind.OPUS;
        };
    return new LegReport(
        codec.sdpName(),
        local.toString(),
        out.wanted() || in.rtpGuard().locked() ? in.rtpGuard().target().toString() : "",
        in.received(),
        out.packetsSent(),
        in.stats().totalLost(),
        in.buffer().lateCount(),
        in.refused(),
        loss,
        rtcp.remoteLossShare(),
        in.stats().jitterMs(),
        roundTripMs,
        bufferMs,
        concealed,
        QualityEstimate.mos(kind, Math.max(loss, concealed), in.stats().burstRatio(), delayMs));
  }
}
