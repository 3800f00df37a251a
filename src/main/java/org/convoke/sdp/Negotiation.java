package org.convoke.sdp;

import org.convoke.audio.Codec;

/** How an offer and an answer ended (RFC 3264). */
public sealed interface Negotiation {
  /**
   * Both sides agree.
   *
   * @param codec what is sent both ways
   * @param payloadType of the codec
   * @param eventPayloadType of telephone-event, or -1
   * @param eventClockRate Hz, of telephone-event, or 0
   * @param comfortNoisePayloadType of CN, or -1
   * @param ptimeMs the packet length that the peer wants to receive: 10, 20, 30, 40 or 60
   * @param rtpAddress the peer's, a literal; unspecified when it holds in the old way and was never
   *     known
   * @param rtcpAddress the peer's; as {@code rtpAddress} and {@code rtpPort} when muxed
   * @param rtcpPort the peer's, or -1 for none
   * @param theirs what the peer's SDP says that it does
   * @param ours what we do in turn
   * @param srtp keys, or null for plain RTP
   * @param opusFec the peer decodes in-band FEC
   * @param opusDtx the peer wants DTX
   * @param text our SDP: the answer, or the offer that was answered; it holds our key
   * @param sessionVersion of the o= of {@code text}
   */
  record Agreed(
      Codec codec,
      int payloadType,
      int eventPayloadType,
      int eventClockRate,
      int comfortNoisePayloadType,
      int ptimeMs,
      String rtpAddress,
      int rtpPort,
      String rtcpAddress,
      int rtcpPort,
      boolean rtcpMux,
      Direction theirs,
      Direction ours,
      SrtpAgreement srtp,
      boolean opusFec,
      boolean opusDtx,
      String text,
      long sessionVersion)
      implements Negotiation {
    /** The peer neither hears nor shall be heard: it does not receive. */
    public boolean isHeld() {
      return !theirs.receives();
    }

    @Override
    public String toString() {
      return "Agreed["
          + codec
          + "/"
          + payloadType
          + ", "
          + rtpAddress
          + ":"
          + rtpPort
          + ", theirs="
          + theirs
          + ", srtp="
          + srtp
          + "]";
    }
  }

  /**
   * They do not fit: the answer is 488.
   *
   * @param why for people, names the attribute; safe to send
   * @param warningCode for the Warning header (RFC 3261 §20.43): 301 address, 302 transport
   *     profile, 304 media type, 305 media format, 306 attribute, 307 the SDP is malformed
   */
  record Refused(String why, int warningCode) implements Negotiation {
    /** The SDP itself cannot be read. */
    public boolean isMalformed() {
      return warningCode == MALFORMED;
    }
  }

  int ADDRESS = 301;
  int TRANSPORT = 302;
  int MEDIA_TYPE = 304;
  int MEDIA_FORMAT = 305;
  int ATTRIBUTE = 306;
  int MALFORMED = 307;
}
