package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sdp.Browsers.offer;
import static org.convoke.sdp.Browsers.read;
import static org.convoke.sdp.Browsers.refused;

import java.util.HexFormat;
import org.convoke.audio.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserOfferTest {
  private static final String CHROMIUM = offer("chromium-sendrecv");
  private static final String FIREFOX = offer("firefox-sendrecv");

  @Test
  void chromiumsOfferIsUnderstood() {
    BrowserOffer offer = read(CHROMIUM);
    assertThat(offer.ufrag()).isEqualTo("Ipxb");
    assertThat(offer.password()).isEqualTo("gCl0+nPAXlZeTJYw6gdWgtUR");
    assertThat(offer.fingerprintHash()).isEqualTo("sha-256");
    assertThat(HexFormat.of().formatHex(offer.fingerprint())).startsWith("82f53aa36f686664");
    assertThat(offer.fingerprint()).hasSize(32);
    assertThat(offer.codec()).isEqualTo(Codec.OPUS);
    assertThat(offer.payloadType()).isEqualTo(111);
    assertThat(offer.eventPayloadType()).isEqualTo(110);
    assertThat(offer.eventClockRate()).isEqualTo(48_000);
    assertThat(offer.comfortNoisePayloadType()).isEqualTo(-1);
    assertThat(offer.levelExtension()).isEqualTo(1);
    assertThat(offer.direction()).isEqualTo(Direction.SENDRECV);
    assertThat(offer.opusFec()).isTrue();
    assertThat(offer.opusDtx()).isFalse();
    assertThat(offer.msid()).startsWith("77dce321-");
    assertThat(offer.sections())
        .containsExactly(new BrowserOffer.Section("audio", "UDP/TLS/RTP/SAVPF", "111", "0", true));
    assertThat(offer.taken()).isZero();
  }

  @Test
  void firefoxsOfferIsUnderstoodWithItsFingerprintAtTheSession() {
    BrowserOffer offer = read(FIREFOX);
    assertThat(offer.ufrag()).isEqualTo("2d9ec0e3");
    assertThat(HexFormat.of().formatHex(offer.fingerprint())).startsWith("b17eb3da16662f33");
    assertThat(offer.payloadType()).isEqualTo(109);
    assertThat(offer.eventPayloadType()).isEqualTo(101);
    assertThat(offer.eventClockRate()).isEqualTo(8000);
    assertThat(offer.levelExtension()).isEqualTo(1);
    assertThat(offer.opusFec()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "chromium-recvonly, RECVONLY, 1",
    "firefox-recvonly, RECVONLY, 1",
    "chromium-two-audio, SENDRECV, 2",
    "firefox-two-audio, SENDRECV, 2",
    "chromium-video-and-data, SENDRECV, 3",
    "firefox-video-and-data, SENDRECV, 3"
  })
  void theFirstAudioIsTakenWhateverElseIsOffered(String name, Direction direction, int sections) {
    BrowserOffer offer = read(offer(name));
    assertThat(offer.direction()).isEqualTo(direction);
    assertThat(offer.sections()).hasSize(sections);
    assertThat(offer.sections().get(offer.taken()).type()).isEqualTo("audio");
    assertThat(offer.taken()).isZero();
    assertThat(offer.hears()).isTrue();
    assertThat(offer.speaks()).isEqualTo(direction == Direction.SENDRECV);
  }

  @Test
  void theSectionsFingerprintGoesBeforeTheSessions() {
    String other = "11:".repeat(31) + "11";
    BrowserOffer offer = read(FIREFOX + "a=fingerprint:SHA-256 " + other + "\r\n");
    assertThat(offer.fingerprint()).containsOnly(0x11);
    BrowserOffer strong =
        read(FIREFOX + "a=fingerprint:md5 11\r\na=fingerprint:sha-512 " + "22:".repeat(63) + "22");
    assertThat(strong.fingerprintHash()).isEqualTo("sha-512");
    assertThat(strong.fingerprint()).hasSize(64).containsOnly(0x22);
  }

  @Test
  void aClientWithoutOpusGetsG711() {
    String narrow = CHROMIUM.replace("SAVPF 111 63 9 0 8 13 110 126", "SAVPF 9 8 0 13 126");
    BrowserOffer offer = read(narrow);
    assertThat(offer.codec()).isEqualTo(Codec.PCMA);
    assertThat(offer.payloadType()).isEqualTo(8);
    assertThat(offer.eventPayloadType()).isEqualTo(126);
    assertThat(offer.eventClockRate()).isEqualTo(8000);
    assertThat(offer.comfortNoisePayloadType()).isEqualTo(13);
    assertThat(offer.opusFec()).isFalse();
  }

  @Test
  void opusIsTakenWhereverItStandsAndItsWishesAreRead() {
    String last =
        CHROMIUM
            .replace("SAVPF 111 63 9 0 8 13 110 126", "SAVPF 0 8 111")
            .replace("useinbandfec=1", "useinbandfec=0; usedtx=1");
    BrowserOffer offer = read(last);
    assertThat(offer.codec()).isEqualTo(Codec.OPUS);
    assertThat(offer.opusFec()).isFalse();
    assertThat(offer.opusDtx()).isTrue();
    assertThat(offer.eventPayloadType()).isEqualTo(-1);
  }

  @Test
  void theLevelIsOnlyReadWhereTheBrowserSendsIt() {
    String uri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    assertThat(read(CHROMIUM.replace("a=extmap:1 ", "a=extmap:14/sendonly ")).levelExtension())
        .isEqualTo(14);
    assertThat(read(CHROMIUM.replace("a=extmap:1 ", "a=extmap:1/recvonly ")).levelExtension())
        .isEqualTo(-1);
    assertThat(read(CHROMIUM.replace("a=extmap:1 ", "a=extmap:15 ")).levelExtension())
        .isEqualTo(-1);
    assertThat(read(CHROMIUM.replace(uri, "urn:other")).levelExtension()).isEqualTo(-1);
  }

  @Test
  void anAudioThatIsOverIsPassedByAndOneThatIsBundledIsTaken() {
    String two = offer("chromium-two-audio");
    assertThat(read(two.replaceFirst("m=audio \\d+ ", "m=audio 0 ")).taken()).isOne();
    String bundled = CHROMIUM.replaceFirst("m=audio \\d+ ", "m=audio 0 ") + "a=bundle-only\r\n";
    assertThat(read(bundled).taken()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "a=fingerprint:sha-256, a=x:, a=fingerprint",
    "a=fingerprint:sha-256, a=fingerprint:sha-1, a=fingerprint",
    "a=fingerprint:sha-256 8, a=fingerprint:sha-256 G, a=fingerprint",
    "a=fingerprint:sha-256 82:, a=fingerprint:sha-256 , a=fingerprint",
    "a=rtcp-mux, a=x, a=rtcp-mux",
    "a=ice-ufrag, a=x, a=ice-ufrag",
    "a=ice-ufrag:Ipxb, a=ice-ufrag:I, a=ice-ufrag",
    "a=ice-pwd, a=x, a=ice-pwd",
    "a=ice-pwd:gCl0+nPAX, a=ice-pwd:g!l0+nPAX, a=ice-pwd",
    "a=setup:actpass, a=setup:passive, a=setup",
    "a=setup:actpass, a=setup:holdconn, a=setup",
    "a=setup:actpass, a=x, a=setup",
    "a=rtcp-rsize, a=ice-lite, a=ice-lite",
    "a=rtcp-rsize, a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x, a=crypto",
    "UDP/TLS/RTP/SAVPF, RTP/AVP, m=audio",
    "UDP/TLS/RTP/SAVPF, RTP/AVPF, m=audio",
    "UDP/TLS/RTP/SAVPF, RTP/SAVPF, m=audio",
    "m=audio, m=video, m=audio",
    "SAVPF 111 63 9 0 8 13 110 126, SAVPF 9 13 110, m=audio",
    "v=0, v=1, sdp",
  })
  void whatDoesNotDoIsNamed(String what, String instead, String field) {
    assertThat(CHROMIUM).contains(what);
    BrowserReading.Refused refused = refused(CHROMIUM.replace(what, instead));
    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.reason()).isNotBlank();
  }

  @Test
  void tooMuchIsRefused() {
    String candidate = "a=candidate:1 1 udp 1 192.0.2.9 5000 typ host\r\n";
    // Four are there already.
    assertThat(BrowserOffer.read(CHROMIUM + candidate.repeat(26))).isInstanceOf(BrowserOffer.class);
    assertThat(refused(CHROMIUM + candidate.repeat(27)).field()).isEqualTo("a=candidate");
    assertThat(refused(CHROMIUM + "a=x\r\n".repeat(2000)).field()).isEqualTo("sdp");
    assertThat(refused(CHROMIUM + "a=" + "x".repeat(66_000)).reason()).contains("64 KiB");
    assertThat(refused(CHROMIUM + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n".repeat(40)).field())
        .isEqualTo("sdp");
    assertThat(refused("").field()).isEqualTo("sdp");
  }

  @Test
  void secretsDoNotPrint() {
    assertThat(read(CHROMIUM).toString()).doesNotContain("gCl0").doesNotContain("Ipxb");
    assertThat(Browsers.OURS.toString()).doesNotContain("password");
  }
}
