package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.convoke.clock.Clock;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.id.EventId;
import org.convoke.signing.Secret;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.VonageJwt;
import org.convoke.store.Webhooks.Endpoint;
import org.convoke.store.Webhooks.Format;
import org.convoke.vonage.StatusEvents;

/**
 * Sends a test event straight to an endpoint: not by the outbox, where it would wait behind what
 * the endpoint does not take, which is when one wants to know why.
 */
final class WebhookTester {
  private static final int CONNECT_MS = 5_000;
  private static final int TOTAL_MS = 15_000;
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private final Fetcher fetcher;
  private final Clock clock;

  WebhookTester(Fetcher fetcher, Clock clock) {
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /**
   * What the endpoint answered. Never its body: who may send tests shall not read by them what
   * stands in our network.
   */
  Future<JsonObject> test(Endpoint endpoint) {
    String id = EventId.random().value();
    long beganNs = clock.nowNs();
    return fetcher
        .send(request(endpoint, id, clock.now()))
        .map(answer -> told(id, answer))
        .recover(failure -> {
          long tookMs = (clock.nowNs() - beganNs) / 1_000_000;
          return switch (failure) {
            case FetchRefused refused ->
                Future.succeededFuture(
                    told(id, null, null, "refused", "the URL " + refused.getMessage()));
            // As by the outbox: what was answered is known, however much more would have come.
            case FetchFailed failed when isTaken(failed) ->
                Future.succeededFuture(told(id, failed.status(), tookMs, null, null));
            case FetchFailed failed ->
                Future.succeededFuture(
                    told(
                        id,
                        failed.status() == 0 ? null : failed.status(),
                        tookMs,
                        failed.kind().name().toLowerCase(java.util.Locale.ROOT),
                        failed.getMessage()));
            default -> Future.failedFuture(failure);
          };
        });
  }

  private static boolean isTaken(FetchFailed failed) {
    return failed.kind() == FetchFailed.Kind.TOO_LARGE
        && failed.status() >= 200
        && failed.status() < 300;
  }

  private static JsonObject told(String id, Fetched answer) {
    String error = answer.ok() ? null : "status";
    String detail = answer.ok() ? null : "it answered " + answer.status() + " in place of 2xx";
    return told(id, answer.status(), answer.tookMs(), error, detail);
  }

  private static JsonObject told(
      String id, Integer status, Long tookMs, String error, String detail) {
    return new JsonObject()
        .put("taken", error == null)
        .put("webhook_id", id)
        .put("status", status)
        .put("latency_ms", tookMs)
        .put("error", error)
        .put("detail", detail);
  }

  private FetchRequest request(Endpoint endpoint, String id, Instant now) {
    boolean vonage = endpoint.format() == Format.VONAGE;
    Buffer body = (vonage ? theirs(endpoint, id, now) : ours(endpoint, id, now)).toBuffer();
    long nowS = now.getEpochSecond();
    Map<String, String> headers = new HashMap<>();
    headers.put("user-agent", "Convoke-Webhooks/1");
    headers.put("content-type", "application/json");
    headers.put(StandardWebhook.ID, id);
    headers.put(StandardWebhook.TIMESTAMP, Long.toString(nowS));
    headers.put(
        StandardWebhook.SIGNATURE,
        StandardWebhook.signature(secrets(endpoint, now), id, nowS, body.getBytes()));
    headers.put("webhook-attempt", "1");
    if (vonage) {
      String token = UUID.randomUUID().toString();
      headers.put(
          "authorization",
          "Bearer "
              + VonageJwt.sign(
                  tokenSecret(endpoint, now), body.getBytes(), nowS, token, null, null));
    }
    return new FetchRequest(
        "POST", endpoint.url(), headers, body, CONNECT_MS, TOTAL_MS, MAX_ANSWER_BYTES);
  }

  private static boolean isOldValid(Endpoint endpoint, Instant now) {
    return endpoint.oldSecret() != null && now.isBefore(endpoint.oldSecretUntil());
  }

  private static String tokenSecret(Endpoint endpoint, Instant now) {
    return isOldValid(endpoint, now) ? endpoint.oldSecret() : endpoint.secret();
  }

  private static List<Secret> secrets(Endpoint endpoint, Instant now) {
    Secret secret = Secret.parse(endpoint.secret());
    return isOldValid(endpoint, now)
        ? List.of(secret, Secret.parse(endpoint.oldSecret()))
        : List.of(secret);
  }

  private static JsonObject ours(Endpoint endpoint, String id, Instant now) {
    return new JsonObject()
        .put("id", id)
        .put("type", "webhook.test")
        .put("timestamp", Times.text(now))
        .put("event_id", id)
        .put("seq", null)
        .put("room_seq", null)
        .put("call_seq", null)
        .put("occurred_at", Times.text(now))
        .put("room_id", null)
        .put("call_id", null)
        .put("participant_id", null)
        .put("data", new JsonObject().put("webhook_id", endpoint.id()));
  }

  private static JsonObject theirs(Endpoint endpoint, String id, Instant now) {
    StatusEvents.Told told =
        new StatusEvents.Told(
            id,
            "webhook.test",
            now,
            null,
            null,
            null,
            null,
            null,
            Map.of("webhook_id", endpoint.id()));
    return new JsonObject(StatusEvents.fields(told, null, 1));
  }
}
