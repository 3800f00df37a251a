package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside, read by small pure classes. */
class InputsTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.1.2.3/8, 10.0.0.0/8",
    "203.0.113.7, 203.0.113.7",
    "203.0.113.7/32, 203.0.113.7",
    "2001:DB8::1/64, 2001:db8:0:0:0:0:0:0/64",
    "::1, 0:0:0:0:0:0:0:1",
    "128.0.0.1/1, 128.0.0.0/1",
  })
  void aRangeHasOnePlainForm(String given, String canonical) {
    assertThat(Cidr.canonical(given)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/0",
        "::/0",
        "::1/129",
        "10.0.0",
        "10.0.0.256",
        "example.com",
        "localhost",
        "10.0.0.1/8/8",
        "10.0.0.1/-1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "1",
        "0x0a000001",
        "10.0.0.1 ",
        "::g"
      })
  void whatIsNoRangeIsRefusedWithAReason(String given) {
    assertThatThrownBy(() -> Cidr.canonical(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ");
  }

  @Test
  void noTextBringsTheRangeReaderDown() {
    Random random = new Random(71);
    for (int i = 0; i < 20_000; i++) {
      String text = mutated("2001:db8:10::/64 10.20.30.40/24", random);
      try {
        String canonical = Cidr.canonical(text);
        assertThat(Cidr.canonical(canonical)).as(text).isEqualTo(canonical);
      } catch (IllegalArgumentException verdict) {
        assertThat(verdict.getMessage()).startsWith("must ");
      }
    }
  }

  private static String mutated(String seed, Random random) {
    int from = random.nextInt(seed.length());
    StringBuilder text =
        new StringBuilder(seed.substring(from, from + random.nextInt(seed.length() - from + 1)));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.insert(random.nextInt(text.length() + 1), (char) (32 + random.nextInt(96)));
    }
    return text.toString();
  }

  @Test
  void aCursorIsGoodForItsOwnListAlone() {
    String sealed = Cursors.seal("rooms", "abc.def");
    assertThat(Cursors.open("rooms", "cursor", sealed)).isEqualTo("abc.def");
    assertThat(Cursors.seal("rooms", null)).isNull();
    assertThatThrownBy(() -> Cursors.open("calls", "cursor", sealed)).isInstanceOf(Problem.class);
  }

  @Test
  void noMadeUpCursorPasses() {
    Random random = new Random(72);
    String sealed = Cursors.seal("events", "184467");
    for (int i = 0; i < 20_000; i++) {
      String text = mutated(sealed, random);
      if (!text.equals(sealed)) {
        assertThatThrownBy(() -> Cursors.open("events", "after", text))
            .as(text)
            .isInstanceOf(Problem.class)
            .hasMessageStartingWith("after: ");
      }
    }
  }

  @Test
  void jsonIsRefusedBeforeItIsTooDeep() {
    JsonShape.check(Buffer.buffer("[".repeat(32) + "]".repeat(32)));
    JsonShape.check(Buffer.buffer("{\"a\":\"" + "[".repeat(100) + "\\\"[{\"}"));
    JsonShape.check(Buffer.buffer("{\"a\":\"\\\\u0000\"}"));
    assertThatThrownBy(() -> JsonShape.check(Buffer.buffer("[".repeat(33))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("32");
    assertThatThrownBy(() -> JsonShape.check(Buffer.buffer("{\"a\":\"\\u0000\"}")))
        .isInstanceOf(Problem.class);
  }

  @Test
  void noBytesBringTheShapeCheckDown() {
    Random random = new Random(73);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = mutated("{\"a\":[1,\"\\u0000\\\"x\"],\"b\":{}}", random).getBytes();
      try {
        JsonShape.check(Buffer.buffer(bytes));
      } catch (Problem verdict) {
        assertThat(verdict.status()).isEqualTo(400);
      }
    }
  }

  @Test
  void timesAreReadInAnyZoneAndMustBeToCome() {
    Instant now = Instant.parse("2026-05-04T09:30:00Z");
    assertThat(Times.future("t", "2026-05-04T12:00:00+02:00", now))
        .isEqualTo(Instant.parse("2026-05-04T10:00:00Z"));
    assertThat(Times.future("t", null, now)).isNull();
    assertThat(Times.text(now)).isEqualTo("2026-05-04T09:30:00.000Z");
    for (String bad : new String[] {"", "soon", "2026-02-30T10:00:00Z", "2026-05-04T09:30:00Z"}) {
      assertThatThrownBy(() -> Times.future("t", bad, now)).isInstanceOf(Problem.class);
    }
  }

  @Test
  void textBecomesHtmlWithoutBecomingMarkup() {
    assertThat(Html.escape("<a href=\"x\">'&")).isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    assertThat(Html.inline("**Keys.** `a*b*` and *List events* <x>"))
        .isEqualTo("<strong>Keys.</strong> <code>a*b*</code> and <em>List events</em> &lt;x&gt;");
    assertThat(Html.paragraphs("a\n\nb")).isEqualTo("<p>a</p>\n<p>b</p>\n");
  }
}
