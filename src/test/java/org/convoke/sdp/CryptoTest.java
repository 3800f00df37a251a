package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sdp.Phones.THEIR_KEY;
import static org.convoke.sdp.Phones.THEIR_KEY_TEXT;
import static org.convoke.sdp.Phones.agreed;
import static org.convoke.sdp.Phones.all;
import static org.convoke.sdp.Phones.audio;
import static org.convoke.sdp.Phones.refused;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {
  private static final String GOOD = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + THEIR_KEY_TEXT;

  @ParameterizedTest
  @CsvSource({
    // profile offered, with a=crypto, policy, outcome
    "RTP/AVP,false,OFF,plain",
    "RTP/AVP,false,OPTIONAL,plain",
    "RTP/AVP,false,REQUIRED,302",
    "RTP/AVP,true,OFF,plain",
    "RTP/AVP,true,OPTIONAL,srtp",
    "RTP/AVP,true,REQUIRED,302",
    "RTP/AVPF,false,OPTIONAL,plain",
    "RTP/AVPF,true,REQUIRED,302",
    "RTP/SAVP,true,OFF,302",
    "RTP/SAVP,true,OPTIONAL,srtp",
    "RTP/SAVP,true,REQUIRED,srtp",
    "RTP/SAVP,false,OPTIONAL,306",
    "RTP/SAVP,false,REQUIRED,306",
    "RTP/SAVPF,true,REQUIRED,srtp",
    "RTP/SAVPF,false,OFF,302"
  })
  void theMatrixOfProfilesAndPolicies(
      String profile, boolean crypto, SrtpPolicy policy, String outcome) {
    String offer = audio("audio 4000 " + profile + " 0", crypto ? GOOD : "a=x");
    Negotiation negotiation = OfferAnswer.answer(offer, all(policy));
    switch (outcome) {
      case "plain" -> {
        assertThat(agreed(negotiation).srtp()).isNull();
        assertThat(agreed(negotiation).text()).doesNotContain("crypto");
      }
      case "srtp" -> {
        var srtp = agreed(negotiation).srtp();
        assertThat(srtp.suite()).isEqualTo(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(srtp.theirKeySalt()).isEqualTo(THEIR_KEY);
        String ours = Base64.getEncoder().encodeToString(srtp.ourKeySalt());
        assertThat(agreed(negotiation).text())
            .contains("m=audio 20000 " + profile + " 0\r\n")
            .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + ours + "\r\n");
      }
      default ->
          assertThat(refused(negotiation).warningCode()).isEqualTo(Integer.parseInt(outcome));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEB", // too short
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB", // too long
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ!B",
        "1 AES_CM_128_HMAC_SHA1_80 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
        "x AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
        "1234567890 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
        "1 F8_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
        "1 AEAD_AES_128_GCM inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB", // 30 bytes, not 28
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB|2^20|1:4", // MKI
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB|1:4",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB|2^99",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB|0",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB UNENCRYPTED_SRTP",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB KDR=4",
        "1 AES_CM_128_HMAC_SHA1_80",
        ""
      })
  void linesThatWeCannotHonourAreRefusedAndALaterGoodOneIsTaken(String bad) {
    String alone = audio("audio 4000 RTP/SAVP 0", "a=crypto:" + bad);
    assertThat(refused(OfferAnswer.answer(alone, all(SrtpPolicy.OPTIONAL))).warningCode())
        .isEqualTo(306);
    String second = GOOD.replace("crypto:1", "crypto:2");
    String both = audio("audio 4000 RTP/SAVP 0", "a=crypto:" + bad, second);
    var a = agreed(OfferAnswer.answer(both, all(SrtpPolicy.OPTIONAL)));
    assertThat(a.srtp().tag()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"|2^20", "|2^48", "|1048576", "|2^31 WSH=64", " -X=1"})
  void lifetimesAndHarmlessParametersAreTolerated(String suffix) {
    String offer = audio("audio 4000 RTP/SAVP 0", GOOD + suffix);
    assertThat(agreed(OfferAnswer.answer(offer, all(SrtpPolicy.REQUIRED))).srtp()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(CryptoSuite.class)
  void everySuiteIsAnsweredWithAKeyOfItsLength(CryptoSuite suite) {
    String key = Base64.getEncoder().encodeToString(new byte[suite.keySaltBytes()]);
    String offer = audio("audio 4000 RTP/SAVP 0", "a=crypto:3 " + suite + " inline:" + key);
    var srtp = agreed(OfferAnswer.answer(offer, all(SrtpPolicy.REQUIRED))).srtp();
    assertThat(srtp.suite()).isEqualTo(suite);
    assertThat(srtp.ourKeySalt()).hasSize(suite.keySaltBytes());
    assertThat(srtp.tag()).isEqualTo(3);
  }

  @Test
  void aPlainFallbackBehindSrtpIsTakenWhenSrtpIsOffAndNeverWhenRequired() {
    String offer = audio("audio 4000 RTP/SAVP 0", GOOD, "m=audio 4002 RTP/AVP 0");
    assertThat(agreed(OfferAnswer.answer(offer, all(SrtpPolicy.OFF))).rtpPort()).isEqualTo(4002);
    assertThat(agreed(OfferAnswer.answer(offer, all(SrtpPolicy.REQUIRED))).rtpPort())
        .isEqualTo(4000);
    String broken = offer.replace("AES_CM_128", "NONE");
    assertThat(OfferAnswer.answer(broken, all(SrtpPolicy.REQUIRED)))
        .isInstanceOf(Negotiation.Refused.class);
  }

  @Test
  void ourKeyStaysOverAReOfferOfTheSameSuiteAndTheirNewKeyIsSeen() {
    var ours = all(SrtpPolicy.REQUIRED);
    String offer = audio("audio 4000 RTP/SAVP 0", GOOD);
    var first = agreed(OfferAnswer.answer(offer, ours));
    var same = agreed(OfferAnswer.answer(offer, ours, first));
    assertThat(same.text()).isEqualTo(first.text());
    assertThat(Change.between(first, same).isNothing()).isTrue();
    var renewed =
        agreed(OfferAnswer.answer(offer.replace("inline:AQEB", "inline:AAEB"), ours, same));
    assertThat(Change.between(same, renewed).keys()).isTrue();
    assertThat(renewed.srtp().ourKeySalt()).isEqualTo(first.srtp().ourKeySalt());
  }

  @Test
  void noKeyIsEverPrinted() {
    var a =
        agreed(OfferAnswer.answer(audio("audio 4000 RTP/SAVP 0", GOOD), all(SrtpPolicy.REQUIRED)));
    var offer = OurOffer.first(all(SrtpPolicy.REQUIRED));
    assertThat(a + " " + a.srtp() + " " + offer + " " + offer.crypto() + SdpParser.parse(GOOD))
        .doesNotContain("inline", THEIR_KEY_TEXT, "QEBAQEBA");
  }
}
