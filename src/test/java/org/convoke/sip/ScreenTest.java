package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScreenTest {
  private static final String GOOD =
      "OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1\r\n"
          + "From: <sip:b@127.0.0.1>;tag=1\r\nTo: <sip:a@127.0.0.1>\r\nCall-ID: k\r\n"
          + "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

  private static Screen.Result judge(String text) {
    return Screen.judge(text.getBytes(StandardCharsets.ISO_8859_1), true);
  }

  @Test
  void aStatusHasThreeDigitsOrItsResponseIsDropped() {
    String headers = GOOD.substring(GOOD.indexOf("\r\n"));
    for (String good : List.of("SIP/2.0 200 OK", "SIP/2.0 699", "SIP/2.0 180 ")) {
      assertThat(judge(good + headers).code()).as(good).isEqualTo(Screen.Result.PASS);
    }
    for (String bad :
        List.of("SIP/2.0 2", "SIP/2.0 2\u00ff1", "SIP/2.0 099 No", "SIP/2.0 2000 OK", "SIP/2.0 ")) {
      assertThat(judge(bad + headers).code()).as(bad).isEqualTo(Screen.Result.DROP);
    }
  }

  @Test
  void aPlainRequestPassesAsItIs() {
    Screen.Result result = judge(GOOD);
    assertThat(result.code()).isZero();
    assertThat(new String(result.message(), StandardCharsets.ISO_8859_1)).isEqualTo(GOOD);
  }

  @Test
  void compactNamesFoldedLinesAndBareLineFeedsPass() {
    String compact =
        GOOD.replace("Via:", "v:")
            .replace("From:", "f:")
            .replace("To:", "t:")
            .replace("Call-ID:", "i:")
            .replace("Content-Length:", "l:")
            .replace("CSeq: 1 OPTIONS", "CSeq: 1\r\n OPTIONS");
    assertThat(judge(compact).code()).isZero();
    assertThat(judge(GOOD.replace("\r\n", "\n")).code()).isZero();
  }

  @Test
  void aCommentInAViaIsDroppedHoweverItIsWritten() {
    for (String via :
        new String[] {
          "Via: SIP/2.0/UDP h;branch=z9hG4bK1(x\\",
          "v: SIP/2.0/UDP h;branch=z9hG4bK1(x\\",
          "VIA : SIP/2.0/UDP h;branch=z9hG4bK1 (x\\",
          "Via:\r\n SIP/2.0/UDP h;branch=z9hG4bK1\r\n (x\\",
          "Via: SIP/2.0/UDP a, SIP/2.0/UDP b(x"
        }) {
      String bad = GOOD.replaceFirst("Via: [^\r]*", java.util.regex.Matcher.quoteReplacement(via));
      assertThat(judge(bad).code()).as(via).isEqualTo(Screen.Result.DROP);
    }
  }

  @Test
  void limitsHoldToTheLetter() {
    String hundred = GOOD.replace("\r\n\r\n", "\r\n" + "X: y\r\n".repeat(93) + "\r\n");
    assertThat(judge(hundred).code()).isZero();
    assertThat(judge(hundred.replaceFirst("X: y", "X: y\r\nX: y")).code())
        .isEqualTo(Screen.Result.DROP);
    String longLine = GOOD.replace("\r\n\r\n", "\r\nX: " + "y".repeat(8200) + "\r\n\r\n");
    assertThat(judge(longLine).code()).isEqualTo(Screen.Result.DROP);
    String folded =
        GOOD.replace("\r\n\r\n", "\r\nX: y" + ("\r\n " + "z".repeat(800)).repeat(11) + "\r\n\r\n");
    assertThat(judge(folded).code()).isEqualTo(Screen.Result.DROP);
    byte[] large = Arrays.copyOf(GOOD.getBytes(StandardCharsets.US_ASCII), 16 * 1024 + 1);
    assertThat(Screen.judge(large, true).code()).isEqualTo(Screen.Result.DROP);
    assertThat(judge(GOOD.replace("k\r\n", "k\u0000\r\n")).code()).isEqualTo(Screen.Result.DROP);
    assertThat(judge("\r\n\r\n").code()).isEqualTo(Screen.Result.DROP);
    assertThat(judge("").code()).isEqualTo(Screen.Result.DROP);
  }

  @Test
  void eachFaultIsNamedInOurWords() {
    assertThat(judge(GOOD.replaceFirst("From:[^\r]*\r\n", "")).reason()).isEqualTo("Missing From");
    assertThat(judge(GOOD.replaceFirst("To:", "To: x\r\nTo:")).reason())
        .isEqualTo("More than one To");
    assertThat(judge(GOOD.replaceFirst("CSeq: 1", "CSeq: 99999999999")).reason())
        .isEqualTo("Malformed CSeq");
    assertThat(judge(GOOD.replaceFirst("CSeq: 1 OPTIONS", "CSeq: 1 BYE")).reason())
        .isEqualTo("CSeq names another method");
    assertThat(judge(GOOD.replaceFirst("sip:a@127.0.0.1 SIP", "sip:a@127.0.0.1  SIP")).reason())
        .isEqualTo("Malformed request line");
    assertThat(judge(GOOD.replaceFirst("SIP/2.0\r\n", "SIP/3.0\r\n")).code()).isEqualTo(505);
    assertThat(judge(GOOD.replaceFirst("Length: 0", "Length: 5")).reason())
        .isEqualTo("Body is cut short");
    assertThat(judge(GOOD.replaceFirst("Max-Forwards: 70", "Max-Forwards: -1")).code())
        .isEqualTo(400);
  }

  @Test
  void aBodyWithoutLengthGetsOneAndAnExcessIsCut() {
    String bare = GOOD.replace("Content-Length: 0\r\n", "") + "hello";
    assertThat(new String(judge(bare).message(), StandardCharsets.ISO_8859_1))
        .endsWith("Content-Length: 5\r\n\r\nhello");
    assertThat(new String(judge(GOOD + "more").message(), StandardCharsets.ISO_8859_1))
        .isEqualTo(GOOD);
  }

  @Test
  @Timeout(60)
  void mutationsGetAVerdictAndLeaveTheParserAlive() {
    long seed = 4475;
    Random random = new Random(seed);
    SipCounters counters = new SipCounters();
    GuardParser parser = new GuardParser(counters, () -> {});
    byte[] good = GOOD.getBytes(StandardCharsets.US_ASCII);
    String spice = "(\\\"<>;,:=@[]%\r\n\t 0aZ";
    for (int i = 0; i < 30_000; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 1 + random.nextInt(8); k++) {
        bad[random.nextInt(bad.length)] =
            random.nextBoolean()
                ? (byte) spice.charAt(random.nextInt(spice.length()))
                : (byte) random.nextInt(256);
      }
      parser.parseSIPMessage(bad, random.nextBoolean(), false, null);
    }
    assertThat(parser.parseSIPMessage(good, true, false, null)).as("seed %d", seed).isNotNull();
    assertThat(counters.malformed.sum()).isPositive();
  }

  @Test
  void theScreenIsQuick() {
    byte[] worst = ("A" + " ".repeat(Screen.MAX_DATAGRAM - 1)).getBytes(StandardCharsets.US_ASCII);
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 1000; i++) {
            Screen.judge(worst, true);
          }
        });
  }
}
