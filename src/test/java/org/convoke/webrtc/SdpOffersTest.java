package org.convoke.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.media.BrowserDoor;
import org.convoke.media.BrowserTerms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offers as browsers made them: what the leg is told of them and what the browser is told. */
class SdpOffersTest {
  private static final BrowserDoor DOOR =
      new BrowserDoor(
          "ours",
          "passwordpasswordpassword",
          "sha-256",
          new byte[32],
          List.of(
              new InetSocketAddress("192.0.2.1", 7878), new InetSocketAddress("2001:db8::1", 7878)),
          4711,
          "cname");

  private final Offers offers = new SdpOffers();

  private static String offer(String name) throws IOException {
    try (InputStream in = SdpOffersTest.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chromium-sendrecv,true",
    "chromium-recvonly,false",
    "firefox-sendrecv,true",
    "firefox-recvonly,false"
  })
  void aBrowsersOfferIsTaken(String name, boolean speaks) throws IOException {
    Offers.Reading.Taken taken = (Offers.Reading.Taken) offers.read(offer(name));
    BrowserTerms terms = taken.terms();
    assertThat(terms.codec()).isEqualTo(Codec.OPUS);
    assertThat(terms.fingerprint()).hasSize(32);
    assertThat(terms.sending()).isTrue();
    assertThat(terms.receiving()).isEqualTo(speaks);
    String answer = taken.answer().answer(DOOR, 77, 3);
    assertThat(answer)
        .startsWith("v=0\r\no=convoke 77 3 ")
        .contains("a=ice-ufrag:ours\r\n", "a=ice-pwd:passwordpasswordpassword\r\n")
        .contains(" 192.0.2.1 7878 typ host", "a=setup:passive")
        .contains(speaks ? "a=sendrecv" : "a=sendonly");
  }

  @Test
  void whatIsWrongWithAnOfferIsNamed() throws IOException {
    String bare = offer("chromium-sendrecv").replaceAll("a=fingerprint.*\r?\n", "");
    assertThat(offers.read(bare))
        .isEqualTo(
            new Offers.Reading.Refused("The offer cannot be taken: a=fingerprint is missing."));
    assertThat(offers.read("")).isInstanceOf(Offers.Reading.Refused.class);
  }
}
