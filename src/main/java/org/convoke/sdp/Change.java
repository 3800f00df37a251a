package org.convoke.sdp;

import org.convoke.sdp.Negotiation.Agreed;

/**
 * What a later agreement changes.
 *
 * @param codec codec, payload types or packet length
 * @param address where the peer receives
 * @param keys SRTP on, off, or with other keys
 * @param direction who sends
 * @param held the peer ceased to receive: it put us on hold
 * @param resumed the peer receives again
 */
public record Change(
    boolean codec,
    boolean address,
    boolean keys,
    boolean direction,
    boolean held,
    boolean resumed) {
  /** Compares two agreements of one dialog. */
  public static Change between(Agreed before, Agreed after) {
    boolean sameCodec =
        before.codec() == after.codec()
            && before.payloadType() == after.payloadType()
            && before.eventPayloadType() == after.eventPayloadType()
            && before.eventClockRate() == after.eventClockRate()
            && before.comfortNoisePayloadType() == after.comfortNoisePayloadType()
            && before.ptimeMs() == after.ptimeMs()
            && before.opusFec() == after.opusFec()
            && before.opusDtx() == after.opusDtx();
    boolean sameAddress =
        before.rtpAddress().equals(after.rtpAddress())
            && before.rtpPort() == after.rtpPort()
            && before.rtcpAddress().equals(after.rtcpAddress())
            && before.rtcpPort() == after.rtcpPort();
    boolean sameKeys =
        before.srtp() == null ? after.srtp() == null : before.srtp().sameKeys(after.srtp());
    return new Change(
        !sameCodec,
        !sameAddress,
        !sameKeys,
        before.theirs() != after.theirs(),
        !before.isHeld() && after.isHeld(),
        before.isHeld() && !after.isHeld());
  }

  /** Nothing: a session refresh (RFC 4028). */
  public boolean isNothing() {
    return !codec && !address && !keys && !direction;
  }
}
