package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sdp.Browsers.OURS;
import static org.convoke.sdp.Browsers.linesOf;
import static org.convoke.sdp.Browsers.offer;
import static org.convoke.sdp.Browsers.read;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserAnswerTest {
  @Test
  void theAnswerToChromiumSaysAllThatItNeeds() {
    String answer = OURS.text(read(offer("chromium-sendrecv")));
    assertThat(answer).endsWith("\r\n").doesNotContain("\n\n");
    assertThat(answer.lines())
        .containsExactly(
            "v=0",
            "o=convoke 7 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "a=ice-lite",
            "a=msid-semantic: WMS *",
            "m=audio 4443 UDP/TLS/RTP/SAVPF 111 110",
            "c=IN IP4 192.0.2.1",
            "a=mid:0",
            "a=ice-ufrag:ours",
            "a=ice-pwd:passwordpasswordpassword",
            "a=fingerprint:sha-256 " + "00:".repeat(31) + "00",
            "a=setup:passive",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2",
            "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;stereo=0",
            "a=rtpmap:110 telephone-event/48000",
            "a=ptime:20",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=sendrecv",
            "a=msid:convoke convoke",
            "a=ssrc:4294967294 cname:cname",
            "a=ssrc:4294967294 msid:convoke convoke",
            "a=candidate:1 1 udp 2130706431 192.0.2.1 4443 typ host",
            "a=candidate:2 1 udp 2130706175 2001:db8::1 4443 typ host",
            "a=end-of-candidates");
  }

  @ParameterizedTest
  @CsvSource({
    "chromium-sendrecv, true, sendrecv",
    "chromium-sendrecv, false, sendonly",
    "chromium-recvonly, true, sendonly",
    "firefox-recvonly, false, sendonly"
  })
  void theDirectionIsMirroredAndAListenerIsAskedToBeSilent(
      String name, boolean listening, String direction) {
    String answer = answer(listening).text(read(offer(name)));
    assertThat(linesOf(answer, "a=" + direction)).hasSize(1);
    assertThat(answer).contains("a=ssrc:");
  }

  @ParameterizedTest
  @CsvSource({"sendonly, recvonly", "inactive, inactive"})
  void whoDoesNotListenIsNotTalkedTo(String offered, String answered) {
    String answer =
        OURS.text(read(offer("chromium-sendrecv").replace("a=sendrecv", "a=" + offered)));
    assertThat(linesOf(answer, "a=" + answered)).hasSize(1);
    assertThat(answer).doesNotContain("a=ssrc:").doesNotContain("a=msid:");
  }

  @Test
  void otherSectionsAreRefusedInTheirPlaces() {
    String answer = OURS.text(read(offer("chromium-video-and-data")));
    assertThat(linesOf(answer, "m="))
        .containsExactly(
            "m=audio 4443 UDP/TLS/RTP/SAVPF 111 110",
            "m=video 0 UDP/TLS/RTP/SAVPF 96",
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
    assertThat(linesOf(answer, "a=mid:")).containsExactly("a=mid:0", "a=mid:1", "a=mid:2");
    assertThat(linesOf(answer, "a=group:")).containsExactly("a=group:BUNDLE 0");
    assertThat(linesOf(OURS.text(read(offer("firefox-two-audio"))), "m="))
        .containsExactly(
            "m=audio 4443 UDP/TLS/RTP/SAVPF 109 101", "m=audio 0 UDP/TLS/RTP/SAVPF 109");
  }

  @Test
  void withoutBundleAndMidThereIsNeither() {
    String plain =
        offer("chromium-sendrecv").replace("a=group:BUNDLE 0\r\n", "").replace("a=mid:0\r\n", "");
    assertThat(OURS.text(read(plain))).doesNotContain("BUNDLE").doesNotContain("a=mid");
  }

  private static BrowserAnswer answer(boolean listening) {
    return new BrowserAnswer(
        OURS.ufrag(),
        OURS.password(),
        OURS.fingerprintHash(),
        OURS.fingerprint(),
        List.of(),
        OURS.ssrc(),
        OURS.cname(),
        1,
        1,
        listening);
  }
}
