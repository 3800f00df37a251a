package org.convoke.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.media.LegPorts;
import org.convoke.media.LegSettings;
import org.convoke.media.SrtpKeys;
import org.convoke.sdp.Capabilities;
import org.convoke.sdp.Direction;
import org.convoke.sdp.KeySource;
import org.convoke.sdp.Negotiation;
import org.convoke.sdp.Negotiation.Agreed;
import org.convoke.sdp.OfferAnswer;
import org.convoke.sdp.OurOffer;
import org.convoke.sdp.SrtpAgreement;
import org.convoke.sdp.SrtpPolicy;
import org.convoke.store.Trunks.Srtp;

/**
 * A call's offers and answers: what is agreed now, and the offer of ours that waits for its answer.
 * An offer that is refused leaves what is agreed as it was (RFC 3264 §8).
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class Talk {
  private static final List<Codec> CODECS = List.of(Codec.OPUS, Codec.G722, Codec.PCMU, Codec.PCMA);

  private final SrtpPolicy srtp;
  private final String address;
  private final long sessionId;
  private final KeySource keys;
  private final InetAddress signallingSource;
  private LegPorts ports = new LegPorts(9, 9);
  private Agreed agreed;
  private OurOffer pending;

  /**
   * @param address ours in SDP, a literal
   * @param sessionId of o=: any number below 2^62
   */
  Talk(Srtp srtp, String address, long sessionId, KeySource keys, InetAddress signallingSource) {
    this.srtp =
        switch (srtp) {
          case OFF -> SrtpPolicy.OFF;
          case OPTIONAL -> SrtpPolicy.OPTIONAL;
          case REQUIRED -> SrtpPolicy.REQUIRED;
        };
    this.address = address;
    this.sessionId = sessionId;
    this.keys = keys;
    this.signallingSource = signallingSource;
  }

  /** A body as text; SDP is UTF-8 (RFC 8866 §5). */
  static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  void ports(LegPorts ports) {
    this.ports = ports;
  }

  /** Whether an offer could be answered at all; null when it could. Changes nothing. */
  Negotiation.Refused unfit(String offer) {
    return OfferAnswer.answer(offer, capabilities(), agreed) instanceof Negotiation.Refused refused
        ? refused
        : null;
  }

  /** Answers an offer, the first or a later one. */
  Negotiation answer(String offer) {
    Negotiation outcome = OfferAnswer.answer(offer, capabilities(), agreed);
    if (outcome instanceof Agreed now) {
      agreed = now;
    }
    return outcome;
  }

  /** Makes an offer; {@link #accept} takes its answer. */
  String offer() {
    pending =
        agreed == null
            ? OurOffer.first(capabilities())
            : OurOffer.again(capabilities(), Direction.SENDRECV, agreed);
    return pending.text();
  }

  /** What was agreed, once more: a refresh that changes nothing (RFC 4028 §7.4). */
  String offerUnchanged() {
    pending = OurOffer.again(capabilities(), agreed.ours(), agreed);
    return pending.text();
  }

  /** Takes the answer to our offer. */
  Negotiation accept(String answer) {
    if (pending == null) {
      return new Negotiation.Refused("no offer is open", Negotiation.ATTRIBUTE);
    }
    Negotiation outcome = OfferAnswer.accept(pending, answer);
    pending = null;
    if (outcome instanceof Agreed now) {
      agreed = now;
    }
    return outcome;
  }

  /** The peer refused our offer, or never answered it. */
  void withdraw() {
    pending = null;
  }

  boolean isAgreed() {
    return agreed != null;
  }

  /** The peer does not want to hear us. */
  boolean isHeld() {
    return agreed != null && agreed.isHeld();
  }

  /** Our SDP of the present agreement. */
  String text() {
    return agreed.text();
  }

  String codec() {
    return agreed == null ? "" : agreed.codec().sdpName();
  }

  /** Ours, as address and port. */
  String localAddress() {
    return hostPort(address, ports.rtpPort());
  }

  /** The peer's, as its SDP says. */
  String remoteAddress() {
    return agreed == null ? "" : hostPort(agreed.rtpAddress(), agreed.rtpPort());
  }

  private static String hostPort(String host, int port) {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }

  /** What the media plane needs to know of the agreement. */
  LegSettings settings() {
    InetSocketAddress rtp = socket(agreed.rtpAddress(), agreed.rtpPort());
    InetSocketAddress rtcp =
        agreed.rtcpPort() < 0 ? null : socket(agreed.rtcpAddress(), agreed.rtcpPort());
    return new LegSettings(
        agreed.codec(),
        agreed.payloadType(),
        agreed.eventPayloadType(),
        agreed.eventClockRate(),
        agreed.comfortNoisePayloadType(),
        agreed.ptimeMs(),
        rtp,
        rtcp,
        agreed.rtcpMux(),
        signallingSource,
        agreed.theirs().receives(),
        agreed.theirs().sends(),
        keys(agreed.srtp()),
        agreed.opusFec(),
        agreed.opusDtx());
  }

  private static SrtpKeys keys(SrtpAgreement srtp) {
    return srtp == null
        ? null
        : new SrtpKeys(srtp.suite().name(), srtp.ourKeySalt(), srtp.theirKeySalt());
  }

  private static InetSocketAddress socket(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  private Capabilities capabilities() {
    return new Capabilities(
        CODECS, srtp, address, ports.rtpPort(), ports.rtcpPort(), sessionId, 1, keys);
  }
}
