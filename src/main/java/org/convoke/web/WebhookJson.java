package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.convoke.id.RoomId;
import org.convoke.signing.Secret;
import org.convoke.store.Webhooks.Delivery;
import org.convoke.store.Webhooks.Endpoint;

/** Webhook endpoints and deliveries as the API shows them: never with a secret. */
final class WebhookJson {
  private WebhookJson() {}

  static JsonObject json(Endpoint endpoint, Instant now) {
    Instant oldUntil = endpoint.oldSecretUntil();
    return new JsonObject()
        .put("id", endpoint.id())
        .put("url", endpoint.url())
        .put("events", new JsonArray(endpoint.events()))
        .put("format", endpoint.format().wire())
        .put(
            "rooms",
            endpoint.rooms() == null
                ? null
                : new JsonArray(endpoint.rooms().stream().map(RoomId::value).toList()))
        .put("enabled", endpoint.enabled())
        .put(
            "disabled_reason",
            endpoint.disabledReason() == null ? null : endpoint.disabledReason().wire())
        .put("disabled_at", Times.text(endpoint.disabledAt()))
        .put("public_key", Secret.parse(endpoint.secret()).publicKey())
        .put("failing_since", Times.text(endpoint.failingSince()))
        .put(
            "previous_secret_expires_at",
            oldUntil == null || !oldUntil.isAfter(now) ? null : Times.text(oldUntil))
        .put("created_at", Times.text(endpoint.createdAt()))
        .put("updated_at", Times.text(endpoint.updatedAt()));
  }

  static JsonObject json(Delivery delivery) {
    return new JsonObject()
        .put("id", Long.toString(delivery.id()))
        .put("event_id", delivery.event().value())
        .put("type", delivery.type())
        .put("seq", delivery.seq())
        .put("room_id", delivery.room() == null ? null : delivery.room().value())
        .put("call_id", delivery.call() == null ? null : delivery.call().value())
        .put("occurred_at", Times.text(delivery.occurredAt()))
        .put("state", delivery.state().wire())
        .put("attempts", delivery.attempts())
        .put("last_status", delivery.lastStatus())
        .put("last_error", delivery.lastError())
        .put("latency_ms", delivery.latencyMs())
        .put("last_try_at", Times.text(delivery.lastTriedAt()))
        .put("next_try_at", Times.text(delivery.nextTryAt()))
        .put("created_at", Times.text(delivery.createdAt()))
        .put("finished_at", Times.text(delivery.finishedAt()));
  }
}
