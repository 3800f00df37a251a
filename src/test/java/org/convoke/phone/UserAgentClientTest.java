package org.convoke.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.convoke.phone.UserAgentClient.State;
import org.junit.jupiter.api.Test;

class UserAgentClientTest {
  private static final long MS = 1_000_000L;
  private static final String SDP = "v=0\r\n";

  private final UserAgentClient client = client("UDP");

  private static UserAgentClient client(String transport) {
    return new UserAgentClient(
        new UserAgentClient.Settings(
            "sip:1000@127.0.0.1:5060",
            transport,
            "127.0.0.1",
            5999,
            "phone",
            "alice",
            "secret",
            SDP,
            List.of(),
            "abc"),
        0);
  }

  private List<String> sent() {
    List<String> all = new ArrayList<>();
    for (String message = client.poll(); message != null; message = client.poll()) {
      all.add(message);
    }
    return all;
  }

  private static String response(
      int code, String reason, long sequence, String method, String more, String body) {
    return "SIP/2.0 %d %s\r\nVia: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKabc1\r\nFrom: <sip:phone@127.0.0.1>;tag=fabc\r\nTo: <sip:1000@127.0.0.1:5060>;tag=them\r\nCall-ID: abc@convoke.phone\r\nCSeq: %d %s\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(code, reason, sequence, method, more, body.length(), body);
  }

  @Test
  void callsAcknowledgesAndHangsUp() {
    assertThat(sent())
        .singleElement()
        .asString()
        .startsWith("INVITE sip:1000@127.0.0.1:5060 SIP/2.0\r\n")
        .endsWith(SDP);
    client.receive(response(180, "Ringing", 1, "INVITE", "", ""), MS);
    client.receive(
        response(200, "OK", 1, "INVITE", "Contact: <sip:bridge@127.0.0.1:5070>\r\n", "v=0\r\nx"),
        2 * MS);
    assertThat(client.state()).isEqualTo(State.UP);
    assertThat(client.answer()).isEqualTo("v=0\r\nx");
    assertThat(sent())
        .singleElement()
        .asString()
        .startsWith("ACK sip:bridge@127.0.0.1:5070 SIP/2.0")
        .contains(";tag=them");
    client.hangUp(3 * MS);
    assertThat(sent())
        .singleElement()
        .asString()
        .startsWith("BYE sip:bridge@127.0.0.1:5070 SIP/2.0")
        .contains("CSeq: 2 BYE");
    client.receive(response(200, "OK", 2, "BYE", "", ""), 4 * MS);
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(client.endedByPeer()).isFalse();
  }

  @Test
  void acknowledgesARepeatedAnswerAgain() {
    sent();
    String ok = response(200, "OK", 1, "INVITE", "Contact: <sip:b@127.0.0.1>\r\n", SDP);
    client.receive(ok, MS);
    client.receive(ok, 500 * MS);
    assertThat(sent()).hasSize(2).allMatch(m -> m.startsWith("ACK "));
  }

  @Test
  void answersAChallengeOnceAndGivesUpOnTheSecond() {
    sent();
    String challenge =
        "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth\"\r\n";
    client.receive(response(401, "Unauthorized", 1, "INVITE", challenge, ""), MS);
    List<String> answer = sent();
    assertThat(answer).hasSize(2);
    assertThat(answer.get(0)).startsWith("ACK ");
    assertThat(answer.get(1))
        .startsWith("INVITE ")
        .contains("CSeq: 2 INVITE")
        .contains("Authorization: Digest username=\"alice\"");
    client.receive(response(401, "Unauthorized", 2, "INVITE", challenge, ""), 2 * MS);
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(client.status()).isEqualTo(401);
  }

  @Test
  void retransmitsOverUdpAndGivesUpAfterSixtyFourT1() {
    sent();
    client.tick(400 * MS);
    assertThat(sent()).isEmpty();
    client.tick(500 * MS);
    client.tick(1500 * MS);
    assertThat(sent()).hasSize(2);
    client.tick(32_000 * MS);
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(client.status()).isEqualTo(408);
  }

  @Test
  void cancelsACallThatIsNotAnswered() {
    sent();
    client.receive(response(180, "Ringing", 1, "INVITE", "", ""), MS);
    client.hangUp(2 * MS);
    assertThat(sent())
        .singleElement()
        .asString()
        .startsWith("CANCEL ")
        .contains("branch=z9hG4bKabc1");
    client.receive(response(487, "Request Terminated", 1, "INVITE", "", ""), 3 * MS);
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(client.status()).isEqualTo(487);
  }

  @Test
  void answersTheBridgesRequestsWithinTheCall() {
    sent();
    client.receive(response(200, "OK", 1, "INVITE", "Contact: <sip:b@127.0.0.1>\r\n", SDP), MS);
    sent();
    String via = "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKx\r\n";
    String rest =
        "From: <sip:b@x>;tag=them\r\nTo: <sip:phone@x>;tag=fabc\r\nCall-ID: abc@convoke.phone\r\n";
    client.receive(
        "UPDATE sip:phone@x SIP/2.0\r\n" + via + rest + "CSeq: 7 UPDATE\r\n\r\n", 2 * MS);
    assertThat(sent())
        .singleElement()
        .asString()
        .startsWith("SIP/2.0 200 OK")
        .contains("CSeq: 7 UPDATE")
        .contains(via);
    client.receive("BYE sip:phone@x SIP/2.0\r\n" + via + rest + "CSeq: 8 BYE\r\n\r\n", 3 * MS);
    assertThat(sent()).singleElement().asString().contains("CSeq: 8 BYE");
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(client.endedByPeer()).isTrue();
  }

  @Test
  void computesTheExampleOfRfc2617() {
    String challenge =
        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    String answer =
        DigestAnswer.answer(
            challenge, "GET", "/dir/index.html", "Mufasa", "Circle Of Life", "0a4f113b");
    assertThat(answer)
        .contains("response=\"6629fae49393a05397450978507c4ef1\"")
        .contains("opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
  }

  @Test
  void digitsByInfoGoOneByOneAndAgainUntilAnswered() {
    client.receive(
        response(200, "OK", 1, "INVITE", "Contact: <sip:bridge@127.0.0.1:5070>\r\n", SDP), MS);
    sent();
    client.info("application/dtmf-relay", "Signal=1\r\n");
    client.info("application/dtmf-relay", "Signal=2\r\n");
    client.tick(2 * MS);
    client.tick(3 * MS);
    assertThat(sent()).singleElement().asString().contains("CSeq: 2 INFO").endsWith("Signal=1\r\n");
    client.tick(600 * MS);
    assertThat(sent()).singleElement().asString().endsWith("Signal=1\r\n");
    client.receive(response(200, "OK", 2, "INFO", "", ""), 601 * MS);
    client.tick(602 * MS);
    assertThat(sent()).singleElement().asString().contains("CSeq: 3 INFO").endsWith("Signal=2\r\n");
    client.receive(response(200, "OK", 3, "INFO", "", ""), 603 * MS);
    client.tick(5000 * MS);
    assertThat(sent()).isEmpty();
  }
}
