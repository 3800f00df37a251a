package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Session timers, RFC 3261 §8.2, digits in INFO, requests of our own: plain values in, plain out.
 */
class ProtocolRulesTest {
  private static SessionTimer.Session agreed(
      int asked, String refresher, int minSe, boolean supported) {
    return SessionTimer.answer(asked, refresher, minSe, supported, 1800, 90).session();
  }

  @Test
  void theSessionIsWhatBothCanBear() {
    assertThat(agreed(600, "uac", 0, true)).isEqualTo(new SessionTimer.Session(600, false, true));
    assertThat(agreed(600, "uas", 0, true).weRefresh()).isTrue();
    assertThat(agreed(600, null, 0, true).weRefresh()).isFalse();
    assertThat(agreed(7200, "uac", 0, true).expires()).isEqualTo(1800);
    assertThat(agreed(7200, "uac", 3600, true).expires()).isEqualTo(3600);
    assertThat(agreed(0, null, 0, true)).isEqualTo(new SessionTimer.Session(1800, true, true));
    assertThat(agreed(0, null, 0, false)).isEqualTo(new SessionTimer.Session(1800, true, false));
    assertThat(agreed(30, null, 0, false).expires()).isEqualTo(90);
    assertThat(SessionTimer.answer(60, null, 0, true, 1800, 90).tooSmall()).isTrue();
  }

  @Test
  void theAnswerToOurRefreshDecidesWhoRefreshesNext() {
    SessionTimer.Session before = new SessionTimer.Session(1800, true, true);
    assertThat(SessionTimer.refreshed(before, 600, "uac").weRefresh()).isTrue();
    assertThat(SessionTimer.refreshed(before, 600, "uas"))
        .isEqualTo(new SessionTimer.Session(600, false, true));
    assertThat(SessionTimer.refreshed(before, 0, null)).isEqualTo(before);
  }

  private static int code(String method, String scheme, int hops, String... required) {
    Refusal refusal = Rules.check(method, scheme, hops, List.of(required));
    return refusal == null ? 0 : refusal.code();
  }

  @Test
  void requestsAreRefusedByTheFirstRuleThatFails() {
    assertThat(code("INVITE", "sip", 70, "100rel", "TIMER")).isZero();
    assertThat(code("INVITE", "sip", -1)).isZero();
    assertThat(code("REGISTER", "http", 0)).isEqualTo(405);
    assertThat(code("invite", "sip", 70)).isEqualTo(501);
    assertThat(code("INVITE", "http", 70)).isEqualTo(416);
    assertThat(code("INVITE", "sips", 0)).isEqualTo(483);
    assertThat(code("INVITE", "tel", 70, "replaces")).isEqualTo(420);
    assertThat(code("CANCEL", "sip", 70, "replaces")).isZero();
    assertThat(code("REFER", "sip", 70)).isEqualTo(603);
  }

  @Test
  void bodiesAreSdpOrRefused() {
    assertThat(Rules.checkBody(true, "application/SDP", null, null)).isNull();
    assertThat(Rules.checkBody(false, null, null, null)).isNull();
    assertThat(Rules.checkBody(true, "text/plain", null, null).code()).isEqualTo(415);
    assertThat(Rules.checkBody(true, null, null, null).code()).isEqualTo(415);
    assertThat(Rules.checkBody(true, "application/sdp", "gzip", null).headers())
        .contains("Accept-Encoding: identity");
    assertThat(Rules.checkBody(false, null, null, List.of("text/plain")).code()).isEqualTo(406);
    assertThat(Rules.checkBody(false, null, null, List.of("application/*"))).isNull();
  }

  private static DtmfBody digit(String subtype, String body) {
    return DtmfBody.parse(subtype, body.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void digitsOfInfoAreReadInEverySpelling() {
    assertThat(digit("dtmf-relay", "Signal=5\r\nDuration=160")).isEqualTo(new DtmfBody('5', 160));
    assertThat(digit("dtmf-relay", "signal = # \nduration= 99999"))
        .isEqualTo(new DtmfBody('#', 10_000));
    assertThat(digit("DTMF-Relay", "Signal=10\r\n")).isEqualTo(new DtmfBody('*', 160));
    assertThat(digit("dtmf", " 7 \r\n")).isEqualTo(new DtmfBody('7', 160));
    assertThat(digit("dtmf", "11")).isEqualTo(new DtmfBody('#', 160));
    assertThat(digit("dtmf", "d")).isEqualTo(new DtmfBody('D', 160));
    for (String bad : List.of("", "Signal=", "Signal=hf", "Signal=55", "Duration=5", "=5")) {
      assertThat(digit("dtmf-relay", bad)).as(bad).isNull();
    }
    assertThat(digit("dtmf", "5".repeat(300))).isNull();
    assertThat(new DtmfBody('5', 160).toString()).doesNotContain("5");
  }

  @Test
  void mutatedDigitBodiesNeverThrow() {
    Random random = new Random(11);
    byte[] good = "Signal=5\r\nDuration=160\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 4; k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      DtmfBody body = DtmfBody.parse(random.nextBoolean() ? "dtmf-relay" : "dtmf", bad);
      assertThat(body == null || "0123456789*#ABCD".indexOf(body.digit()) >= 0).isTrue();
    }
  }

  private static Dialog dialog(String... routes) {
    return new Dialog(
        "id",
        "ours",
        "theirs",
        "<sip:1000@b>",
        "\"A\" <sip:a@h>;tag=theirs",
        List.of(routes),
        "sip:a@192.0.2.1:5070",
        7);
  }

  @Test
  void ourRequestsFollowTheRoute() {
    String loose =
        dialog("<sip:p1;lr>", "<sip:p2;lr>").request("BYE", 1, "via", null, List.of(), "");
    assertThat(loose)
        .startsWith("BYE sip:a@192.0.2.1:5070 SIP/2.0\r\n")
        .contains("Route: <sip:p1;lr>\r\nRoute: <sip:p2;lr>\r\n")
        .contains("From: <sip:1000@b>;tag=ours\r\n")
        .contains("To: \"A\" <sip:a@h>;tag=theirs\r\n")
        .endsWith("Content-Length: 0\r\n\r\n");
    String strict = dialog("<sip:p1>", "<sip:p2;lr>").request("BYE", 1, "via", null, List.of(), "");
    assertThat(strict)
        .startsWith("BYE sip:p1 SIP/2.0\r\n")
        .contains("Route: <sip:p2;lr>\r\nRoute: <sip:a@192.0.2.1:5070>\r\n");
  }

  @Test
  void numbersOfADialogOnlyRise() {
    Dialog dialog = dialog();
    assertThat(dialog.takeCseq(7)).isFalse();
    assertThat(dialog.takeCseq(9)).isTrue();
    assertThat(dialog.takeCseq(8)).isFalse();
    assertThat(dialog.nextCseq()).isEqualTo(1);
    assertThat(dialog.nextCseq()).isEqualTo(2);
  }
}
