package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.EventType;
import org.convoke.config.ConfigLoader;
import org.convoke.sip.WirePhone.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of RFC 2543, whose Via has no branch (RFC 3261 §17.2.3). */
class OldClientIT {
  /** Longer than T1, after which an answer that was not acknowledged comes again. */
  private static final int AGAIN_MS = 1300;

  private final FakeBridge bridge = new FakeBridge();

  @BeforeEach
  void start() throws Exception {
    bridge.start(ConfigLoader.load(null, Map.of(), Map.of("sip.port", "0", "bind", "127.0.0.1")));
    bridge.admission = new AdmissionAnswer.AskPin(4);
  }

  @AfterEach
  void stop() throws Exception {
    bridge.close();
  }

  private static String old(WirePhone phone, String method, int number, String body) {
    String branch = WirePhone.branch();
    return phone
        .message(method, phone.uri("1000"), number, branch, List.of(), body)
        .replace(";branch=" + branch + ";rport", "");
  }

  private WirePhone tcp() throws IOException {
    SipStackGateway.Listening door = bridge.door("tcp");
    return WirePhone.stream(new Socket(door.address(), door.port()));
  }

  private void aWholeCall(WirePhone phone) throws Exception {
    phone.send(old(phone, "INVITE", 1, phone.sdp()));
    Reply ok = phone.finalReply();
    assertThat(ok.code()).isEqualTo(200);
    assertThat(ok.header("Via")).doesNotContain("branch");
    phone.toTag = ok.toTag();
    phone.send(old(phone, "ACK", 1, ""));
    assertThat(phone.receive(AGAIN_MS)).as("the answer again").isNull();
    phone.send(old(phone, "BYE", 2, ""));
    assertThat(phone.finalReply().code()).isEqualTo(200);
    assertThat(bridge.fact(EventType.CALL_COMPLETED).data())
        .containsEntry("cause", "caller_hung_up");
  }

  @Test
  void anAckWithoutABranchIsTakenByDatagram() throws Exception {
    try (WirePhone phone = bridge.phone()) {
      aWholeCall(phone);
    }
  }

  @Test
  void anAckWithoutABranchIsTakenByStream() throws Exception {
    try (WirePhone phone = tcp()) {
      aWholeCall(phone);
    }
  }

  @Test
  void aRefusalIsAcknowledgedWithoutABranch() throws Exception {
    try (WirePhone phone = bridge.phone()) {
      phone.send(old(phone, "INVITE", 1, phone.sdp().replace("AVP 0 101", "AVP 101")));
      Reply refused = phone.finalReply();
      assertThat(refused.code()).isEqualTo(488);
      phone.toTag = refused.toTag();
      phone.send(old(phone, "ACK", 1, ""));
      assertThat(phone.receive(AGAIN_MS)).as("the refusal again").isNull();
    }
  }

  @Test
  void aStrayAckDoesNotShutTheConnection() throws Exception {
    try (WirePhone phone = tcp()) {
      phone.toTag = "nobody";
      phone.send(old(phone, "ACK", 1, ""));
      phone.toTag = null;
      phone.send(old(phone, "OPTIONS", 2, ""));
      assertThat(phone.finalReply().code()).isEqualTo(200);
    }
  }

  @Test
  void anInviteThatComesAgainIsTheSameCall() throws Exception {
    try (WirePhone phone = bridge.phone()) {
      phone.send(old(phone, "INVITE", 1, phone.sdp()));
      Reply ok = phone.finalReply();
      phone.send(old(phone, "INVITE", 1, phone.sdp()));
      Reply again = phone.finalReply();
      assertThat(again.code()).isEqualTo(200);
      assertThat(again.toTag()).isEqualTo(ok.toTag());
    }
  }
}
