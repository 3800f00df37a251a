package org.convoke.sdp;

import java.util.ArrayList;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.sdp.Negotiation.Agreed;
import org.convoke.sdp.Negotiation.Refused;
import org.convoke.sdp.SessionDescription.Media;

/** Offer and answer (RFC 3264) for one audio stream. Neither method ever throws for bad input. */
public final class OfferAnswer {
  private OfferAnswer() {}

  /** Answers the first offer of a dialog. */
  public static Negotiation answer(String offer, Capabilities ours) {
    return answer(offer, ours, null);
  }

  /**
   * Answers a later offer: re-INVITE, UPDATE.
   *
   * @param before what is agreed now, or null for the first offer. The version of our o= goes up
   *     only when our SDP changes (RFC 3264 §8), and our SRTP key stays while its suite does.
   */
  public static Negotiation answer(String offer, Capabilities ours, Agreed before) {
    return switch (SdpParser.parse(offer)) {
      case SdpParser.Result.Malformed m -> new Refused("SDP " + m.why(), Negotiation.MALFORMED);
      case SdpParser.Result.Parsed p -> answer(p.description(), ours, before);
    };
  }

  private static Negotiation answer(SessionDescription offer, Capabilities ours, Agreed before) {
    Refused why = new Refused("m=audio is missing", Negotiation.MEDIA_TYPE);
    for (Media media : offer.media()) {
      if (!media.type().equals("audio") || media.port() == 0) {
        continue;
      }
      switch (AudioTerms.read(offer, media, ours)) {
        case AudioTerms terms -> {
          return agree(offer, media, terms, ours, before);
        }
        // The first audio's fault says more than that of a fallback behind it.
        case AudioReading.Unfit unfit ->
            why = why.warningCode() == Negotiation.MEDIA_TYPE ? unfit.why() : why;
      }
    }
    return why;
  }

  private static Agreed agree(
      SessionDescription offer, Media taken, AudioTerms terms, Capabilities ours, Agreed before) {
    SrtpAgreement srtp = null;
    List<String> cryptoLines = List.of();
    // On RTP/AVP a=crypto is an invitation (RFC 8643), which we take as well.
    if (!terms.crypto().isEmpty()) {
      CryptoLine theirs = terms.crypto().getFirst();
      byte[] key = ourKey(theirs.suite(), ours, before);
      srtp = new SrtpAgreement(theirs.tag(), theirs.suite(), key, theirs.keySalt());
      cryptoLines = List.of(CryptoLine.text(theirs.tag(), theirs.suite(), key));
    }
    Direction direction = terms.theirs().reversed();
    SdpText text = new SdpText(ours, offer.time());
    for (Media media : offer.media()) {
      if (media == taken) {
        write(text, media, terms, ours, direction, cryptoLines);
      } else {
        text.rejected(media);
      }
    }
    String body = text.body();
    long version = ours.sessionVersion();
    if (before != null) {
      boolean same = SdpText.bodyOf(before.text()).equals(body);
      version = same ? before.sessionVersion() : before.sessionVersion() + 1;
    }
    return agreed(terms, direction, srtp, SdpText.whole(ours, version, body), version, before);
  }

  private static byte[] ourKey(CryptoSuite suite, Capabilities ours, Agreed before) {
    if (before != null && before.srtp() != null && before.srtp().suite() == suite) {
      return before.srtp().ourKeySalt();
    }
    byte[] key = new byte[suite.keySaltBytes()];
    ours.keys().fill(key);
    return key;
  }

  private static void write(
      SdpText text,
      Media media,
      AudioTerms terms,
      Capabilities ours,
      Direction direction,
      List<String> cryptoLines) {
    AudioFormats formats = terms.formats();
    List<String> types = new ArrayList<>();
    types.add(String.valueOf(formats.payloadType()));
    if (formats.events() >= 0) {
      types.add(String.valueOf(formats.events()));
    }
    if (formats.comfortNoise() >= 0) {
      types.add(String.valueOf(formats.comfortNoise()));
    }
    text.line("m=audio " + ours.rtpPort() + " " + media.protocol() + " " + String.join(" ", types));
    text.codec(formats.codec(), formats.payloadType());
    if (formats.events() >= 0) {
      text.events(formats.events(), formats.eventClockRate());
    }
    if (formats.comfortNoise() >= 0) {
      text.line("a=rtpmap:" + formats.comfortNoise() + " CN/" + formats.codec().clockRate());
    }
    text.rest(terms.ptimeMs(), direction, terms.rtcpMux(), cryptoLines);
  }

  private static Agreed agreed(
      AudioTerms terms,
      Direction ours,
      SrtpAgreement srtp,
      String text,
      long version,
      Agreed before) {
    AudioFormats formats = terms.formats();
    boolean opus = formats.codec() == Codec.OPUS;
    // Held in the old way, the peer's address is 0.0.0.0: where it was is where its RTCP still is.
    boolean keep = before != null && IpLiteral.isUnspecified(terms.rtpAddress());
    return new Agreed(
        formats.codec(),
        formats.payloadType(),
        formats.events(),
        formats.eventClockRate(),
        formats.comfortNoise(),
        terms.ptimeMs(),
        keep ? before.rtpAddress() : terms.rtpAddress(),
        keep ? before.rtpPort() : terms.rtpPort(),
        keep ? before.rtcpAddress() : terms.rtcpAddress(),
        keep ? before.rtcpPort() : terms.rtcpPort(),
        terms.rtcpMux(),
        terms.theirs(),
        ours,
        srtp,
        opus && formats.flag("useinbandfec"),
        opus && formats.flag("usedtx"),
        text,
        version);
  }

  /** Applies the answer to an offer of ours. */
  public static Negotiation accept(OurOffer offer, String answer) {
    return switch (SdpParser.parse(answer)) {
      case SdpParser.Result.Malformed m -> new Refused("SDP " + m.why(), Negotiation.MALFORMED);
      case SdpParser.Result.Parsed p -> accept(offer, p.description());
    };
  }

  private static Negotiation accept(OurOffer offer, SessionDescription answer) {
    if (answer.media().isEmpty() || !answer.media().getFirst().type().equals("audio")) {
      return new Refused("m=audio is missing", Negotiation.MEDIA_TYPE);
    }
    Media media = answer.media().getFirst();
    if (media.port() == 0) {
      return new Refused("m=audio: the peer declined our audio", Negotiation.MEDIA_TYPE);
    }
    boolean offeredSecure = !offer.crypto().isEmpty();
    if (offeredSecure != media.protocol().startsWith("RTP/S")) {
      return new Refused("m=audio: another profile than offered", Negotiation.TRANSPORT);
    }
    return switch (AudioTerms.read(answer, media, offer.ours())) {
      case AudioReading.Unfit unfit -> unfit.why();
      case AudioTerms terms -> accept(offer, terms, offeredSecure);
    };
  }

  private static Negotiation accept(OurOffer offer, AudioTerms terms, boolean secure) {
    SrtpAgreement srtp = null;
    if (secure) {
      CryptoLine theirs = terms.crypto().getFirst();
      for (CryptoLine line : offer.crypto()) {
        if (line.tag() == theirs.tag() && line.suite() == theirs.suite()) {
          srtp = new SrtpAgreement(line.tag(), line.suite(), line.keySalt(), theirs.keySalt());
        }
      }
      if (srtp == null) {
        return new Refused("a=crypto: a tag or suite that was not offered", Negotiation.ATTRIBUTE);
      }
    }
    Direction theirs = terms.theirs();
    Direction ours =
        Direction.of(
            offer.direction().sends() && theirs.receives(),
            offer.direction().receives() && theirs.sends());
    return agreed(terms, ours, srtp, offer.text(), offer.sessionVersion(), null);
  }
}
