package org.convoke.sdp;

import java.util.List;
import org.convoke.audio.Codec;

/**
 * What we can do on one leg, and what our SDP says of us.
 *
 * @param codecs those we take; their order counts in our offers only, in an answer the offerer's
 *     does
 * @param address ours, an IPv4 or IPv6 literal
 * @param rtpPort where we receive RTP
 * @param rtcpPort where we receive RTCP
 * @param sessionId of o=, the same through the dialog
 * @param sessionVersion of o=, for the first SDP of the dialog; later ones follow by themselves
 * @param keys for our side of SRTP
 */
public record Capabilities(
    List<Codec> codecs,
    SrtpPolicy srtp,
    String address,
    int rtpPort,
    int rtcpPort,
    long sessionId,
    long sessionVersion,
    KeySource keys) {
  public Capabilities {
    codecs = List.copyOf(codecs);
  }
}
