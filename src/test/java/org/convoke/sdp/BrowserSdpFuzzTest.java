package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserSdpFuzzTest {
  private static final String[] PIECES = {
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "m=video 0 ",
    "a=crypto:1 ",
    "a=fingerprint:sha-256 ",
    "a=group:BUNDLE ",
    "a=extmap:",
    "a=bundle-only",
    "a=setup:",
    ":",
    "/",
    " ",
    "\r\n",
    "\r",
    "99999999999999999999",
    "-1",
    "\0",
    "\u20ac",
    "a=ice-pwd:"
  };

  private static String mutate(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(out.length() + 1);
      int end = Math.min(out.length(), at + random.nextInt(40));
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
  void mutatedOffersAlwaysGetAVerdict(long seed) {
    var random = new Random(seed);
    List<String> corpus = Browsers.NAMES.stream().map(Browsers::offer).toList();
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      String text = mutate(corpus.get(random.nextInt(corpus.size())), random);
      switch (BrowserOffer.read(text)) {
        case BrowserOffer offer -> {
          taken++;
          assertThat(offer.payloadType()).isBetween(0, 127);
          assertThat(offer.eventPayloadType()).isBetween(-1, 127);
          assertThat(offer.levelExtension()).isBetween(-1, 14);
          assertThat(offer.fingerprint().length).isIn(32, 48, 64);
          assertThat(offer.ufrag().length()).isBetween(4, 256);
          assertThat(offer.password().length()).isBetween(22, 256);
          String answer = Browsers.OURS.text(offer);
          assertThat(SdpParser.parse(answer)).isInstanceOf(SdpParser.Result.Parsed.class);
          assertThat(Browsers.linesOf(answer, "m=")).hasSize(offer.sections().size());
          assertThat(Browsers.linesOf(answer, "a=candidate:")).hasSize(2);
        }
        case BrowserReading.Refused why -> {
          refused++;
          assertThat(why.field()).isNotBlank();
          assertThat(why.reason()).isNotBlank().hasSizeLessThan(200).matches("\\p{Print}*");
        }
      }
    }
    assertThat(taken).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }
}
