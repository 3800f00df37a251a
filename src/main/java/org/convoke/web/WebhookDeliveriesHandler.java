package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.NoSuchElementException;
import org.convoke.bus.Addresses;
import org.convoke.bus.Committed;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;
import org.convoke.store.Webhooks;
import org.convoke.store.Webhooks.Delivery;
import org.convoke.store.Webhooks.Range;
import org.convoke.store.Webhooks.State;

/** What was told to a webhook, what is still to be told, and what shall be told again. */
final class WebhookDeliveriesHandler {
  private final Vertx vertx;
  private final Webhooks webhooks;
  private final WebhooksHandler hooks;
  private final WebhookTester tester;

  WebhookDeliveriesHandler(
      Vertx vertx, Webhooks webhooks, WebhooksHandler hooks, WebhookTester tester) {
    this.vertx = vertx;
    this.webhooks = webhooks;
    this.hooks = hooks;
    this.tester = tester;
  }

  void register(Map<String, org.convoke.web.Endpoint> endpoints) {
    endpoints.put(
        "listWebhookDeliveries",
        ask -> hooks.existing(ask).compose(endpoint -> page(ask, webhooks, endpoint.id())));
    endpoints.put("retryWebhookDelivery", this::retry);
    endpoints.put("replayWebhook", this::replay);
    endpoints.put("testWebhook", this::test);
  }

  /** A page of an endpoint's deliveries, in the {@code state} that the query asks for. */
  static Future<Answer> page(Ask ask, Webhooks webhooks, String endpoint) {
    String list = "deliveries of " + endpoint;
    String state = ask.query("state");
    return webhooks
        .deliveries(
            endpoint, state == null ? null : State.of(state), ask.cursor(list), ask.limit(Ask.PAGE))
        .map(page -> Answer.ok(Pages.json(list, page, WebhookJson::json)));
  }

  private Future<Answer> retry(Ask ask) {
    String id = ask.path("delivery_id");
    if (!id.matches("\\d{1,18}")) {
      return hooks
          .existing(ask)
          .map(endpoint -> {
            throw none();
          });
    }
    return hooks
        .existing(ask)
        .compose(endpoint -> webhooks.retry(endpoint.id(), Long.parseLong(id)))
        .map(retried -> {
          hint();
          Delivery delivery = retried.orElseThrow(WebhookDeliveriesHandler::none);
          return new Answer(202, null, WebhookJson.json(delivery));
        });
  }

  private static Problem none() {
    return Problem.notFound("delivery");
  }

  private Future<Answer> replay(Ask ask) {
    Range range = range(ask.body());
    return hooks
        .existing(ask)
        .compose(endpoint -> webhooks.replay(endpoint.id(), range))
        .recover(failure ->
            Future.failedFuture(
                failure instanceof NoSuchElementException ? WebhooksHandler.none() : failure))
        .map(queued -> {
          hint();
          return new Answer(202, null, new JsonObject().put("queued", queued));
        });
  }

  private static Range range(JsonObject body) {
    Instant after = time(body, "after");
    Instant before = time(body, "before");
    Long afterSeq = body.getLong("after_seq");
    if (after == null && afterSeq == null) {
      throw Problem.unprocessable("after", "or after_seq is required");
    }
    if (after != null && before != null && !before.isAfter(after)) {
      throw Problem.unprocessable("before", "must be later than after");
    }
    String room = body.getString("room_id");
    if (room != null && !RoomId.isRoomId(room)) {
      throw Problem.unprocessable("room_id", "must be the id of a room");
    }
    String call = body.getString("call_id");
    if (call != null && !Uuids.isUuid(call)) {
      throw Problem.unprocessable("call_id", "must be the id of a call");
    }
    return new Range(
        after,
        before,
        room == null ? null : new RoomId(room),
        call == null ? null : new CallId(call),
        afterSeq);
  }

  private static Instant time(JsonObject body, String field) {
    String text = body.getString(field);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException none) {
      throw Problem.unprocessable(field, "must be a time such as 2026-05-04T09:30:00Z (RFC 3339)");
    }
  }

  private Future<Answer> test(Ask ask) {
    return hooks.existing(ask).compose(tester::test).map(Answer::ok);
  }

  private void hint() {
    vertx.eventBus().publish(Addresses.COMMITTED, new Committed(0));
  }
}
