package org.convoke.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.convoke.config.WebrtcConfig;
import org.convoke.web.socket.Outbox.Weight;
import org.junit.jupiter.api.Test;

/** Rates, queues, origins and what TURN servers are told. */
class LimitsTest {
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void aBurstIsHeardAndThenFiftyASecond() {
    RateLimit rate = new RateLimit(0);
    for (int i = 0; i < RateLimit.BURST; i++) {
      assertThat(rate.take(0)).isTrue();
    }
    assertThat(rate.take(0)).isFalse();
    int heard = 0;
    for (int i = 1; i <= 1000; i++) {
      heard += rate.take(i * SECOND_NS / 1000) ? 1 : 0;
    }
    assertThat(heard).isBetween(49, 51);
  }

  @Test
  void whoDoesNotStopIsPutOutAndWhoRestsIsForgiven() {
    RateLimit rate = new RateLimit(0);
    for (int i = 0; i < RateLimit.BURST + RateLimit.PATIENCE; i++) {
      rate.take(0);
    }
    assertThat(rate.exhausted()).isFalse();
    rate.take(0);
    assertThat(rate.exhausted()).isTrue();
    rate.take(10 * SECOND_NS);
    assertThat(rate.exhausted()).isFalse();
  }

  @Test
  void aSlowReaderMissesWhatIsFleetingFirstThenAllUntilItHasCaughtUp() {
    Outbox outbox = new Outbox();
    for (int i = 0; i < Outbox.FEW; i++) {
      assertThat(outbox.offer(Weight.FLEETING, false, 0)).isEqualTo(Outbox.Verdict.SEND);
      outbox.sent();
    }
    assertThat(outbox.offer(Weight.FLEETING, false, 0)).isEqualTo(Outbox.Verdict.DROP);
    for (int i = Outbox.FEW; i < Outbox.MAX_MESSAGES; i++) {
      assertThat(outbox.offer(Weight.LASTING, false, 0)).isEqualTo(Outbox.Verdict.SEND);
      outbox.sent();
    }
    assertThat(outbox.offer(Weight.LASTING, false, 0)).isEqualTo(Outbox.Verdict.DROP);
    for (int i = 1; i < Outbox.MAX_MESSAGES; i++) {
      assertThat(outbox.taken()).isFalse();
    }
    assertThat(outbox.offer(Weight.LASTING, false, 0)).isEqualTo(Outbox.Verdict.DROP);
    assertThat(outbox.taken()).as("all was read: send a snapshot").isTrue();
    assertThat(outbox.offer(Weight.LASTING, false, 0)).isEqualTo(Outbox.Verdict.SEND);
  }

  @Test
  void aReaderWhoseQueueIsFullIsGivenUpAfterTenSeconds() {
    Outbox outbox = new Outbox();
    outbox.sent();
    assertThat(outbox.offer(Weight.LASTING, true, SECOND_NS)).isEqualTo(Outbox.Verdict.DROP);
    assertThat(outbox.hopeless(10 * SECOND_NS)).isFalse();
    assertThat(outbox.hopeless(11 * SECOND_NS)).isTrue();
    outbox.taken();
    assertThat(outbox.hopeless(99 * SECOND_NS)).isFalse();
  }

  @Test
  void whoMissedWhoSpeaksIsPutRightAndWhoMissedALevelIsNot() {
    for (Weight weight : new Weight[] {Weight.STATE, Weight.FLEETING}) {
      Outbox outbox = new Outbox();
      for (int i = 0; i < Outbox.FEW; i++) {
        outbox.sent();
      }
      assertThat(outbox.offer(weight, false, 0)).isEqualTo(Outbox.Verdict.DROP);
      assertThat(outbox.offer(Weight.LASTING, false, 0)).isEqualTo(Outbox.Verdict.SEND);
      for (int i = 1; i < Outbox.FEW; i++) {
        assertThat(outbox.taken()).isFalse();
      }
      assertThat(outbox.hopeless(100 * SECOND_NS)).isFalse();
      assertThat(outbox.taken()).as(weight.name()).isEqualTo(weight == Weight.STATE);
    }
  }

  @Test
  void requestsThatWaitAreBoundedByNumberAndBySize() {
    Inbox inbox = new Inbox(0);
    String large = "{\"type\":\"offer\",\"offer\":\"" + "x".repeat(60_000) + "\"}";
    int taken = 0;
    while (inbox.offer(large, 0) == Inbox.Verdict.TAKEN) {
      taken++;
    }
    assertThat(taken).isEqualTo(4);
    assertThat(inbox.poll()).isInstanceOf(RequestParser.Parsed.Good.class);
    assertThat(inbox.offer(large, 0)).isEqualTo(Inbox.Verdict.TAKEN);
    Inbox other = new Inbox(0);
    for (int i = 0; i < Inbox.MAX_REQUESTS; i++) {
      assertThat(other.offer("{\"type\":\"ping\"}", i * SECOND_NS)).isEqualTo(Inbox.Verdict.TAKEN);
    }
    assertThat(other.offer("{\"type\":\"ping\"}", 1000 * SECOND_NS))
        .isEqualTo(Inbox.Verdict.REFUSED);
  }

  @Test
  void noJsonAgainAndAgainIsJunkAndOnceInAWhileIsAMistake() {
    Inbox inbox = new Inbox(0);
    for (int i = 0; i < 100; i++) {
      String text = i % Inbox.MAX_JUNK == 0 ? "{\"type\":\"what\"}" : "{";
      assertThat(inbox.offer(text, i * SECOND_NS)).isEqualTo(Inbox.Verdict.TAKEN);
      inbox.poll();
    }
    for (int i = 100; inbox.offer("nonsense", i * SECOND_NS) == Inbox.Verdict.TAKEN; i++) {
      inbox.poll();
      assertThat(i).isLessThan(200);
    }
    assertThat(inbox.offer("nonsense", 300 * SECOND_NS)).isEqualTo(Inbox.Verdict.JUNK);
  }

  @Test
  void aFloodIsAFloodWhetherItIsReadOrNot() {
    Inbox inbox = new Inbox(0);
    Inbox.Verdict verdict = Inbox.Verdict.TAKEN;
    for (int i = 0; i <= RateLimit.BURST + RateLimit.PATIENCE; i++) {
      verdict = inbox.offer("{\"type\":\"ping\"}", 0);
    }
    assertThat(verdict).isEqualTo(Inbox.Verdict.FLOOD);
  }

  @Test
  void ourOwnPagesThoseNamedAndProgramsMayConnect() {
    Origins origins =
        new Origins("https://app.example.com, http://x:1", "https://meet.example.org");
    assertThat(origins.allows(null, "meet.example.org")).isTrue();
    assertThat(origins.allows("https://MEET.example.org", "10.0.0.1")).isTrue();
    assertThat(origins.allows("https://app.example.com", "10.0.0.1")).isTrue();
    assertThat(origins.allows("http://10.0.0.1:8080", "10.0.0.1:8080")).isTrue();
    assertThat(origins.allows("https://app.example.com.evil.net", "meet.example.org")).isFalse();
    assertThat(origins.allows("null", "meet.example.org")).isFalse();
    assertThat(origins.allows("http://meet.example.org", "10.0.0.1")).isFalse();
  }

  @Test
  void turnCredentialsAreWhatSuchServersCompute() {
    WebrtcConfig config =
        new WebrtcConfig(
            0, "", "stun:s.example:3478", "turn:t.example:3478", "north", 600, 15, 4, 30, 10, 20);
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    JsonObject turn = new IceServers(config).list("ada", now).getJsonObject(1);
    assertThat(turn.getString("username")).isEqualTo("1700000600:ada");
    // printf %s 1700000600:ada | openssl dgst -sha1 -hmac north -binary | base64
    assertThat(turn.getString("credential")).isEqualTo("PxnDSvp1YXUZ9V3JJfLv80je4zM=");
    assertThat(new IceServers(config).list("ada", now).getJsonObject(0).getJsonArray("urls"))
        .containsExactly("stun:s.example:3478");
  }

  @Test
  void largeRoomsAreToldTheLevelsLessOften() {
    assertThat(levelsIn10s(100)).isEqualTo(40);
    assertThat(levelsIn10s(250)).isEqualTo(20);
    assertThat(levelsIn10s(500)).isEqualTo(10);
  }

  private static int levelsIn10s(int watchers) {
    Watchers room = new Watchers();
    int told = 0;
    for (long nowNs = -5_000_000_000L; nowNs < 5_000_000_000L; nowNs += 250_000_000L) {
      told += room.levelsDue(watchers, nowNs) ? 1 : 0;
    }
    return told;
  }
}
