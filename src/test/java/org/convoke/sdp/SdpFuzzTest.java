package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sdp.Phones.all;
import static org.convoke.sdp.Phones.audio;
import static org.convoke.sdp.Phones.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convoke.sdp.Negotiation.Agreed;
import org.convoke.sdp.Negotiation.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpFuzzTest {
  private static final String[] PIECES = {
    "m=audio ",
    "a=crypto:",
    "inline:",
    "c=IN IP6 ::",
    "a=rtpmap:",
    "/",
    "|",
    "2^",
    ":",
    " ",
    "\r\n",
    "99999999999999999999",
    "-1",
    "a=fmtp:96 ;;=;",
    "\0",
    "\u20ac",
    "a=rtcp:",
    "m=audio 1 RTP/AVP "
  };

  private static List<String> corpus() {
    List<String> corpus = new ArrayList<>();
    Phones.NAMES.forEach(name -> corpus.add(offer(name)));
    String key = Phones.THEIR_KEY_TEXT;
    corpus.add(
        audio(
            "audio 4000 RTP/SAVP 0 8",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + key + "|2^20"));
    corpus.add(OurOffer.first(all(SrtpPolicy.REQUIRED)).text());
    return corpus;
  }

  private static String mutate(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(out.length() + 1);
      int end = Math.min(out.length(), at + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> out.delete(at, end);
        case 1 -> out.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> out.insert(at, (char) random.nextInt(256));
        case 3 -> out.insert(at, out.substring(at, end));
        default -> {
          if (at < out.length()) {
            out.setCharAt(at, (char) random.nextInt(128));
          }
        }
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutatedOffersAndAnswersAlwaysGetAVerdict(long seed) {
    var random = new Random(seed);
    List<String> corpus = corpus();
    int agreed = 0;
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      var ours = all(SrtpPolicy.values()[random.nextInt(3)]);
      String text = mutate(corpus.get(random.nextInt(corpus.size())), random);
      switch (OfferAnswer.answer(text, ours)) {
        case Agreed a -> {
          agreed++;
          assertThat(a.rtpPort()).isBetween(1, 65_535);
          assertThat(a.payloadType()).isBetween(0, 127);
          assertThat(a.ptimeMs()).isIn(10, 20, 30, 40, 60);
          assertThat(ours.srtp() == SrtpPolicy.REQUIRED && a.srtp() == null).isFalse();
          assertThat(SdpParser.parse(a.text())).isInstanceOf(SdpParser.Result.Parsed.class);
        }
        case Refused r -> {
          refused++;
          assertThat(r.why()).isNotBlank().hasSizeLessThan(200).matches("\\p{Print}*");
          assertThat(r.warningCode()).isBetween(300, 399);
        }
      }
      assertThat(OfferAnswer.accept(OurOffer.first(ours), text)).isNotNull();
    }
    assertThat(agreed).isGreaterThan(300);
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void floodsAreCutShort() {
    var ours = all(SrtpPolicy.OPTIONAL);
    String head = audio("audio 4000 RTP/AVP 0");
    List<String> floods =
        List.of(
            head + "a=x\r\n".repeat(12_000),
            head + "m=audio 4000 RTP/AVP 0\r\n".repeat(2000),
            head + "a=" + "x".repeat(60_000),
            audio("audio 4000 RTP/AVP" + " 0".repeat(2000)),
            "v=0\r\n" + "\n".repeat(60_000),
            "v".repeat(70_000));
    for (String flood : floods) {
      assertThat(OfferAnswer.answer(flood, ours))
          .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.isMalformed()).isTrue());
    }
    // The largest that is taken, with the costliest attribute throughout, still ends.
    String crypto = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "|".repeat(100) + "\r\n";
    assertThat(OfferAnswer.answer(head + crypto.repeat(390), ours)).isInstanceOf(Agreed.class);
  }
}
