package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sdp.Phones.agreed;
import static org.convoke.sdp.Phones.all;
import static org.convoke.sdp.Phones.audio;
import static org.convoke.sdp.Phones.offer;
import static org.convoke.sdp.Phones.refused;
import static org.convoke.sdp.Phones.with;

import org.convoke.audio.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferAnswerTest {
  private static final Capabilities PLAIN = all(SrtpPolicy.OPTIONAL);

  @Test
  void baresipGetsOpusAndItsDigitsThoughTheirClockIsAnother() {
    var a = agreed(OfferAnswer.answer(offer("baresip"), PLAIN));
    assertThat(a.codec()).isEqualTo(Codec.OPUS);
    assertThat(a.payloadType()).isEqualTo(96);
    assertThat(a.eventPayloadType()).isEqualTo(101);
    assertThat(a.eventClockRate()).isEqualTo(8000);
    assertThat(a.rtpAddress()).isEqualTo("192.0.2.17");
    assertThat(a.rtpPort()).isEqualTo(10_010);
    assertThat(a.rtcpPort()).isEqualTo(10_011);
    assertThat(a.rtcpMux()).isFalse();
    assertThat(a.opusFec()).isTrue();
    assertThat(a.opusDtx()).isFalse();
    assertThat(a.srtp()).isNull();
    assertThat(a.text())
        .isEqualTo(
            """
            v=0
            o=convoke 77 1 IN IP4 203.0.113.9
            s=-
            c=IN IP4 203.0.113.9
            t=0 0
            m=audio 20000 RTP/AVP 96 101
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 useinbandfec=1
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void linphoneGetsTheEventsWhoseClockIsTheCodecsAndNoVideo() {
    var opus = agreed(OfferAnswer.answer(offer("linphone"), PLAIN));
    assertThat(opus.eventPayloadType()).isEqualTo(101);
    assertThat(opus.eventClockRate()).isEqualTo(48_000);
    assertThat(opus.opusDtx()).isTrue();
    assertThat(opus.text()).contains("m=audio 20000 RTP/AVPF 96 101\r\n");
    assertThat(opus.text()).endsWith("m=video 0 RTP/AVPF 96\r\n");
    var g711 = agreed(OfferAnswer.answer(offer("linphone"), with(SrtpPolicy.OFF, Codec.PCMU)));
    assertThat(g711.eventPayloadType()).isEqualTo(100);
    assertThat(g711.eventClockRate()).isEqualTo(8000);
  }

  @Test
  void sippGetsPcmuWithoutEvents() {
    var a = agreed(OfferAnswer.answer(offer("sipp"), PLAIN));
    assertThat(a.codec()).isEqualTo(Codec.PCMU);
    assertThat(a.eventPayloadType()).isEqualTo(-1);
    assertThat(a.comfortNoisePayloadType()).isEqualTo(-1);
    assertThat(a.ptimeMs()).isEqualTo(20);
    assertThat(a.rtcpPort()).isEqualTo(6001);
  }

  @Test
  void asteriskGetsItsFirstCodecAndComfortNoise() {
    var a = agreed(OfferAnswer.answer(offer("asterisk"), PLAIN));
    assertThat(a.codec()).isEqualTo(Codec.PCMA);
    assertThat(a.comfortNoisePayloadType()).isEqualTo(13);
    assertThat(a.text()).contains("RTP/AVP 8 101 13\r\n", "a=rtpmap:13 CN/8000\r\n");
    assertThat(
            agreed(OfferAnswer.answer(offer("asterisk"), with(SrtpPolicy.OFF, Codec.G722))).codec())
        .isEqualTo(Codec.G722);
  }

  @Test
  void aBrowsersDtlsIsRefusedByItsName() {
    var why = refused(OfferAnswer.answer(offer("chrome"), PLAIN));
    assertThat(why.warningCode()).isEqualTo(302);
    assertThat(why.why()).contains("UDP/TLS/RTP/SAVPF");
  }

  @ParameterizedTest
  @CsvSource({"0,PCMU", "8,PCMA", "9,G722"})
  void staticTypesNeedNoRtpmap(int type, Codec codec) {
    var a = agreed(OfferAnswer.answer(audio("audio 4000 RTP/AVP 18 " + type), PLAIN));
    assertThat(a.codec()).isEqualTo(codec);
    assertThat(a.payloadType()).isEqualTo(type);
  }

  @Test
  void theOfferersOrderDecidesAndNamesAreWithoutCase() {
    String offer =
        audio("audio 4000 RTP/AVP 120 8 0", "a=rtpmap:120 OPUS/48000/2", "a=rtpmap:8 pcma/8000");
    assertThat(agreed(OfferAnswer.answer(offer, PLAIN)).codec()).isEqualTo(Codec.OPUS);
    var noOpus = with(SrtpPolicy.OFF, Codec.PCMU, Codec.PCMA);
    assertThat(agreed(OfferAnswer.answer(offer, noOpus)).codec()).isEqualTo(Codec.PCMA);
  }

  @Test
  void anRtpmapOverridesAStaticType() {
    String offer = audio("audio 4000 RTP/AVP 0", "a=rtpmap:0 speex/8000");
    assertThat(refused(OfferAnswer.answer(offer, PLAIN)).warningCode()).isEqualTo(305);
  }

  @ParameterizedTest
  @CsvSource({
    "10,,10",
    "20,,20",
    "30,,30",
    "40,,40",
    "60,,60",
    "50,,40",
    "100,,60",
    "5,,10",
    "0,,20",
    "x,,20",
    "20.5,,20",
    "60,20,20",
    ",10,10",
    ",150,20",
    "99999,,20"
  })
  void thePacketLengthIsWhatThePeerWantsAmongWhatWeKnow(String ptime, String max, int expected) {
    String offer =
        audio(
            "audio 4000 RTP/AVP 0",
            ptime == null ? "a=x" : "a=ptime:" + ptime,
            max == null ? "a=y" : "a=maxptime:" + max);
    var a = agreed(OfferAnswer.answer(offer, PLAIN));
    assertThat(a.ptimeMs()).isEqualTo(expected);
    assertThat(a.text()).contains("a=ptime:" + expected + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "sendrecv,SENDRECV,SENDRECV,false", "sendonly,SENDONLY,RECVONLY,true",
    "recvonly,RECVONLY,SENDONLY,false", "inactive,INACTIVE,INACTIVE,true"
  })
  void directionsAreAnsweredByRfc3264(String said, Direction theirs, Direction ours, boolean held) {
    var a = agreed(OfferAnswer.answer(audio("audio 4000 RTP/AVP 0", "a=" + said), PLAIN));
    assertThat(a.theirs()).isEqualTo(theirs);
    assertThat(a.ours()).isEqualTo(ours);
    assertThat(a.isHeld()).isEqualTo(held);
    assertThat(a.text()).contains("a=" + ours.sdpName() + "\r\n");
  }

  @Test
  void theDirectionOfTheSessionCountsWhereTheSectionHasNone() {
    String offer = audio("audio 4000 RTP/AVP 0").replace("t=0 0\r\n", "t=0 0\r\na=sendonly\r\n");
    assertThat(agreed(OfferAnswer.answer(offer, PLAIN)).ours()).isEqualTo(Direction.RECVONLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN IP4 0.0.0.0", "IN IP6 ::"})
  void anUnspecifiedAddressIsHoldInTheOldWay(String address) {
    var first = agreed(OfferAnswer.answer(offer("sipp"), PLAIN));
    String hold = offer("sipp").replace("c=IN IP4 127.0.0.1", "c=" + address);
    var a = agreed(OfferAnswer.answer(hold, PLAIN, first));
    assertThat(a.theirs()).isEqualTo(Direction.SENDONLY);
    assertThat(a.ours()).isEqualTo(Direction.RECVONLY);
    assertThat(a.rtpAddress()).isEqualTo("127.0.0.1");
    assertThat(Change.between(first, a).held()).isTrue();
  }

  @Test
  void theFirstAcceptableAudioIsTakenAndAllOthersGetPortZero() {
    String offer =
        audio(
            "audio 0 RTP/AVP 0",
            "m=video 5000 RTP/AVP 96",
            "m=audio 4000 RTP/AVP 18",
            "m=audio 4002/2 RTP/AVP 8",
            "c=IN IP6 2001:db8::7",
            "a=rtcp:4777 IN IP6 2001:db8::8",
            "m=audio 4004 RTP/AVP 0",
            "m=application 6000 TCP/BFCP *");
    var a = agreed(OfferAnswer.answer(offer, PLAIN));
    assertThat(a.rtpAddress()).isEqualTo("2001:db8::7");
    assertThat(a.rtpPort()).isEqualTo(4002);
    assertThat(a.rtcpAddress()).isEqualTo("2001:db8::8");
    assertThat(a.rtcpPort()).isEqualTo(4777);
    assertThat(a.text().lines().filter(l -> l.startsWith("m=")))
        .containsExactly(
            "m=audio 0 RTP/AVP 0",
            "m=video 0 RTP/AVP 96",
            "m=audio 0 RTP/AVP 18",
            "m=audio 20000 RTP/AVP 8",
            "m=audio 0 RTP/AVP 0",
            "m=application 0 TCP/BFCP *");
  }

  @Test
  void muxedRtcpGoesToThePortOfRtp() {
    var a =
        agreed(
            OfferAnswer.answer(audio("audio 4000 RTP/AVP 0", "a=rtcp-mux", "a=rtcp:4001"), PLAIN));
    assertThat(a.rtcpMux()).isTrue();
    assertThat(a.rtcpPort()).isEqualTo(4000);
    assertThat(a.text()).contains("a=rtcp-mux\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "phone.example.com,301",
    "224.0.0.1,301",
    "255.255.255.255,301",
    "ff02::1,301",
    "1.2.3.256,301",
    "1.2.3,301",
    "2001:db8:::1,301"
  })
  void addressesThatAreNoUnicastLiteralsAreRefused(String address, int code) {
    String offer = offer("sipp").replace("c=IN IP4 127.0.0.1", "c=IN IP4 " + address);
    assertThat(refused(OfferAnswer.answer(offer, PLAIN)).warningCode()).isEqualTo(code);
  }

  @Test
  void refusalsNameWhatDoesNotFit() {
    assertThat(refused(OfferAnswer.answer(audio("video 4000 RTP/AVP 96"), PLAIN)))
        .satisfies(r -> assertThat(r.warningCode()).isEqualTo(304))
        .satisfies(r -> assertThat(r.why()).contains("m=audio"));
    assertThat(refused(OfferAnswer.answer(audio("audio 0 RTP/AVP 0"), PLAIN)).warningCode())
        .isEqualTo(304);
    assertThat(refused(OfferAnswer.answer(audio("audio 4000 RTP/AVP 18"), PLAIN)).why())
        .contains("PCMU, PCMA, G722, opus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "v=1\r\n",
        "v=0\r\nm=audio\r\n",
        "v=0\r\nm=audio 70000 RTP/AVP 0\r\n",
        "v=0\r\nc=IN IP4\r\n",
        "v=0\r\nxyz\r\n",
        "v=0\r\ns=\u0001\r\n",
        "v=0\r\nt=a b\r\n",
        "v=0\r\nm=audio 4000 RTP/AVP 0\r\n"
      })
  void whatIsNoSdpIsMalformed(String text) {
    assertThat(refused(OfferAnswer.answer(text, PLAIN)).isMalformed()).isTrue();
  }

  @Test
  void theVersionGoesUpOnlyWhenOurSdpChanges() {
    var first = agreed(OfferAnswer.answer(offer("asterisk"), PLAIN));
    var refresh = agreed(OfferAnswer.answer(offer("asterisk"), PLAIN, first));
    assertThat(refresh.text()).isEqualTo(first.text());
    assertThat(Change.between(first, refresh).isNothing()).isTrue();
    String hold = offer("asterisk").replace("a=sendrecv", "a=sendonly");
    var held = agreed(OfferAnswer.answer(hold, PLAIN, refresh));
    assertThat(held.sessionVersion()).isEqualTo(2);
    assertThat(held.text()).contains("o=convoke 77 2 IN IP4");
    var resumed = agreed(OfferAnswer.answer(offer("asterisk"), PLAIN, held));
    assertThat(resumed.sessionVersion()).isEqualTo(3);
    var change = Change.between(held, resumed);
    assertThat(change.resumed()).isTrue();
    assertThat(change.codec() || change.address() || change.keys()).isFalse();
  }

  @Test
  void aMovedPeerAndAnotherCodecAreSeen() {
    var first = agreed(OfferAnswer.answer(offer("asterisk"), PLAIN));
    String moved = offer("asterisk").replace("c=IN IP4 198.51.100.4", "c=IN IP4 198.51.100.5");
    assertThat(Change.between(first, agreed(OfferAnswer.answer(moved, PLAIN, first))))
        .isEqualTo(new Change(false, true, false, false, false, false));
    String codec = offer("asterisk").replace("RTP/AVP 8 0 9", "RTP/AVP 9 0 8");
    assertThat(Change.between(first, agreed(OfferAnswer.answer(codec, PLAIN, first))).codec())
        .isTrue();
  }

  @Test
  void bareLineFeedsAreTaken() {
    String offer = offer("baresip").replace("\r\n", "\n");
    assertThat(agreed(OfferAnswer.answer(offer, PLAIN)).codec()).isEqualTo(Codec.OPUS);
  }
}
