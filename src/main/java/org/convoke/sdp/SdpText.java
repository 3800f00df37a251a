package org.convoke.sdp;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.sdp.SessionDescription.Media;

/** Writes our SDP. */
final class SdpText {
  private static final String CRLF = "\r\n";
  private final StringBuilder body = new StringBuilder();
  private final Capabilities ours;

  SdpText(Capabilities ours, String time) {
    this.ours = ours;
    line("s=-");
    line("c=" + IpLiteral.sdp(ours.address()));
    line("t=" + time);
  }

  SdpText line(String line) {
    body.append(line).append(CRLF);
    return this;
  }

  /** A media section that we do not take: port 0 and a format of the offer's (RFC 3264 §6). */
  SdpText rejected(Media media) {
    return line("m=" + media.type() + " 0 " + media.protocol() + " " + media.formats().getFirst());
  }

  SdpText codec(Codec codec, int payloadType) {
    String channels = codec.sdpChannels() > 1 ? "/" + codec.sdpChannels() : "";
    line("a=rtpmap:" + payloadType + " " + codec.sdpName() + "/" + codec.clockRate() + channels);
    if (codec == Codec.OPUS) {
      line("a=fmtp:" + payloadType + " useinbandfec=1");
    }
    return this;
  }

  SdpText events(int payloadType, int clockRate) {
    line("a=rtpmap:" + payloadType + " telephone-event/" + clockRate);
    return line("a=fmtp:" + payloadType + " 0-15");
  }

  /** What follows the formats, the same in offer and answer. */
  SdpText rest(int ptimeMs, Direction direction, boolean mux, List<String> cryptoLines) {
    line("a=ptime:" + ptimeMs);
    line("a=" + direction.sdpName());
    if (mux) {
      line("a=rtcp-mux");
    }
    if (ours.rtcpPort() != ours.rtpPort() + 1) {
      line("a=rtcp:" + ours.rtcpPort());
    }
    cryptoLines.forEach(this::line);
    return this;
  }

  /** All but v= and o=: it tells whether anything changed. */
  String body() {
    return body.toString();
  }

  static String whole(Capabilities ours, long version, String body) {
    return "v=0"
        + CRLF
        + "o=convoke "
        + ours.sessionId()
        + " "
        + version
        + " "
        + IpLiteral.sdp(ours.address())
        + CRLF
        + body;
  }

  /** What {@link #body} was of such a text. */
  static String bodyOf(String whole) {
    int first = whole.indexOf(CRLF);
    int second = whole.indexOf(CRLF, first + CRLF.length());
    return whole.substring(second + CRLF.length());
  }
}
