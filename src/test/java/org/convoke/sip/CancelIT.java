package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.convoke.config.ConfigLoader;
import org.convoke.id.EntryPass;
import org.convoke.sip.WirePhone.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who takes a call back at once (RFC 3261 §9). */
class CancelIT {
  private final FakeBridge bridge = new FakeBridge();

  private void start(boolean trusting) throws Exception {
    bridge.start(
        ConfigLoader.load(
            null,
            Map.of(),
            Map.of(
                "sip.port",
                "0",
                "bind",
                "127.0.0.1",
                "sip.trust_loopback",
                Boolean.toString(trusting))));
  }

  @AfterEach
  void stop() throws Exception {
    bridge.close();
  }

  private static String message(WirePhone phone, String method, String to, String branch) {
    String body = method.equals("INVITE") ? phone.sdp() : "";
    return phone.message(method, phone.uri(to), 1, branch, List.of(), body);
  }

  /** A call and its end, one right after the other, in the order given. */
  private void endsWith487(String to, String first, String second) throws Exception {
    try (WirePhone phone = bridge.phone()) {
      String branch = WirePhone.branch();
      phone.send(message(phone, first, to, branch));
      phone.send(message(phone, second, to, branch));
      Reply one = phone.finalReply();
      Reply two = phone.finalReply();
      assertThat(List.of(one.code(), two.code())).containsExactlyInAnyOrder(200, 487);
      phone.toTag = one.toTag();
      phone.send(message(phone, "ACK", to, branch));
    }
  }

  /** The stack reads both at once, and which it hands on first is chance. */
  @Test
  void aCancelThatOvertookItsInviteEndsTheCall() throws Exception {
    start(true);
    try (WirePhone first = bridge.phone()) {
      // The first call of a JVM takes its time.
      assertThat(first.call().code()).isEqualTo(200);
    }
    bridge.admissionSilent = true;
    for (int i = 0; i < 10; i++) {
      endsWith487("1000", "CANCEL", "INVITE");
      endsWith487("1000", "INVITE", "CANCEL");
    }
  }

  /** Whether the pass is right is asked before there is a call. */
  @Test
  void aStrangerWithAPassCancelsBeforeItIsChecked() throws Exception {
    start(false);
    bridge.admissionSilent = true;
    String pass = EntryPass.random(new SecureRandom()).value();
    Promise<Void> checked = Promise.promise();
    bridge.passChecked = checked.future();
    try (WirePhone phone = bridge.phone()) {
      String branch = WirePhone.branch();
      phone.send(message(phone, "INVITE", pass, branch));
      phone.send(message(phone, "CANCEL", pass, branch));
      assertThat(phone.receive(200)).isNull();
      checked.complete();
      List<Integer> codes = List.of(phone.finalReply().code(), phone.finalReply().code());
      assertThat(codes).containsExactlyInAnyOrder(200, 487);
    }
  }

  @Test
  void aCancelWithoutAnInviteIsRefused() throws Exception {
    start(true);
    try (WirePhone phone = bridge.phone()) {
      phone.send(message(phone, "CANCEL", "1000", WirePhone.branch()));
      assertThat(phone.finalReply().code()).isEqualTo(481);
    }
  }
}
