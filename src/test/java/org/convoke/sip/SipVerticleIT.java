package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.config.ConfigLoader;
import org.convoke.id.ApplicationId;
import org.convoke.media.LegSettings;
import org.convoke.sip.WirePhone.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The verticle over real UDP and TCP on loopback, with the rest of the bridge played by a fake. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SipVerticleIT {
  private FakeBridge bridge;
  private WirePhone phone;

  @BeforeAll
  void start() throws Exception {
    bridge = new FakeBridge();
    bridge.start(
        ConfigLoader.load(
            null,
            Map.of(),
            Map.of("sip.port", "0", "sip.ack_timeout_seconds", "2", "bind", "127.0.0.1")));
  }

  @AfterAll
  void stop() throws Exception {
    bridge.close();
  }

  @BeforeEach
  void dial() throws Exception {
    phone = bridge.phone();
    bridge.facts.clear();
    bridge.dialogue.clear();
    bridge.programs.clear();
    bridge.media.clear();
    bridge.settings.clear();
    bridge.routes.clear();
    bridge.admission = new AdmissionAnswer.AskPin(4);
    bridge.admissionSilent = false;
    bridge.mediaFull = false;
    bridge.onConnect = () -> null;
  }

  @AfterEach
  void hangUp() throws Exception {
    phone.close();
  }

  private Reply once(String method, String... headers) throws Exception {
    phone.send(
        phone.message(
            method, phone.uri("1000"), phone.cseq, WirePhone.branch(), List.of(headers), ""));
    return phone.finalReply();
  }

  private Fact completed() throws Exception {
    return bridge.fact(EventType.CALL_COMPLETED);
  }

  @Test
  void aCallIsAnsweredAndEndsWithBye() throws Exception {
    phone.invite(phone.sdp());
    Reply trying = phone.receive();
    Reply ringing = phone.receive();
    Reply ok = phone.receive();
    assertThat(trying.code()).isEqualTo(100);
    assertThat(ringing.code()).isEqualTo(180);
    assertThat(ok.code()).isEqualTo(200);
    assertThat(ringing.toTag()).isEqualTo(ok.toTag()).isNotBlank();
    assertThat(ok.header("Contact")).contains("127.0.0.1:" + phone.bridge.getPort());
    assertThat(ok.body()).contains("m=audio 3").contains("a=rtpmap:0 PCMU/8000");
    assertThat(ok.header("Server")).isNull();
    phone.toTag = ok.toTag();
    phone.ack(phone.cseq, "");
    Fact started = bridge.fact(EventType.CALL_STARTED);
    assertThat(started.data())
        .containsEntry("from", "alice")
        .containsEntry("to", "1000")
        .containsEntry("source", "ip:127.0.0.1")
        .containsEntry("transport", "udp");
    assertThat(bridge.fact(EventType.CALL_RINGING)).isNotNull();
    assertThat(bridge.fact(EventType.CALL_ANSWERED).data()).containsEntry("codec", "PCMU");
    IvrCommand.Begin begin = bridge.dialogue(IvrCommand.Begin.class);
    assertThat(begin.name()).isEqualTo("Alice");
    assertThat(begin.entry()).isEqualTo(new AdmissionAnswer.AskPin(4));
    assertThat(phone.inDialog("BYE", "").code()).isEqualTo(200);
    Fact completed = completed();
    assertThat(completed.call()).isEqualTo(started.call());
    assertThat(completed.data())
        .containsEntry("cause", "caller_hung_up")
        .containsEntry("ended_by", "caller")
        .containsEntry("sip_code", 200)
        .containsEntry("codec", "PCMU")
        .containsKey("quality");
    assertThat(bridge.dialogue(IvrCommand.End.class).reason()).isEqualTo("caller_hung_up");
    assertThat(bridge.facts).isEmpty();
    assertThat(phone.inDialog("BYE", "").code()).isEqualTo(481);
  }

  @Test
  void aCallToAnApplicationIsTheProgramsWithItsOwnHeaders() throws Exception {
    ApplicationId application = ApplicationId.random();
    bridge.admission = new AdmissionAnswer.Run(application);
    phone.call(
        "X-OpenTok-SessionId: 1_MX40~x",
        "X-Nexmo-Trace: no",
        "X-Convoke-Pin: 4821",
        "x-lower: a",
        "X-Long: " + "y".repeat(1025),
        "User-to-User: 56a390f3;encoding=hex",
        "P-Private: no");
    assertThat(bridge.fact(EventType.CALL_ANSWERED)).isNotNull();
    IvrCommand.Begin begin = (IvrCommand.Begin) bridge.programs.poll(20, TimeUnit.SECONDS);
    assertThat(begin.entry()).isEqualTo(bridge.admission);
    assertThat(begin.headers())
        .isEqualTo(
            Map.of(
                "X-OpenTok-SessionId",
                "1_MX40~x",
                "x-lower",
                "a",
                "User-to-User",
                "56a390f3;encoding=hex"));
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
    assertThat(bridge.programs.poll(20, TimeUnit.SECONDS)).isInstanceOf(IvrCommand.End.class);
    assertThat(bridge.dialogue).isEmpty();
  }

  @Test
  void whatACallLeadsToIsInItsFirstEvent() throws Exception {
    ApplicationId application = ApplicationId.random();
    bridge.admission = new AdmissionAnswer.Run(application);
    phone.call();
    assertThat(bridge.facts.poll(20, TimeUnit.SECONDS))
        .satisfies(started -> {
          assertThat(started.type()).isEqualTo(EventType.CALL_STARTED);
          assertThat(started.data()).containsEntry("application_id", application.value());
        });
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void aCallThatEndsWhileItIsRoutedHasItsStoryToo() throws Exception {
    bridge.admissionSilent = true;
    phone.invite(phone.sdp());
    assertThat(bridge.routes.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(bridge.facts).isEmpty();
    phone.send(
        phone.message("CANCEL", phone.uri("1000"), phone.cseq, phone.inviteBranch, List.of(), ""));
    assertThat(bridge.facts.poll(20, TimeUnit.SECONDS).type()).isEqualTo(EventType.CALL_STARTED);
    assertThat(completed().data()).containsEntry("cause", "cancelled");
  }

  @Test
  void beforeTheAnswerTheMediaPlaneListensAndTheDialogueIsThere() throws Exception {
    List<Integer> heard = new ArrayList<>();
    bridge.onConnect =
        () -> {
          for (Reply reply = phone.receive(200); reply != null; reply = phone.receive(200)) {
            heard.add(reply.code());
          }
          return heard;
        };
    phone.invite(phone.sdp());
    assertThat(bridge.dialogue(IvrCommand.Begin.class)).isNotNull();
    assertThat(heard).containsExactly(100, 180);
    Reply ok = phone.finalReply();
    assertThat(ok.code()).isEqualTo(200);
    phone.toTag = ok.toTag();
    phone.ack(phone.cseq, "");
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void aCallOverTcpIsEndedByTheBridgeOnTheSameConnection() throws Exception {
    SipStackGateway.Listening door = bridge.door("tcp");
    try (WirePhone tcp = WirePhone.stream(new Socket(door.address(), door.port()))) {
      assertThat(tcp.call().code()).isEqualTo(200);
      IvrCommand.Begin begin = bridge.dialogue(IvrCommand.Begin.class);
      Object reply =
          bridge
              .vertx
              .eventBus()
              .request(Addresses.CALL, new CallCommand.HangUp(begin.call(), "removed"))
              .toCompletionStage()
              .toCompletableFuture()
              .get()
              .body();
      assertThat(reply).isEqualTo(new CallReply.Done());
      Reply bye = tcp.request();
      assertThat(bye.method()).isEqualTo("BYE");
      tcp.answer(bye, 200);
      assertThat(completed().data())
          .containsEntry("cause", "removed")
          .containsEntry("ended_by", "bridge");
    }
  }

  @Test
  void cancelBeforeTheAnswerEndsWith487() throws Exception {
    bridge.admissionSilent = true;
    phone.invite(phone.sdp());
    assertThat(phone.receive().code()).isEqualTo(100);
    phone.send(
        phone.message("CANCEL", phone.uri("1000"), phone.cseq, phone.inviteBranch, List.of(), ""));
    Reply one = phone.finalReply();
    Reply two = phone.finalReply();
    assertThat(List.of(one.code(), two.code())).containsExactlyInAnyOrder(200, 487);
    Reply refused = one.code() == 487 ? one : two;
    phone.toTag = refused.toTag();
    phone.send(
        phone.message("ACK", phone.uri("1000"), phone.cseq, phone.inviteBranch, List.of(), ""));
    assertThat(completed().data())
        .containsEntry("cause", "cancelled")
        .containsEntry("sip_code", 487)
        .containsEntry("duration_ms", 0L);
  }

  @Test
  void anInviteWithoutAckIsAnsweredAgainAndThenEnded() throws Exception {
    phone.invite(phone.sdp());
    Reply first = phone.finalReply();
    Reply again = phone.finalReply();
    assertThat(again.text()).isEqualTo(first.text());
    Reply bye = phone.request();
    assertThat(bye.method()).isEqualTo("BYE");
    phone.answer(bye, 200);
    assertThat(completed().data()).containsEntry("cause", "ack_timeout");
  }

  @Test
  void anInviteThatComesAgainAfterThe200GetsThe200Again() throws Exception {
    String text;
    phone.inviteBranch = WirePhone.branch();
    text =
        phone.message("INVITE", phone.uri("1000"), 1, phone.inviteBranch, List.of(), phone.sdp());
    phone.send(text);
    Reply first = phone.finalReply();
    phone.send(text);
    assertThat(phone.finalReply().text()).isEqualTo(first.text());
    phone.toTag = first.toTag();
    phone.ack(1, "");
    assertThat(phone.inDialog("BYE", "").code()).isEqualTo(200);
    completed();
    assertThat(bridge.facts).isEmpty();
  }

  @Test
  void aByeWhoseAnswerWasLostIsAnsweredAgain() throws Exception {
    assertThat(phone.call().code()).isEqualTo(200);
    String bye =
        phone.message("BYE", phone.uri("1000"), ++phone.cseq, WirePhone.branch(), List.of(), "");
    for (int i = 0; i < 3; i++) {
      Reply reply = null;
      // The stack drops one that comes while it is still sending its answer: a phone sends again.
      for (int tries = 0; tries < 20 && reply == null; tries++) {
        phone.send(bye);
        reply = phone.receive(1000);
      }
      assertThat(reply).isNotNull();
      assertThat(reply.code()).isEqualTo(200);
    }
    completed();
    assertThat(bridge.facts).noneMatch(fact -> fact.type().equals(EventType.CALL_COMPLETED));
  }

  @Test
  void holdAndResumeByDirection() throws Exception {
    assertThat(phone.call().code()).isEqualTo(200);
    bridge.settings.take();
    Reply held = phone.inDialog("INVITE", phone.sdp("a=sendonly"));
    phone.ack(phone.cseq, "");
    assertThat(held.body()).contains("a=recvonly");
    assertThat(bridge.fact(EventType.CALL_HELD).data()).containsEntry("held", true);
    assertThat(bridge.dialogue(IvrCommand.HeldByPeer.class).held()).isTrue();
    LegSettings settings = bridge.settings.take();
    assertThat(settings.sending()).isFalse();
    Reply resumed = phone.inDialog("INVITE", phone.sdp());
    phone.ack(phone.cseq, "");
    assertThat(resumed.code()).isEqualTo(200);
    assertThat(bridge.dialogue(IvrCommand.HeldByPeer.class).held()).isFalse();
    String oldHold = phone.sdp().replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0");
    assertThat(phone.inDialog("UPDATE", oldHold).code()).isEqualTo(200);
    assertThat(bridge.dialogue(IvrCommand.HeldByPeer.class).held()).isTrue();
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void aRefusedReinviteLeavesTheCallAsItWas() throws Exception {
    phone.call();
    bridge.settings.take();
    Reply refused = phone.inDialog("INVITE", phone.sdp().replace("RTP/AVP 0 101", "RTP/AVP 18"));
    assertThat(refused.code()).isEqualTo(488);
    assertThat(refused.header("Warning")).startsWith("305 ");
    phone.send(phone.message("ACK", phone.uri("1000"), phone.cseq, "z9hG4bKlost", List.of(), ""));
    assertThat(
            phone
                .inDialog(
                    "INFO", "Signal=5\r\nDuration=160\r\n", "Content-Type: application/dtmf-relay")
                .code())
        .isEqualTo(200);
    assertThat(bridge.settings).isEmpty();
    assertThat(phone.inDialog("BYE", "").code()).isEqualTo(200);
    assertThat(completed().data()).containsEntry("cause", "caller_hung_up");
  }

  @Test
  void aReinviteChangesCodecAndAddress() throws Exception {
    phone.call();
    bridge.settings.take();
    String moved =
        phone
            .sdp()
            .replace("RTP/AVP 0", "RTP/AVP 8")
            .replace("40000", "41000")
            .replace("rtpmap:0 PCMU", "rtpmap:8 PCMA");
    Reply ok = phone.inDialog("INVITE", moved);
    phone.ack(phone.cseq, "");
    assertThat(ok.body()).contains("PCMA");
    LegSettings settings = bridge.settings.take();
    assertThat(settings.rtp().getPort()).isEqualTo(41_000);
    assertThat(settings.codec()).isEqualTo(org.convoke.audio.Codec.PCMA);
    phone.inDialog("BYE", "");
    assertThat(completed().data()).containsEntry("codec", "PCMA");
  }

  @Test
  void anInviteWithoutSdpGetsOurOfferAndTheAckAnswersIt() throws Exception {
    phone.invite("");
    Reply ok = phone.finalReply();
    assertThat(ok.body()).contains("m=audio").contains("opus/48000/2").contains("PCMA/8000");
    phone.toTag = ok.toTag();
    phone.ack(phone.cseq, phone.sdp());
    assertThat(bridge.dialogue(IvrCommand.Begin.class)).isNotNull();
    Reply offer = phone.inDialog("INVITE", "");
    assertThat(offer.code()).isEqualTo(200);
    assertThat(offer.body()).contains("m=audio");
    int open = phone.cseq;
    assertThat(phone.inDialog("INVITE", phone.sdp()).code()).isEqualTo(491);
    phone.ack(open, phone.sdp());
    assertThat(phone.inDialog("BYE", "").code()).isEqualTo(200);
    assertThat(completed()).isNotNull();
  }

  @Test
  void aReliable180IsSentUntilItsPrackComes() throws Exception {
    phone.invite(phone.sdp(), "Require: 100rel");
    Reply ringing;
    do {
      ringing = phone.receive();
    } while (ringing.code() != 180);
    assertThat(ringing.header("Require")).isEqualTo("100rel");
    Reply again = phone.receive();
    assertThat(again.text()).isEqualTo(ringing.text());
    phone.toTag = ringing.toTag();
    String rack = ringing.header("RSeq") + " 1 INVITE";
    phone.send(
        phone.message(
            "PRACK",
            phone.uri("1000"),
            ++phone.cseq,
            WirePhone.branch(),
            List.of("RAck: 1 9 INVITE"),
            ""));
    assertThat(phone.finalReply().code()).isEqualTo(481);
    phone.send(
        phone.message(
            "PRACK",
            phone.uri("1000"),
            ++phone.cseq,
            WirePhone.branch(),
            List.of("RAck: " + rack),
            ""));
    Reply one = phone.finalReply();
    Reply two = phone.finalReply();
    assertThat(List.of(one.header("CSeq"), two.header("CSeq")))
        .containsExactlyInAnyOrder("3 PRACK", "1 INVITE");
    phone.ack(1, "");
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void digitsOfInfoReachTheMediaPlane() throws Exception {
    phone.call();
    assertThat(
            phone
                .inDialog(
                    "INFO", "Signal=5\r\nDuration=160\r\n", "Content-Type: application/dtmf-relay")
                .code())
        .isEqualTo(200);
    assertThat(phone.inDialog("INFO", "#", "Content-Type: application/dtmf").code()).isEqualTo(200);
    assertThat(phone.inDialog("INFO", "x", "Content-Type: text/plain").code()).isEqualTo(415);
    assertThat(bridge.media).contains("digit 5 160", "digit # 160");
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void sessionTimersAreAgreed() throws Exception {
    phone.invite(phone.sdp(), "Supported: timer", "Session-Expires: 60");
    Reply small = phone.finalReply();
    assertThat(small.code()).isEqualTo(422);
    assertThat(small.header("Min-SE")).isEqualTo("90");
    phone.cseq++;
    Reply ok = phone.call("Supported: timer", "Session-Expires: 120;refresher=uac");
    assertThat(ok.header("Session-Expires")).isEqualTo("120;refresher=uac");
    assertThat(ok.header("Require")).isEqualTo("timer");
    Reply update =
        phone.inDialog("UPDATE", "", "Supported: timer", "Session-Expires: 200;refresher=uas");
    assertThat(update.code()).isEqualTo(200);
    assertThat(update.header("Session-Expires")).isEqualTo("200;refresher=uas");
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void requestsOutsideOfCallsAreAnsweredAsTheRfcSays() throws Exception {
    Reply options = once("OPTIONS");
    assertThat(options.code()).isEqualTo(200);
    assertThat(options.header("Allow")).contains("INVITE").contains("PRACK");
    assertThat(options.header("Accept")).isEqualTo("application/sdp");
    assertThat(options.header("Supported")).contains("timer").contains("100rel");
    assertThat(once("REGISTER").code()).isEqualTo(405);
    assertThat(once("REGISTER").header("Allow")).contains("INVITE");
    assertThat(once("MESSAGE").code()).isEqualTo(405);
    assertThat(once("SUBSCRIBE", "Event: presence").code()).isEqualTo(405);
    assertThat(once("NOTIFY", "Event: presence").code()).isEqualTo(405);
    assertThat(once("PUBLISH", "Event: presence").code()).isEqualTo(405);
    assertThat(once("DANCE").code()).isEqualTo(501);
    assertThat(once("REFER", "Refer-To: <sip:x@127.0.0.1>").code()).isEqualTo(603);
    assertThat(once("BYE").code()).isEqualTo(481);
    assertThat(once("INFO").code()).isEqualTo(481);
    assertThat(once("UPDATE").code()).isEqualTo(481);
    assertThat(once("PRACK", "RAck: 1 1 INVITE").code()).isEqualTo(481);
    assertThat(once("CANCEL").code()).isEqualTo(481);
    assertThat(once("OPTIONS", "Max-Forwards: 0").code()).isEqualTo(483);
    Reply extension = once("OPTIONS", "Require: telepathy");
    assertThat(extension.code()).isEqualTo(420);
    assertThat(extension.header("Unsupported")).isEqualTo("telepathy");
    assertThat(extension.toTag()).isNotBlank();
    assertThat(bridge.facts).isEmpty();
  }

  @Test
  void invitesThatCannotBeServedAreRefusedByTheirFault() throws Exception {
    phone.invite("hello", "Content-Type: text/plain");
    Reply type = phone.finalReply();
    assertThat(type.code()).isEqualTo(415);
    assertThat(type.header("Accept")).isEqualTo("application/sdp");
    assertThat(completed().data()).containsEntry("sip_code", 415).containsEntry("cause", "refused");
    phone.cseq++;
    phone.invite(phone.sdp().replace("RTP/AVP 0 101", "RTP/AVP 18"));
    Reply unfit = phone.finalReply();
    assertThat(unfit.code()).isEqualTo(488);
    assertThat(unfit.header("Warning")).isNotBlank();
    assertThat(completed().data()).containsEntry("sip_code", 488);
    phone.cseq++;
    phone.invite(phone.sdp(), "Accept: text/plain");
    assertThat(phone.finalReply().code()).isEqualTo(406);
    completed();
    phone.cseq++;
    bridge.admission = new AdmissionAnswer.NotFound();
    phone.invite(phone.sdp());
    assertThat(phone.finalReply().code()).isEqualTo(404);
    assertThat(completed().data()).containsEntry("sip_code", 404);
    phone.cseq++;
    bridge.admission = new AdmissionAnswer.AskPin(4);
    bridge.mediaFull = true;
    phone.invite(phone.sdp());
    Reply full = phone.finalReply();
    assertThat(full.code()).isEqualTo(503);
    assertThat(Integer.parseInt(full.header("Retry-After"))).isBetween(5, 30);
    assertThat(completed().data()).containsEntry("cause", "unavailable");
  }

  @Test
  void aSilentAdmissionIsUnavailable() throws Exception {
    bridge.admissionSilent = true;
    phone.invite(phone.sdp());
    assertThat(phone.finalReply().code()).isEqualTo(503);
    assertThat(completed().data()).containsEntry("sip_code", 503);
  }

  @Test
  void aMergedRequestIsALoop() throws Exception {
    phone.call();
    String toTag = phone.toTag;
    phone.toTag = null;
    phone.send(
        phone.message("INVITE", phone.uri("1000"), 1, WirePhone.branch(), List.of(), phone.sdp()));
    assertThat(phone.finalReply().code()).isEqualTo(482);
    phone.toTag = toTag;
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void malformedRequestsGetAnswersInOurOwnWords() throws Exception {
    String good = phone.message("OPTIONS", phone.uri("1000"), 1, WirePhone.branch(), List.of(), "");
    Map<String, Integer> cases =
        Map.of(
            good.replaceFirst("From:.*\r\n", ""), 400,
            good.replaceFirst("SIP/2.0\r\n", "SIP/7.0\r\n"), 505,
            good.replaceFirst("CSeq: 1 OPTIONS", "CSeq: 1 INVITE"), 400,
            good.replaceFirst("To: <[^>]*>", "To: <<<"), 400,
            good.replaceFirst("Content-Length: 0", "Content-Length: 99"), 400,
            good.replaceFirst("sip:1000@", "weird:1000@"), 416,
            good.replaceFirst("Max-Forwards: 70", "Max-Forwards: many"), 400);
    for (Map.Entry<String, Integer> one : cases.entrySet()) {
      // A transaction of its own: with the branch of the case before it would be a repetition.
      phone.send(one.getKey().replaceFirst("branch=[^;\r]*", "branch=" + WirePhone.branch()));
      Reply reply = phone.finalReply();
      assertThat(reply).as(one.getKey()).isNotNull();
      assertThat(reply.code()).as(one.getKey()).isEqualTo(one.getValue());
      assertThat(reply.reason()).doesNotContain("gov.nist").doesNotContain("Exception");
      assertThat(reply.body()).isEmpty();
      assertThat(reply.toTag()).isNotBlank();
    }
  }

  @Test
  void theCommentInAViaHarmsNobody() throws Exception {
    String killer =
        "OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nFrom: <sip:b@127.0.0.1>;tag=1\r\nTo: <sip:a@127.0.0.1>\r\n"
            + "Call-ID: k\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n"
            + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1(x\\\r\n\r\n";
    SipStackGateway.Listening door = bridge.door("tcp");
    for (int i = 0; i < 64; i++) {
      phone.send(killer);
    }
    try (Socket tcp = new Socket(door.address(), door.port())) {
      tcp.getOutputStream().write(killer.replace("UDP", "TCP").getBytes(StandardCharsets.US_ASCII));
    }
    long before = System.nanoTime();
    assertThat(once("OPTIONS").code()).isEqualTo(200);
    assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(10_000);
    // What filled the socket was dropped before anybody could count it: sent again.
    for (int i = 0; i < 64 && bridge.sip.counters().screenedOut.sum() < 64; i++) {
      phone.send(killer);
      assertThat(once("OPTIONS").code()).isEqualTo(200);
    }
    assertThat(bridge.sip.counters().screenedOut.sum()).isGreaterThanOrEqualTo(64);
  }

  @Test
  void mutatedMessagesNeverStopTheBridge() throws Exception {
    long seed = 20260711;
    Random random = new Random(seed);
    byte[] good =
        phone
            .message("OPTIONS", phone.uri("1000"), 1, "z9hG4bKfuzz", List.of(), phone.sdp())
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 1 + random.nextInt(6); k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      phone.send(bad);
    }
    try (WirePhone other = bridge.phone()) {
      Reply reply = null;
      // The flood may have filled the socket: a phone sends again.
      for (int i = 0; i < 20 && reply == null; i++) {
        other.send(other.message("OPTIONS", other.uri("1"), 1, WirePhone.branch(), List.of(), ""));
        reply = other.receive(500);
      }
      assertThat(reply).as("seed %d", seed).isNotNull();
      assertThat(reply.code()).isEqualTo(200);
    }
  }

  @Test
  void aUserPartThatMayBeAPinIsNotTold() throws Exception {
    phone.dial("4711", phone.sdp());
    Reply ok = phone.finalReply();
    phone.toTag = ok.toTag();
    phone.ack(1, "");
    assertThat(bridge.routes.take().caller().dialled().value()).isEqualTo("4711");
    assertThat(bridge.fact(EventType.CALL_STARTED).data()).containsEntry("to", "****");
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void anAnswerGoesBackToWhereTheRequestCameFromAndNowhereElse() throws Exception {
    String text =
        phone
            .message("OPTIONS", phone.uri("1"), 1, WirePhone.branch(), List.of(), "")
            .replaceFirst(";rport", ";received=192.0.2.99;maddr=192.0.2.98");
    phone.send(text);
    Reply reply = phone.finalReply();
    assertThat(reply).isNotNull();
    assertThat(reply.header("Via")).doesNotContain("192.0.2.9");
  }

  @Test
  void whatTheMediaPlaneReportsBecomesEvents() throws Exception {
    phone.call();
    IvrCommand.Begin begin = bridge.dialogue(IvrCommand.Begin.class);
    var bus = bridge.vertx.eventBus();
    bus.publish(Addresses.LEG_EVENTS, new LegEvent.MediaSilent(begin.leg(), 30_000));
    assertThat(bridge.fact(EventType.CALL_MEDIA_SILENT).data()).containsEntry("silent_ms", 30_000L);
    bus.publish(Addresses.LEG_EVENTS, new LegEvent.MediaResumed(begin.leg()));
    assertThat(bridge.fact(EventType.CALL_MEDIA_RESUMED)).isNotNull();
    Object described =
        bus.request(Addresses.CALL, new CallCommand.DescribeAll(List.of(begin.call())))
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .body();
    CallReply.Described one = ((CallReply.DescribedAll) described).calls().getFirst();
    assertThat(one.durationMs()).isBetween(0L, 60_000L);
    assertThat(described)
        .isEqualTo(
            new CallReply.DescribedAll(
                List.of(
                    new CallReply.Described(
                        begin.call(),
                        begin.leg(),
                        "answered",
                        false,
                        one.durationMs(),
                        FakeBridge.report()))));
    bus.publish(Addresses.LEG_EVENTS, new LegEvent.MediaTimedOut(begin.leg(), 60_000));
    Reply bye = phone.request();
    phone.answer(bye, 200);
    assertThat(completed().data()).containsEntry("cause", "media_timeout");
  }

  @Test
  void theAdmissionLearnsWhoCallsAndWhatPinTheyBring() throws Exception {
    phone.invite(phone.sdp(), "X-Convoke-Pin: 4711");
    Reply ok = phone.finalReply();
    AdmissionQuery.Route route = bridge.routes.take();
    assertThat(route.headerPin()).isEqualTo("4711");
    assertThat(route.trusted()).isTrue();
    assertThat(route.caller().from().value()).isEqualTo("alice");
    assertThat(route.caller().dialled().value()).isEqualTo("1000");
    phone.toTag = ok.toTag();
    phone.ack(1, "");
    phone.inDialog("BYE", "");
    assertThat(completed()).isNotNull();
  }

  @Test
  void everyDoorIsNamed() {
    assertThat(bridge.sip.listening())
        .extracting(SipStackGateway.Listening::transport)
        .containsExactly("udp", "tcp");
    assertThat(bridge.sip.listening())
        .allMatch(d -> d.port() > 0 && d.address().equals(InetAddress.getLoopbackAddress()));
  }
}
