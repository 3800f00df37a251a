package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.config.ConfigLoader;
import org.convoke.sip.WirePhone.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the scanners of every day learn: that something speaks SIP here, and nothing more, and that
 * not for long.
 */
class ScannerIT {
  private static final int TOLERATED = 30;
  private static final int TRIES = 400;

  private FakeBridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new FakeBridge();
    bridge.credentials.add(FakeBridge.credential("alice", "secret", "MD5"));
    Map<String, String> options = new HashMap<>();
    options.put("sip.port", "0");
    options.put("bind", "127.0.0.1");
    options.put("sip.trust_loopback", "false");
    options.put("sip.stranger_requests", Integer.toString(TOLERATED));
    bridge.start(ConfigLoader.load(null, Map.of(), options));
  }

  @AfterEach
  void stop() throws Exception {
    bridge.close();
  }

  /** What an answer says once that which differs each time is left away. */
  private static String said(WirePhone phone, String method, String user) throws Exception {
    phone.send(
        phone.message(method, phone.uri(user), phone.cseq++, WirePhone.branch(), List.of(), ""));
    Reply reply = phone.finalReply();
    assertThat(reply).as("%s to %s", method, user).isNotNull();
    return reply
        .text()
        .replaceAll("(?m)^(Via|CSeq|To): .*$", "")
        .replaceAll("nonce=\"[^\"]*\"", "nonce");
  }

  @Test
  void numbersThatExistAndThatDoNotAreAnsweredAlike() throws Exception {
    try (WirePhone scanner = bridge.phone()) {
      for (String method : List.of("OPTIONS", "INVITE", "REGISTER", "SUBSCRIBE", "BYE")) {
        String known = said(scanner, method, "1000");
        assertThat(said(scanner, method, "4711")).as(method).isEqualTo(known);
        assertThat(said(scanner, method, "alice")).as(method).isEqualTo(known);
        assertThat(known).doesNotContain("Server:", "User-Agent:", "onvoke/", "JAIN");
      }
    }
    assertThat(bridge.facts).isEmpty();
  }

  @Test
  void whoTriesPasswordsIsSoonNotAnswered() throws Exception {
    try (WirePhone cracker = bridge.phone()) {
      int answered = 0;
      for (int i = 0; i < TRIES; i++) {
        cracker.send(
            cracker.message(
                "INVITE",
                cracker.uri("1000"),
                cracker.cseq++,
                WirePhone.branch(),
                List.of(
                    "Authorization: Digest username=\"alice\", realm=\"convoke\", nonce=\"guess\","
                        + " uri=\"sip:1000\", response=\"0123456789abcdef0123456789abcdef\""),
                ""));
      }
      while (cracker.receive(1000) instanceof Reply reply) {
        assertThat(reply.code()).isEqualTo(401);
        answered++;
      }
      assertThat(answered).isBetween(TOLERATED, TRIES - 1);
      assertThat(bridge.sip.counters().bans.sum()).isEqualTo(1);
    }
    assertThat(bridge.facts).isEmpty();
  }
}
