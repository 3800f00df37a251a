package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.convoke.clock.Clock;
import org.convoke.fetch.Fetcher;
import org.convoke.signing.Secret;
import org.convoke.store.Webhooks;
import org.convoke.store.Webhooks.Endpoint;

/** {@code /v1/webhooks}: who is told of events. A secret is in the answer that made it alone. */
final class WebhooksHandler {
  private static final String LIST = "webhooks";

  /** Each costs a look at every event. */
  private static final int MAX_ENDPOINTS = 200;

  /** How long the secret before signs too after it was replaced. */
  private static final Duration OVERLAP = Duration.ofHours(24);

  private final Webhooks webhooks;
  private final WebhookInput input;
  private final Clock clock;

  WebhooksHandler(Webhooks webhooks, Fetcher fetcher, Clock clock) {
    this.webhooks = webhooks;
    this.input = new WebhookInput(fetcher);
    this.clock = clock;
  }

  void register(Map<String, org.convoke.web.Endpoint> endpoints) {
    endpoints.put("listWebhooks", this::list);
    endpoints.put("createWebhook", this::create);
    endpoints.put("getWebhook", ask -> existing(ask).map(this::shown));
    endpoints.put("updateWebhook", this::update);
    endpoints.put("deleteWebhook", this::delete);
    endpoints.put("rotateWebhookSecret", this::rotate);
  }

  /** The one that the path names; those of applications are theirs alone. */
  Future<Endpoint> existing(Ask ask) {
    return webhooks
        .find(ask.path("webhook_id"))
        .map(found ->
            found
                .filter(endpoint -> endpoint.application() == null)
                .orElseThrow(WebhooksHandler::none));
  }

  static Problem none() {
    return Problem.notFound("webhook");
  }

  private Future<Answer> list(Ask ask) {
    return webhooks
        .list(ask.cursor(LIST), ask.limit(Ask.PAGE))
        .map(page -> Answer.ok(Pages.json(LIST, page, this::json)));
  }

  private Future<Answer> create(Ask ask) {
    return webhooks
        .create(input.draft(ask.body()), MAX_ENDPOINTS)
        .map(made -> Answer.created("/v1/webhooks/" + made.id(), withSecret(made)));
  }

  private Future<Answer> update(Ask ask) {
    return existing(ask)
        .compose(endpoint -> webhooks.update(input.changed(endpoint, ask.body())))
        .map(updated -> shown(updated.orElseThrow(WebhooksHandler::none)));
  }

  private Future<Answer> delete(Ask ask) {
    return existing(ask)
        .compose(endpoint -> webhooks.delete(endpoint.id()))
        .map(deleted -> {
          if (!deleted) {
            throw none();
          }
          return Answer.noContent();
        });
  }

  private Future<Answer> rotate(Ask ask) {
    return existing(ask)
        .compose(endpoint ->
            webhooks.rotate(
                endpoint.id(), input.nextSecret(endpoint, ask.body()), clock.now().plus(OVERLAP)))
        .map(rotated -> Answer.ok(withSecret(rotated.orElseThrow(WebhooksHandler::none))));
  }

  private Answer shown(Endpoint endpoint) {
    return Answer.ok(json(endpoint));
  }

  private JsonObject withSecret(Endpoint endpoint) {
    // Of a key pair the private half stays here: nobody else has use for it.
    boolean shared = !Secret.parse(endpoint.secret()).asymmetric();
    return json(endpoint).put("secret", shared ? endpoint.secret() : null);
  }

  private JsonObject json(Endpoint endpoint) {
    return WebhookJson.json(endpoint, clock.now());
  }
}
