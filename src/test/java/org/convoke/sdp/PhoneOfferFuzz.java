package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;
import org.convoke.sdp.Negotiation.Agreed;
import org.convoke.sdp.Negotiation.Refused;

/**
 * A phone's SDP, as an offer, as a later offer and as the answer to ours. What we answer is whole,
 * has a line for each of the offer's media, and can be read by another bridge.
 */
public final class PhoneOfferFuzz {
  private PhoneOfferFuzz() {}

  public static List<byte[]> seeds() {
    List<String> texts = new ArrayList<>();
    Phones.NAMES.forEach(name -> texts.add(Phones.offer(name)));
    texts.add(
        Phones.audio(
            "audio 4000/2 RTP/SAVP 0 8 101",
            "a=rtcp:4001 IN IP4 192.0.2.9",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                + Phones.THEIR_KEY_TEXT
                + "|2^20|1:4 UNENCRYPTED_SRTCP",
            "a=fmtp:101 0-15,66",
            "a=ptime:30",
            "a=maxptime:60",
            "a=inactive"));
    for (SrtpPolicy policy : SrtpPolicy.values()) {
      texts.add(OurOffer.first(Phones.all(policy)).text());
    }
    return Seeds.behindEach(SrtpPolicy.values().length, Seeds.texts(texts));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    Capabilities ours = Phones.all(SrtpPolicy.values()[choices.below(SrtpPolicy.values().length)]);
    String text = new String(choices.rest(), StandardCharsets.UTF_8);
    switch (OfferAnswer.answer(text, ours)) {
      case Agreed agreed -> {
        check(agreed, ours);
        assertAnswers(text, agreed.text());
        // The same offer again changes nothing; another one is answered under the next version.
        assertThat(((Agreed) OfferAnswer.answer(text, ours, agreed)).text())
            .isEqualTo(agreed.text());
        if (OfferAnswer.answer(Phones.offer("baresip"), ours) instanceof Agreed first
            && OfferAnswer.answer(text, ours, first) instanceof Agreed later) {
          check(later, ours);
          assertThat(later.sessionVersion() - first.sessionVersion()).isBetween(0L, 1L);
        }
        // What we answered, another bridge would take as an offer.
        assertThat(OfferAnswer.answer(agreed.text(), ours)).isNotNull();
      }
      case Refused refused -> check(refused);
    }
    for (SrtpPolicy policy : SrtpPolicy.values()) {
      OurOffer offer = OurOffer.first(Phones.all(policy));
      switch (OfferAnswer.accept(offer, text)) {
        case Agreed agreed -> check(agreed, offer.ours());
        case Refused refused -> check(refused);
      }
    }
  }

  private static void check(Agreed agreed, Capabilities ours) {
    assertThat(agreed.rtpPort()).isBetween(1, 65_535);
    assertThat(agreed.rtcpPort()).isBetween(-1, 65_535);
    assertThat(agreed.payloadType()).isBetween(0, 127);
    assertThat(agreed.eventPayloadType()).isBetween(-1, 127);
    assertThat(agreed.comfortNoisePayloadType()).isBetween(-1, 127);
    assertThat(agreed.ptimeMs()).isIn(10, 20, 30, 40, 60);
    assertThat(ours.codecs()).contains(agreed.codec());
    assertThat(ours.srtp() == SrtpPolicy.REQUIRED && agreed.srtp() == null).isFalse();
    assertThat(ours.srtp() == SrtpPolicy.OFF && agreed.srtp() != null).isFalse();
    assertThat(IpLiteral.isLiteral(agreed.rtpAddress())).isTrue();
    assertThat(agreed.toString()).doesNotContain("inline:");
  }

  private static void check(Refused refused) {
    assertThat(refused.why()).isNotBlank().hasSizeLessThan(200).matches("\\p{Print}*");
    assertThat(refused.warningCode()).isBetween(300, 399);
  }

  /** RFC 3264 §6: as many media lines, of the same kinds, in the same order. */
  private static void assertAnswers(String offer, String answer) {
    SessionDescription asked = parsed(offer);
    SessionDescription answered = parsed(answer);
    assertThat(answered.media())
        .extracting(SessionDescription.Media::type)
        .isEqualTo(asked.media().stream().map(SessionDescription.Media::type).toList());
    answer.lines().forEach(line -> assertThat(line).matches("[a-z]=\\p{Print}*"));
  }

  private static SessionDescription parsed(String text) {
    return ((SdpParser.Result.Parsed) SdpParser.parse(text)).description();
  }
}
