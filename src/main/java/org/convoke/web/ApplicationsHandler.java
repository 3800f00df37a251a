package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.convoke.bus.PinChange;
import org.convoke.fetch.Fetcher;
import org.convoke.id.ApplicationId;
import org.convoke.id.Uuids;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.Hook;
import org.convoke.store.Webhooks;
import org.convoke.token.ApplicationKeys;

/**
 * {@code /v1/applications}. A signature secret and a private key are in the answer that made them
 * alone; the private key is kept nowhere, but in that answer where it is kept to be repeated.
 */
final class ApplicationsHandler {
  private static final String LIST = "applications";

  private final Vertx vertx;
  private final Applications applications;
  private final Webhooks webhooks;
  private final ApplicationInput input;
  private final Bus bus;
  private final Links links;
  private final int most;

  /**
   * @param most applications at one time
   */
  ApplicationsHandler(
      Vertx vertx, WebStores stores, Fetcher fetcher, Bus bus, Links links, int most) {
    this.vertx = vertx;
    this.applications = stores.applications();
    this.webhooks = stores.webhooks();
    this.input = new ApplicationInput(fetcher);
    this.bus = bus;
    this.links = links;
    this.most = most;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listApplications", this::list);
    endpoints.put("createApplication", this::create);
    endpoints.put(
        "getApplication", ask -> existing(ask).map(application -> Answer.ok(json(application))));
    endpoints.put("updateApplication", this::update);
    endpoints.put("deleteApplication", this::delete);
    endpoints.put("rotateApplicationKeys", this::rotateKeys);
    endpoints.put("rotateApplicationSecret", this::rotateSecret);
    endpoints.put("listApplicationDeliveries", this::deliveries);
  }

  /** The one that the path names. A text that cannot be an id names none: 404, not 400. */
  private Future<Application> existing(Ask ask) {
    return applications.find(id(ask)).map(found -> found.orElseThrow(ApplicationsHandler::none));
  }

  private static ApplicationId id(Ask ask) {
    String id = ask.path("application_id");
    if (!Uuids.isUuid(id)) {
      throw none();
    }
    return new ApplicationId(id);
  }

  private static Problem none() {
    return Problem.notFound("application");
  }

  private Future<Answer> list(Ask ask) {
    return applications
        .list(ask.cursor(LIST), ask.limit(Ask.PAGE))
        .map(page -> Answer.ok(Pages.json(LIST, page, this::json)));
  }

  private Future<Answer> create(Ask ask) {
    JsonObject body = ask.body();
    String given = ApplicationInput.publicKey(body);
    // What cannot be taken is told before a key is made.
    Application draft = input.draft(body, given);
    return pair(given)
        .compose(pair ->
            applications
                .create(withKey(draft, pair.publicKey()), most)
                .map(made -> {
                  bus.pinsChanged(new PinChange.ApplicationMade(made.id()));
                  return Answer.created(
                      "/v1/applications/" + made.id(),
                      json(made)
                          .put("private_key", pair.privateKey())
                          .put("signature_secret", made.signatureSecret()));
                }));
  }

  /** {@code given} without a private key, or a new pair where it is null. */
  private Future<ApplicationKeys.Pair> pair(String given) {
    return given != null
        ? Future.succeededFuture(new ApplicationKeys.Pair(null, given))
        : vertx.executeBlocking(ApplicationKeys::generate, false);
  }

  private Future<Answer> update(Ask ask) {
    return existing(ask)
        .compose(application -> stored(input.changed(application, ask.body())))
        .map(application -> Answer.ok(json(application)));
  }

  private Future<Application> stored(Application application) {
    return applications
        .update(application)
        .map(updated -> updated.orElseThrow(ApplicationsHandler::none));
  }

  private Future<Answer> delete(Ask ask) {
    ApplicationId id = id(ask);
    return applications
        .delete(id)
        .map(deleted -> {
          if (!deleted) {
            throw none();
          }
          bus.pinsChanged(new PinChange.ApplicationGone(id));
          return Answer.noContent();
        });
  }

  private Future<Answer> rotateKeys(Ask ask) {
    String given = ApplicationInput.publicKey(ask.body());
    return existing(ask)
        .compose(there -> pair(given))
        // Read again: to make a key takes a while.
        .compose(pair ->
            existing(ask)
                .compose(application -> stored(withKey(application, pair.publicKey())))
                .map(now -> Answer.ok(json(now).put("private_key", pair.privateKey()))));
  }

  private Future<Answer> rotateSecret(Ask ask) {
    String secret = ApplicationInput.secret(ask.body());
    return existing(ask)
        .compose(application -> stored(withSecret(application, secret)))
        .map(now -> Answer.ok(json(now).put("signature_secret", now.signatureSecret())));
  }

  private Future<Answer> deliveries(Ask ask) {
    return existing(ask)
        .compose(application -> webhooks.ofApplication(application.id()))
        .compose(endpoint ->
            endpoint.isPresent()
                ? WebhookDeliveriesHandler.page(ask, webhooks, endpoint.get().id())
                : Future.failedFuture(
                    Problem.conflict(
                        "no_event_url", "The application has no event_url: it is told nothing.")));
  }

  private static Application withKey(Application application, String publicKey) {
    return with(application, application.signatureSecret(), publicKey);
  }

  private static Application withSecret(Application application, String secret) {
    return with(application, secret, application.publicKey());
  }

  private static Application with(Application application, String secret, String publicKey) {
    return new Application(
        application.id(),
        application.name(),
        application.answer(),
        application.event(),
        application.fallback(),
        secret,
        application.oldSecret(),
        application.oldSecretUntil(),
        application.apiKey(),
        application.dtmfFormat(),
        publicKey,
        application.createdAt(),
        application.updatedAt());
  }

  /** All but what is secret. */
  private JsonObject json(Application application) {
    Hook answer = application.answer();
    Hook event = application.event();
    Hook fallback = application.fallback();
    return new JsonObject()
        .put("id", application.id().value())
        .put("name", application.name())
        .put("answer_url", url(answer))
        .put("answer_method", method(answer, ApplicationInput.ANSWER_METHOD))
        .put("event_url", url(event))
        .put("event_method", method(event, ApplicationInput.EVENT_METHOD))
        .put("fallback_answer_url", url(fallback))
        .put("fallback_method", method(fallback, ApplicationInput.FALLBACK_METHOD))
        .put("dtmf_format", application.dtmfFormat().wire())
        .put("api_key", application.apiKey())
        .put("public_key", application.publicKey())
        .put("sip_uri", links.sipUri(application.id()))
        .put("created_at", Times.text(application.createdAt()))
        .put("updated_at", Times.text(application.updatedAt()));
  }

  private static String url(Hook hook) {
    return hook == null ? null : hook.url();
  }

  private static String method(Hook hook, String usual) {
    return hook == null ? usual : hook.method();
  }
}
