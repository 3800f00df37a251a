package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.signing.Secret;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.StandardWebhook.Verdict;
import org.convoke.signing.VonageJwt;
import org.convoke.store.Webhooks.Endpoint;
import org.convoke.store.Webhooks.Format;
import org.junit.jupiter.api.Test;

class WebhookTesterTest {
  private static final Clock CLOCK = Clock.system();
  private static final String SECRET = Secret.generate().text();
  private static final String OLD = Secret.generate().text();

  private FetchRequest sent;

  private JsonObject test(Format format, Instant oldUntil, Future<Fetched> answer) {
    Fetcher fetcher =
        new Fetcher() {
          @Override
          public Future<Fetched> send(FetchRequest request) {
            sent = request;
            return answer;
          }

          @Override
          public void check(String url) {
            throw new AssertionError("it was checked when it was given");
          }
        };
    Endpoint endpoint =
        new Endpoint(
            "whk_1",
            null,
            "https://app.example.com/",
            "POST",
            List.of("*"),
            null,
            format,
            SECRET,
            oldUntil == null ? null : OLD,
            oldUntil,
            true,
            null,
            null,
            null,
            CLOCK.now(),
            CLOCK.now());
    try {
      return new WebhookTester(fetcher, CLOCK).test(endpoint).await(5, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private JsonObject test(Future<Fetched> answer) {
    return test(Format.CONVOKE, null, answer);
  }

  @Test
  void anAnswerThatSaysTooMuchIsTakenByItsStatusAsByTheOutbox() {
    JsonObject told = test(tooLarge(200));
    assertThat(told.getBoolean("taken")).isTrue();
    assertThat(told.getInteger("status")).isEqualTo(200);
    assertThat(told.getString("error")).isNull();
    assertThat(test(tooLarge(302)).getBoolean("taken")).isFalse();
    assertThat(test(tooLarge(0)).getBoolean("taken")).isFalse();
  }

  private static Future<Fetched> tooLarge(int status) {
    return Future.failedFuture(new FetchFailed(FetchFailed.Kind.TOO_LARGE, "large", status));
  }

  private static Future<Fetched> status(int status) {
    return Future.succeededFuture(
        new Fetched(
            status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("a secret of theirs"), 12));
  }

  private Verdict verdict(String secret) {
    return StandardWebhook.verify(
        secret,
        sent.headers().get(StandardWebhook.ID),
        sent.headers().get(StandardWebhook.TIMESTAMP),
        sent.headers().get(StandardWebhook.SIGNATURE),
        sent.body().getBytes(),
        CLOCK.now().getEpochSecond());
  }

  @Test
  void whatIsTakenIsToldWithItsStatusAndTimeAndNeverWithItsBody() {
    JsonObject told = test(status(204));
    assertThat(told.getBoolean("taken")).isTrue();
    assertThat(told.getInteger("status")).isEqualTo(204);
    assertThat(told.getLong("latency_ms")).isEqualTo(12);
    assertThat(told.getValue("error")).isNull();
    assertThat(told.encode()).doesNotContain("theirs");
    JsonObject body = new JsonObject(sent.body());
    assertThat(body.getString("type")).isEqualTo("webhook.test");
    assertThat(body.getString("event_id")).isEqualTo(told.getString("webhook_id"));
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(verdict(SECRET)).isEqualTo(Verdict.GENUINE);
    assertThat(verdict(OLD)).isEqualTo(Verdict.FORGED);
  }

  @Test
  void theOldSecretSignsTooUntilItsTimeIsOver() {
    test(Format.CONVOKE, CLOCK.now().plusSeconds(60), status(200));
    assertThat(verdict(SECRET)).isEqualTo(Verdict.GENUINE);
    assertThat(verdict(OLD)).isEqualTo(Verdict.GENUINE);
    test(Format.CONVOKE, CLOCK.now().minusSeconds(1), status(200));
    assertThat(verdict(OLD)).isEqualTo(Verdict.FORGED);
  }

  @Test
  void inVonagesFormatItHasTheirTokenToo() {
    test(Format.VONAGE, null, status(200));
    assertThat(
            VonageJwt.verify(
                SECRET,
                sent.headers().get("authorization"),
                sent.body().getBytes(),
                CLOCK.now().getEpochSecond()))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
    assertThat(verdict(SECRET)).isEqualTo(Verdict.GENUINE);
  }

  @Test
  void whatIsNotTakenIsToldWithTheReason() {
    JsonObject redirect = test(status(302));
    assertThat(redirect.getBoolean("taken")).isFalse();
    assertThat(redirect.getInteger("status")).isEqualTo(302);
    assertThat(redirect.getString("error")).isEqualTo("status");
    JsonObject refused =
        test(Future.failedFuture(new FetchRefused("leads into a private network")));
    assertThat(refused.getValue("status")).isNull();
    assertThat(refused.getString("error")).isEqualTo("refused");
    assertThat(refused.getString("detail")).isEqualTo("the URL leads into a private network");
    JsonObject late =
        test(Future.failedFuture(new FetchFailed(FetchFailed.Kind.RESPONSE_TIMEOUT, "no answer")));
    assertThat(late.getBoolean("taken")).isFalse();
    assertThat(late.getString("error")).isEqualTo("response_timeout");
  }
}
