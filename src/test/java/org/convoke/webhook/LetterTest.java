package org.convoke.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoke.fetch.FetchRequest;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.signing.Secret;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.VonageJwt;
import org.convoke.store.EventJson;
import org.convoke.store.Events.Event;
import org.convoke.store.Outbox.Target;
import org.convoke.store.Outbox.Told;
import org.convoke.store.Webhooks.Format;
import org.junit.jupiter.api.Test;

class LetterTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:05Z");
  private static final String SECRET = Secret.generate().text();
  private static final ApplicationId APPLICATION = ApplicationId.random();
  private static final Event EVENT =
      new Event(
          17,
          EventId.random(),
          "participant.joined",
          Instant.parse("2026-05-04T09:30:00.250Z"),
          RoomId.random(),
          CallId.random(),
          ParticipantId.random(),
          4L,
          2L,
          new JsonObject().put("name", "Ada"));
  private static final Told TOLD = new Told(EVENT, "inbound", "+4930123", "1000", null);

  @Test
  void ourFormatIsTheEventOfTheApiTheSameAtEveryAttempt() {
    Letter letter = new Letter(target("POST", "http://x.example/hook", Format.CONVOKE, null));
    FetchRequest first = letter.request(new Sheet(TOLD), 1, NOW);
    FetchRequest third = letter.request(new Sheet(TOLD), 3, NOW.plusSeconds(60));
    JsonObject body = first.body().toJsonObject();
    assertThat(body.getString("id")).isEqualTo(EVENT.id().value());
    assertThat(body.getString("type")).isEqualTo("participant.joined");
    assertThat(body.getString("timestamp")).isEqualTo("2026-05-04T09:30:00.250Z");
    JsonObject inApi = new JsonObject(EventJson.json(EVENT, false).encode());
    assertThat(body.copy().mergeIn(inApi))
        .as("nothing is missing or told otherwise")
        .isEqualTo(body);
    assertThat(third.body()).isEqualTo(first.body());
    assertThat(first.headers())
        .containsEntry("webhook-id", EVENT.id().value())
        .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
        .containsEntry("webhook-attempt", "1")
        .containsEntry("content-type", "application/json")
        .doesNotContainKey("authorization");
    assertThat(third.headers())
        .containsEntry("webhook-id", EVENT.id().value())
        .containsEntry("webhook-attempt", "3");
    assertThat(verify(first, first.body().getBytes(), NOW))
        .isEqualTo(StandardWebhook.Verdict.GENUINE);
    assertThat(verify(third, third.body().getBytes(), NOW.plusSeconds(60)))
        .isEqualTo(StandardWebhook.Verdict.GENUINE);
  }

  @Test
  void theOldSecretSignsTooUntilItsEnd() {
    Letter letter =
        new Letter(target("POST", "http://x.example/", Format.CONVOKE, Secret.generate().text()));
    assertThat(signatures(letter.request(new Sheet(TOLD), 1, NOW))).hasSize(2);
    assertThat(signatures(letter.request(new Sheet(TOLD), 1, NOW.plusSeconds(3_600)))).hasSize(1);
  }

  @Test
  void vonagesFormatHasItsTokenOverTheBody() {
    Letter letter = new Letter(target("POST", "http://x.example/", Format.VONAGE, null));
    FetchRequest request = letter.request(new Sheet(TOLD), 2, NOW);
    JsonObject body = request.body().toJsonObject();
    assertThat(body.getString("from")).isEqualTo("4930123");
    assertThat(body.getString("uuid")).isEqualTo(EVENT.call().value());
    assertThat(body.getInteger("attempt")).isEqualTo(2);
    assertThat(body.getLong("seq")).isEqualTo(4);
    String authorization = request.headers().get("authorization");
    assertThat(
            VonageJwt.verify(
                SECRET, authorization, request.body().getBytes(), NOW.getEpochSecond()))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
    VonageJwt.Claims claims = VonageJwt.claims(authorization).orElseThrow();
    assertThat(claims.apiKey()).isEqualTo("key1");
    assertThat(claims.applicationId()).isEqualTo(APPLICATION.value());
    assertThat(verify(request, request.body().getBytes(), NOW))
        .isEqualTo(StandardWebhook.Verdict.GENUINE);
  }

  @Test
  void theTokenIsSignedByTheOldSecretUntilItsEndAndThenByTheNewOne() {
    String old = Secret.generate().text();
    Letter letter = new Letter(target("POST", "http://x.example/", Format.VONAGE, old));
    Instant after = NOW.plusSeconds(600);
    assertThat(token(letter, old, NOW)).isEqualTo(VonageJwt.Verdict.GENUINE);
    assertThat(token(letter, old, after.minusSeconds(1))).isEqualTo(VonageJwt.Verdict.GENUINE);
    assertThat(token(letter, SECRET, NOW)).isEqualTo(VonageJwt.Verdict.FORGED);
    assertThat(token(letter, SECRET, after)).isEqualTo(VonageJwt.Verdict.GENUINE);
    assertThat(token(letter, old, after)).isEqualTo(VonageJwt.Verdict.FORGED);
  }

  private static VonageJwt.Verdict token(Letter letter, String secret, Instant now) {
    FetchRequest request = letter.request(new Sheet(TOLD), 1, now);
    return VonageJwt.verify(
        secret,
        request.headers().get("authorization"),
        request.body().getBytes(),
        now.getEpochSecond());
  }

  @Test
  void aGetHasTheFieldsInItsQueryAndSignsThat() {
    Letter letter = new Letter(target("GET", "http://x.example/e?app=1", Format.VONAGE, null));
    FetchRequest request = letter.request(new Sheet(TOLD), 1, NOW);
    assertThat(request.body()).isNull();
    assertThat(request.url()).startsWith("http://x.example/e?app=1&from=4930123&to=1000&uuid=");
    assertThat(request.url()).contains("&data=%7B%22name%22%3A%22Ada%22%7D");
    assertThat(request.headers()).doesNotContainKey("content-type");
    byte[] query = URI.create(request.url()).getRawQuery().getBytes(StandardCharsets.UTF_8);
    assertThat(verify(request, query, NOW)).isEqualTo(StandardWebhook.Verdict.GENUINE);
    assertThat(
            VonageJwt.verify(
                SECRET, request.headers().get("authorization"), query, NOW.getEpochSecond()))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
  }

  @Test
  void aQueryIsAddedToWhateverUrlThereIs() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", "x y&");
    fields.put("none", null);
    fields.put("n", 5);
    fields.put("l", List.of("p", "q"));
    String pairs = "a=x+y%26&n=5&l=%5B%22p%22%2C%22q%22%5D";
    assertThat(Letter.withQuery("http://h/p", fields)).isEqualTo("http://h/p?" + pairs);
    assertThat(Letter.withQuery("http://h/p?", fields)).isEqualTo("http://h/p?" + pairs);
    assertThat(Letter.withQuery("http://h/p?k=v", fields)).isEqualTo("http://h/p?k=v&" + pairs);
    assertThat(Letter.withQuery("http://h/p?k=v#x", fields)).isEqualTo("http://h/p?k=v&" + pairs);
  }

  private static String[] signatures(FetchRequest request) {
    return request.headers().get("webhook-signature").split(" ");
  }

  private static StandardWebhook.Verdict verify(FetchRequest request, byte[] body, Instant now) {
    return StandardWebhook.verify(
        SECRET,
        request.headers().get("webhook-id"),
        request.headers().get("webhook-timestamp"),
        request.headers().get("webhook-signature"),
        body,
        now.getEpochSecond());
  }

  private static Target target(String method, String url, Format format, String oldSecret) {
    boolean vonage = format == Format.VONAGE;
    return new Target(
        1,
        "whk_1",
        0,
        vonage ? APPLICATION : null,
        vonage ? "key1" : null,
        url,
        method,
        format,
        SECRET,
        oldSecret,
        oldSecret == null ? null : NOW.plusSeconds(600),
        null,
        true);
  }
}
