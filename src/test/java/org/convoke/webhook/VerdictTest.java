package org.convoke.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.convoke.webhook.Verdict.Kind;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");

  @Test
  void onlyTwoHundredsAreTaken() {
    for (int status : new int[] {200, 201, 202, 204, 205, 299}) {
      assertThat(kind(status)).isEqualTo(Kind.TAKEN);
    }
    for (int status : new int[] {300, 301, 302, 307, 304, 400, 401, 404, 429, 500, 503, 999}) {
      assertThat(kind(status)).isEqualTo(Kind.FAILED);
    }
    assertThat(kind(410)).isEqualTo(Kind.GONE);
  }

  @Test
  void someFailuresAreTheEndpointsAndSomeTheEvents() {
    assertThat(Verdict.ofAnswer(503, null, 1, NOW).endpointFault()).isTrue();
    assertThat(Verdict.ofAnswer(429, null, 1, NOW).endpointFault()).isTrue();
    assertThat(Verdict.ofFailure("dns", 1).endpointFault()).isTrue();
    assertThat(Verdict.ofAnswer(400, null, 1, NOW).endpointFault()).isFalse();
    assertThat(Verdict.ofAnswer(302, null, 1, NOW).endpointFault()).isFalse();
  }

  @Test
  void retryAfterIsReadAsSecondsOrADate() {
    assertThat(waitMs("120")).isEqualTo(120_000);
    assertThat(waitMs(" 7 ")).isEqualTo(7_000);
    assertThat(waitMs("Mon, 04 May 2026 09:00:30 GMT")).isEqualTo(30_000);
    assertThat(waitMs("Mon, 04 May 2026 08:00:00 GMT")).as("past").isZero();
    assertThat(waitMs("Monday, 04-May-26 09:00:30 GMT")).isEqualTo(30_000);
    assertThat(waitMs("Mon May  4 09:00:30 2026")).isEqualTo(30_000);
    assertThat(waitMs("999999999")).as("not for ever").isEqualTo(24 * 3_600_000L);
    assertThat(waitMs("99999999999999999999")).isEqualTo(24 * 3_600_000L);
    assertThat(waitMs(null)).isZero();
    assertThat(waitMs("soon")).isZero();
    assertThat(waitMs("-5")).isZero();
  }

  @Test
  void whateverRetryAfterHoldsNothingThrows() {
    Random random = new Random(5);
    String date = "Mon, 04 May 2026 09:00:30 GMT";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(date);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(300));
      }
      assertThat(waitMs(text.toString())).as("seed 5, step %s", i).isBetween(0L, 86_400_000L);
    }
  }

  private static Kind kind(int status) {
    return Verdict.ofAnswer(status, null, 1, NOW).kind();
  }

  private static long waitMs(String retryAfter) {
    return Verdict.ofAnswer(503, retryAfter, 1, NOW).waitMs();
  }
}
