package org.convoke.sdp;

import java.util.HexFormat;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.sdp.BrowserOffer.Section;

/**
 * What we say of ourselves in the answer to a browser. It never prints its password; {@link #text}
 * holds it and belongs in no log.
 *
 * @param ufrag our ICE user name fragment
 * @param password our ICE password
 * @param fingerprintHash of our certificate: sha-256
 * @param fingerprint the hash's bytes
 * @param candidates where checks are answered, the best first
 * @param ssrc what we send under, as an unsigned number
 * @param cname of our RTCP
 * @param sessionId of o=, the same through the session, 0 to 2^62
 * @param sessionVersion of o=, one more with each answer of the session
 * @param listening whether the browser may be heard: if not it is asked to send nothing
 */
public record BrowserAnswer(
    String ufrag,
    String password,
    String fingerprintHash,
    byte[] fingerprint,
    List<Candidate> candidates,
    long ssrc,
    String cname,
    long sessionId,
    long sessionVersion,
    boolean listening) {
  private static final String CRLF = "\r\n";
  private static final int HOST_PREFERENCE = 126;
  private static final int COMPONENTS = 256;

  /** What the browser shows as the id of the stream that it hears. */
  private static final String STREAM = "convoke";

  /**
   * A host candidate over UDP.
   *
   * @param address an IPv4 or IPv6 literal
   */
  public record Candidate(String address, int port) {}

  public BrowserAnswer {
    candidates = List.copyOf(candidates);
  }

  /** Who sends, seen from us. */
  public Direction direction(BrowserOffer offer) {
    Direction mirrored = offer.direction().reversed();
    return Direction.of(mirrored.sends(), mirrored.receives() && listening);
  }

  /**
   * The answer: the audio, over ICE-lite and DTLS in which we wait (setup:passive); all other
   * sections refused by port 0, in their order (RFC 3264 §6).
   */
  public String text(BrowserOffer offer) {
    StringBuilder text = new StringBuilder(1500);
    Section taken = offer.sections().get(offer.taken());
    line(text, "v=0");
    line(text, "o=convoke " + sessionId + " " + sessionVersion + " IN IP4 127.0.0.1");
    line(text, "s=-");
    line(text, "t=0 0");
    if (taken.bundled()) {
      line(text, "a=group:BUNDLE " + taken.mid());
    }
    line(text, "a=ice-lite");
    line(text, "a=msid-semantic: WMS *");
    for (int i = 0; i < offer.sections().size(); i++) {
      Section section = offer.sections().get(i);
      if (i == offer.taken()) {
        audio(text, offer, section);
      } else {
        line(text, "m=" + section.type() + " 0 " + section.protocol() + " " + section.format());
        line(text, "c=IN IP4 0.0.0.0");
        mid(text, section);
        line(text, "a=inactive");
      }
    }
    return text.toString();
  }

  private void audio(StringBuilder text, BrowserOffer offer, Section section) {
    Candidate first = candidates.isEmpty() ? new Candidate("0.0.0.0", 9) : candidates.getFirst();
    String formats = " " + offer.payloadType();
    formats += offer.eventPayloadType() < 0 ? "" : " " + offer.eventPayloadType();
    formats += offer.comfortNoisePayloadType() < 0 ? "" : " " + offer.comfortNoisePayloadType();
    line(text, "m=audio " + first.port() + " " + section.protocol() + formats);
    line(text, "c=" + IpLiteral.sdp(first.address()));
    mid(text, section);
    line(text, "a=ice-ufrag:" + ufrag);
    line(text, "a=ice-pwd:" + password);
    String hex = HexFormat.ofDelimiter(":").withUpperCase().formatHex(fingerprint);
    line(text, "a=fingerprint:" + fingerprintHash + " " + hex);
    line(text, "a=setup:passive");
    line(text, "a=rtcp-mux");
    formats(text, offer);
    if (offer.levelExtension() > 0) {
      line(text, "a=extmap:" + offer.levelExtension() + " " + BrowserOfferReader.LEVEL);
    }
    Direction direction = direction(offer);
    line(text, "a=" + direction.sdpName());
    if (direction.sends()) {
      line(text, "a=msid:" + STREAM + " " + STREAM);
      line(text, "a=ssrc:" + ssrc + " cname:" + cname);
      line(text, "a=ssrc:" + ssrc + " msid:" + STREAM + " " + STREAM);
    }
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      // RFC 8445 §5.1.2.1, component 1.
      long priority = ((long) HOST_PREFERENCE << 24) + ((0xFFFFL - i) << 8) + (COMPONENTS - 1);
      line(
          text,
          "a=candidate:%d 1 udp %d %s %d typ host"
              .formatted(i + 1, priority, candidate.address(), candidate.port()));
    }
    line(text, "a=end-of-candidates");
  }

  private static void formats(StringBuilder text, BrowserOffer offer) {
    Codec codec = offer.codec();
    int type = offer.payloadType();
    String channels = codec.sdpChannels() > 1 ? "/" + codec.sdpChannels() : "";
    line(text, "a=rtpmap:" + type + " " + codec.sdpName() + "/" + codec.clockRate() + channels);
    if (codec == Codec.OPUS) {
      line(text, "a=fmtp:" + type + " minptime=10;useinbandfec=1;usedtx=1;stereo=0");
    }
    int events = offer.eventPayloadType();
    if (events >= 0) {
      line(text, "a=rtpmap:" + events + " telephone-event/" + offer.eventClockRate());
    }
    if (offer.comfortNoisePayloadType() >= 0) {
      line(text, "a=rtpmap:" + offer.comfortNoisePayloadType() + " CN/" + codec.clockRate());
    }
    line(text, "a=ptime:20");
  }

  private static void mid(StringBuilder text, Section section) {
    if (section.mid() != null) {
      line(text, "a=mid:" + section.mid());
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(CRLF);
  }

  @Override
  public String toString() {
    return "BrowserAnswer[candidates=" + candidates + "]";
  }
}
