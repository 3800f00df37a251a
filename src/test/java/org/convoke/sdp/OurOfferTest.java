package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sdp.Phones.agreed;
import static org.convoke.sdp.Phones.all;
import static org.convoke.sdp.Phones.audio;
import static org.convoke.sdp.Phones.refused;
import static org.convoke.sdp.Phones.with;

import org.convoke.audio.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OurOfferTest {
  @ParameterizedTest
  @EnumSource(Codec.class)
  void ourOfferAndOurAnswerFitEachOtherForEveryCodec(Codec codec) {
    var offer = OurOffer.first(with(SrtpPolicy.OPTIONAL, codec));
    var theirs = agreed(OfferAnswer.answer(offer.text(), all(SrtpPolicy.OPTIONAL)));
    var ours = agreed(OfferAnswer.accept(offer, theirs.text()));
    assertThat(theirs.codec()).isEqualTo(codec);
    assertThat(ours.codec()).isEqualTo(codec);
    assertThat(ours.payloadType()).isEqualTo(theirs.payloadType());
    assertThat(ours.eventClockRate()).isEqualTo(codec.clockRate());
    assertThat(ours.eventPayloadType()).isEqualTo(theirs.eventPayloadType());
    assertThat(ours.rtcpMux()).isTrue();
    assertThat(ours.srtp()).isNull();
    assertThat(ours.opusFec()).isEqualTo(codec == Codec.OPUS);
  }

  @Test
  void keysCrossOver() {
    var offer = OurOffer.first(all(SrtpPolicy.REQUIRED));
    assertThat(offer.text()).contains("RTP/SAVP").doesNotContain("RTP/AVP");
    var theirs = agreed(OfferAnswer.answer(offer.text(), all(SrtpPolicy.OPTIONAL)));
    var ours = agreed(OfferAnswer.accept(offer, theirs.text()));
    assertThat(ours.srtp().ourKeySalt()).isEqualTo(theirs.srtp().theirKeySalt());
    assertThat(ours.srtp().theirKeySalt()).isEqualTo(theirs.srtp().ourKeySalt());
  }

  @Test
  void answersThatDoNotFitAreRefused() {
    var plain = OurOffer.first(all(SrtpPolicy.OPTIONAL));
    assertThat(refused(OfferAnswer.accept(plain, audio("audio 0 RTP/AVP 0"))).why())
        .contains("declined");
    assertThat(refused(OfferAnswer.accept(plain, audio("audio 4 RTP/SAVP 0"))).warningCode())
        .isEqualTo(302);
    assertThat(refused(OfferAnswer.accept(plain, audio("audio 4 RTP/AVP 18"))).warningCode())
        .isEqualTo(305);
    assertThat(refused(OfferAnswer.accept(plain, "nonsense")).isMalformed()).isTrue();
    var secure = OurOffer.first(all(SrtpPolicy.REQUIRED));
    assertThat(refused(OfferAnswer.accept(secure, audio("audio 4 RTP/AVP 0"))).warningCode())
        .isEqualTo(302);
    var theirs = agreed(OfferAnswer.answer(secure.text(), all(SrtpPolicy.OPTIONAL)));
    String otherTag = theirs.text().replace("a=crypto:1", "a=crypto:9");
    assertThat(refused(OfferAnswer.accept(secure, otherTag)).warningCode()).isEqualTo(306);
  }

  @Test
  void thePeersDirectionLimitsOurs() {
    var offer = OurOffer.first(all(SrtpPolicy.OFF));
    var a = agreed(OfferAnswer.accept(offer, audio("audio 4000 RTP/AVP 0", "a=recvonly")));
    assertThat(a.theirs()).isEqualTo(Direction.RECVONLY);
    assertThat(a.ours()).isEqualTo(Direction.SENDONLY);
  }

  @Test
  void aLaterOfferKeepsKeyAndVersionUntilSomethingChanges() {
    var caps = all(SrtpPolicy.REQUIRED);
    var first = OurOffer.first(caps);
    var peer = agreed(OfferAnswer.answer(first.text(), all(SrtpPolicy.OPTIONAL)));
    var agreed = agreed(OfferAnswer.accept(first, peer.text()));
    var hold = OurOffer.again(caps, Direction.SENDONLY, agreed);
    assertThat(hold.text()).contains("o=convoke 77 2 ", "a=sendonly");
    assertThat(hold.crypto().getFirst().keySalt()).isEqualTo(agreed.srtp().ourKeySalt());
    var held = agreed(OfferAnswer.answer(hold.text(), all(SrtpPolicy.OPTIONAL), peer));
    var after = agreed(OfferAnswer.accept(hold, held.text()));
    assertThat(after.ours()).isEqualTo(Direction.SENDONLY);
    var same = OurOffer.again(caps, Direction.SENDONLY, after);
    assertThat(same.text()).isEqualTo(hold.text());
    var resume = OurOffer.again(caps, Direction.SENDRECV, after);
    assertThat(resume.sessionVersion()).isEqualTo(3);
  }
}
