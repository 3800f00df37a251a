package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What SDP negotiation decided of a leg.
 *
 * @param codec what we send, and the first of what we accept
 * @param payloadType of the codec, 0 to 127
 * @param eventPayloadType of telephone-event, or -1: then digits are listened for in the audio
 * @param eventClockRate Hz, of telephone-event
 * @param comfortNoisePayloadType of CN (RFC 3389), or -1
 * @param ptimeMs what the peer asked for: 10 to 60
 * @param rtp the address and port of the peer's SDP
 * @param rtcp where the peer's RTCP goes, or null for none; equal to {@code rtp} when muxed
 * @param rtcpMux RTP and RTCP on one port (RFC 5761)
 * @param signallingSource the address that the INVITE came from: the only other place RTP may be
 *     learned from, when the SDP's address is private
 * @param sending the peer wants to hear us (its direction is sendrecv or recvonly)
 * @param receiving the peer sends (sendrecv or sendonly)
 * @param srtp keys, or null for plain RTP
 * @param opusFec the peer can use in-band FEC (useinbandfec=1)
 * @param opusDtx the peer wants DTX (usedtx=1)
 */
public record LegSettings(
    org.convoke.audio.Codec codec,
    int payloadType,
    int eventPayloadType,
    int eventClockRate,
    int comfortNoisePayloadType,
    int ptimeMs,
    InetSocketAddress rtp,
    InetSocketAddress rtcp,
    boolean rtcpMux,
    InetAddress signallingSource,
    boolean sending,
    boolean receiving,
    SrtpKeys srtp,
    boolean opusFec,
    boolean opusDtx) {}
