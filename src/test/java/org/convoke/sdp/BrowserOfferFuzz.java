package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.convoke.fuzz.Seeds;

/** A browser's offer: taken within its limits and answered section by section, or refused. */
public final class BrowserOfferFuzz {
  private BrowserOfferFuzz() {}

  public static List<byte[]> seeds() {
    return Seeds.texts(Browsers.NAMES.stream().map(Browsers::offer).toList());
  }

  public static void fuzzerTestOneInput(byte[] input) {
    switch (BrowserOffer.read(new String(input, StandardCharsets.UTF_8))) {
      case BrowserOffer offer -> taken(offer);
      case BrowserReading.Refused refused -> {
        assertThat(refused.field()).isNotBlank().hasSizeLessThan(100).matches("\\p{Print}*");
        assertThat(refused.reason()).isNotBlank().hasSizeLessThan(200).matches("\\p{Print}*");
      }
    }
  }

  private static void taken(BrowserOffer offer) {
    assertThat(offer.payloadType()).isBetween(0, 127);
    assertThat(offer.eventPayloadType()).isBetween(-1, 127);
    assertThat(offer.comfortNoisePayloadType()).isBetween(-1, 127);
    assertThat(offer.levelExtension()).isBetween(-1, 14);
    assertThat(offer.fingerprint().length).isIn(32, 48, 64);
    assertThat(offer.ufrag()).matches("[A-Za-z0-9+/]{4,256}");
    assertThat(offer.password()).matches("[A-Za-z0-9+/]{22,256}");
    assertThat(offer.sections()).hasSizeBetween(1, 32);
    assertThat(offer.taken()).isBetween(0, offer.sections().size() - 1);
    assertThat(offer.toString()).doesNotContain(offer.password());
    String answer = Browsers.OURS.text(offer);
    answer.lines().forEach(line -> assertThat(line).matches("[a-z]=\\p{Print}*"));
    assertThat(SdpParser.parse(answer)).isInstanceOf(SdpParser.Result.Parsed.class);
    assertThat(Browsers.linesOf(answer, "m=")).hasSize(offer.sections().size());
    assertThat(Browsers.linesOf(answer, "a=candidate:")).hasSize(2);
  }
}
