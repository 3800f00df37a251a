package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.dtls.Fingerprint;
import org.convoke.sdp.BrowserAnswer;
import org.convoke.sdp.BrowserOffer;
import org.junit.jupiter.api.Test;

class BrowserSdpTest {
  private static final Fingerprint OURS = new Fingerprint("sha-256", new byte[32]);

  private static BrowserOffer offer(boolean sends) {
    return (BrowserOffer)
        BrowserOffer.read(BrowserSdp.offer("abcd", "abcdefghijklmnopqrstuvwx", OURS, -2, sends));
  }

  private static String answer(BrowserOffer offer, String address) {
    return new BrowserAnswer(
            "bridge",
            "bridgebridgebridgebridge",
            "sha-256",
            new byte[32],
            List.of(
                new BrowserAnswer.Candidate("2001:db8::1", 1),
                new BrowserAnswer.Candidate(address, 7878)),
            1,
            "cname",
            1,
            1,
            true)
        .text(offer);
  }

  @Test
  void theBridgeUnderstandsTheOffer() {
    BrowserOffer offer = offer(true);
    assertThat(offer.codec()).isEqualTo(Codec.OPUS);
    assertThat(offer.payloadType()).isEqualTo(BrowserSdp.OPUS);
    assertThat(offer.levelExtension()).isEqualTo(BrowserSdp.LEVEL_EXTENSION);
    assertThat(offer.speaks()).isTrue();
    assertThat(offer(false).speaks()).isFalse();
    assertThat(offer(false).hears()).isTrue();
  }

  @Test
  void theAnswerIsUnderstood() {
    BrowserSdp.Answer answer = BrowserSdp.answer(answer(offer(true), "192.0.2.1"));
    assertThat(answer.ufrag()).isEqualTo("bridge");
    assertThat(answer.password()).isEqualTo("bridgebridgebridgebridge");
    assertThat(answer.fingerprint()).isEqualTo(OURS);
    assertThat(answer.ip()).isEqualTo(0xC000_0201);
    assertThat(answer.port()).isEqualTo(7878);
    assertThat(answer.listens()).isTrue();
    assertThat(BrowserSdp.answer(answer(offer(false), "192.0.2.1")).listens()).isFalse();
    assertThat(answer).hasToString("Answer[port=7878]");
  }

  @Test
  void anAnswerWithoutWhatIsNeededIsAFault() {
    String whole = answer(offer(true), "192.0.2.1");
    assertThatThrownBy(() -> BrowserSdp.answer(whole.replace("a=ice-pwd", "a=x")))
        .hasMessageContaining("a=ice-pwd");
    assertThatThrownBy(() -> BrowserSdp.answer(answer(offer(true), "2001:db8::2")))
        .hasMessageContaining("IPv4");
  }
}
