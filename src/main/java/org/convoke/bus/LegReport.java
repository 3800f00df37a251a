package org.convoke.bus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The quality of a leg so far. Times are milliseconds, rates 0 to 1; a value that is not known is
 * -1.
 *
 * @param codec as named in SDP: PCMU, PCMA, G722, opus
 * @param localAddress our RTP address and port
 * @param remoteAddress the peer's RTP address and port that we send to, or an empty text
 * @param packetsReceived RTP packets accepted
 * @param packetsSent RTP packets sent
 * @param packetsLost by RFC 3550 A.3, what the peer sent and we did not get
 * @param packetsLate came after their turn and were dropped by the jitter buffer
 * @param packetsRefused dropped before anything was read of them: wrong source, SSRC, payload type
 *     or authentication
 * @param lossReceived share of packets lost on the way to us
 * @param lossSent share of our packets lost, by the peer's receiver reports
 * @param jitterMs interarrival jitter by RFC 3550 A.8
 * @param roundTripMs by RTCP, RFC 3550 §6.4.1
 * @param bufferMs the jitter buffer's present delay
 * @param concealedShare share of frames concealed
 * @param mos listening quality estimate by G.107, 1 to 4.5
 */
public record LegReport(
    String codec,
    String localAddress,
    String remoteAddress,
    long packetsReceived,
    long packetsSent,
    long packetsLost,
    long packetsLate,
    long packetsRefused,
    double lossReceived,
    double lossSent,
    double jitterMs,
    double roundTripMs,
    double bufferMs,
    double concealedShare,
    double mos) {

  /**
   * The measurements as events and the API write them: in snake case, rounded to four places, those
   * that are not known left out. Codec and addresses are not among them.
   */
  public Map<String, Object> quality() {
    Map<String, Object> quality = new LinkedHashMap<>();
    quality.put("packets_received", packetsReceived);
    quality.put("packets_sent", packetsSent);
    quality.put("packets_lost", packetsLost);
    quality.put("packets_late", packetsLate);
    quality.put("packets_refused", packetsRefused);
    putKnown(quality, "loss_received", lossReceived);
    putKnown(quality, "loss_sent", lossSent);
    putKnown(quality, "jitter_ms", jitterMs);
    putKnown(quality, "round_trip_ms", roundTripMs);
    putKnown(quality, "buffer_ms", bufferMs);
    putKnown(quality, "concealed_share", concealedShare);
    putKnown(quality, "mos", mos);
    return quality;
  }

  private static void putKnown(Map<String, Object> quality, String name, double value) {
    if (value >= 0) {
      quality.put(name, Math.round(value * 1e4) / 1e4);
    }
  }
}
