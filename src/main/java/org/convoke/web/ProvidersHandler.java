package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ProvidersConfig;
import org.convoke.id.CallId;
import org.convoke.provider.Form;
import org.convoke.provider.Notice;
import org.convoke.provider.Proof;
import org.convoke.provider.Provider;
import org.convoke.provider.Reply;
import org.convoke.store.Calls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /webhooks/PROVIDER/...}: what providers ask when somebody dials a number that lives there.
 * Each request must prove by its signature that it is the provider's.
 */
final class ProvidersHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProvidersHandler.class);
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_ID = 128;
  private static final String UNNAMED = "The call is not named.";

  private final Map<Provider, List<String>> secrets = new HashMap<>();
  private final ProviderCalls calls = new ProviderCalls();
  private final ProviderDialogue dialogue;
  private final Calls linked;
  private final Bus bus;
  private final Links links;
  private final Clock clock;

  ProvidersHandler(Config config, Bus bus, Links links, WebStores stores, Clock clock) {
    ProvidersConfig providers = config.providers();
    secrets.put(Provider.VONAGE, ProvidersConfig.list(providers.vonageSignatureSecrets()));
    secrets.put(Provider.TWILIO, ProvidersConfig.list(providers.twilioAuthTokens()));
    secrets.put(Provider.TELNYX, ProvidersConfig.list(providers.telnyxPublicKeys()));
    secrets.put(Provider.PLIVO, ProvidersConfig.list(providers.plivoAuthTokens()));
    this.dialogue = new ProviderDialogue(config, bus, links, stores.numbers());
    this.linked = stores.calls();
    this.bus = bus;
    this.links = links;
    this.clock = clock;
  }

  void mount(Router router) {
    for (Provider provider : Provider.values()) {
      String base = "/webhooks/" + provider.wire() + "/";
      boolean vonage = provider == Provider.VONAGE;
      route(router, provider, base + (vonage ? "answer" : "voice"), ofACall(this::voice));
      route(router, provider, base + (vonage ? "dtmf" : "pin"), ofACall(this::keys));
      route(router, provider, base + (vonage ? "event" : "status"), this::status);
    }
  }

  /** What a request asks, once it is known to be genuine. */
  private interface Step {
    void answer(RoutingContext context, Asked asked);
  }

  /** A request of a provider: its parameters, from the query and from the body. */
  private record Asked(Provider provider, Map<String, String> fields, int step) {
    String call() {
      return first("uuid", "CallSid", "CallUUID", "call_uuid");
    }

    private String first(String... names) {
      for (String name : names) {
        String value = fields.get(name);
        if (value != null && !value.isEmpty() && value.length() <= MAX_ID) {
          return value;
        }
      }
      return "";
    }
  }

  private void route(Router router, Provider provider, String path, Step step) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.POST)
        .handler(context -> {
          if (secrets.get(provider).isEmpty()) {
            refuse(context, 404, "This bridge is not set up for this provider.");
            return;
          }
          Body.read(context.request(), MAX_BODY)
              .onSuccess(body -> prove(context, provider, body, step))
              .onFailure(failure -> context.fail(failure));
        });
  }

  private static Step ofACall(Step step) {
    return (context, asked) -> {
      if (asked.call().isEmpty()) {
        refuse(context, 400, UNNAMED);
      } else {
        step.answer(context, asked);
      }
    };
  }

  private void prove(RoutingContext context, Provider provider, Buffer body, Step step) {
    boolean json = provider == Provider.VONAGE;
    String text = body.toString(StandardCharsets.UTF_8);
    List<Map.Entry<String, String>> form = json ? List.of() : Form.parse(text);
    Map<String, String> headers = new HashMap<>();
    context
        .request()
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    Proof.Request request =
        new Proof.Request(
            context.request().method().name(),
            links.publicUrl() + context.request().uri(),
            form,
            body.getBytes(),
            headers);
    long nowS = clock.now().getEpochSecond();
    if (!Proof.genuine(provider, secrets.get(provider), request, nowS)) {
      LOG.warn("A webhook that says it is {}'s is not signed by its secret", provider.wire());
      refuse(context, 403, "The signature is not the provider's.");
      return;
    }
    Map<String, String> fields = new HashMap<>();
    context.queryParams().forEach(one -> fields.put(one.getKey(), one.getValue()));
    form.forEach(one -> fields.put(one.getKey(), one.getValue()));
    if (json && !text.isEmpty() && !readJson(text, fields)) {
      refuse(context, 400, "The body is no JSON object.");
      return;
    }
    String number = fields.getOrDefault("step", "");
    int at = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
    step.answer(context, new Asked(provider, fields, at));
  }

  private static boolean readJson(String text, Map<String, String> fields) {
    try {
      for (Map.Entry<String, Object> one : new JsonObject(text)) {
        if (one.getKey().equals("dtmf") && one.getValue() instanceof JsonObject dtmf) {
          fields.put("dtmf", dtmf.getString("digits", ""));
        } else if (one.getValue() instanceof String || one.getValue() instanceof Number) {
          fields.put(one.getKey(), one.getValue().toString());
        }
      }
      return true;
    } catch (DecodeException | ClassCastException e) {
      return false;
    }
  }

  // --- the dialogue

  private void voice(RoutingContext context, Asked asked) {
    ProviderCalls.Entry entry = calls.find(asked.provider(), asked.call(), clock.nowNs());
    if (entry == null) {
      begin(context, asked);
    } else {
      // The provider asks again.
      send(context, asked, ProviderCalls.once(entry, -1, () -> Future.succeededFuture()));
    }
  }

  private void begin(RoutingContext context, Asked asked) {
    ProviderCalls.Entry entry =
        calls.open(asked.provider(), asked.call(), dialogue.inquiry(), clock.nowNs());
    ProviderDialogue.Caller caller = caller(asked, entry);
    send(context, asked, ProviderCalls.once(entry, 0, () -> dialogue.begin(caller, entry.inquiry)));
  }

  private void keys(RoutingContext context, Asked asked) {
    ProviderCalls.Entry entry = calls.find(asked.provider(), asked.call(), clock.nowNs());
    if (entry == null) {
      // Forgotten, by a restart: he is asked once more.
      begin(context, asked);
      return;
    }
    String keys = asked.first("dtmf", "Digits");
    ProviderDialogue.Caller caller = caller(asked, entry);
    send(
        context,
        asked,
        ProviderCalls.once(entry, asked.step(), () -> dialogue.keyed(caller, entry.inquiry, keys)));
  }

  private ProviderDialogue.Caller caller(Asked asked, ProviderCalls.Entry entry) {
    String path = asked.provider() == Provider.VONAGE ? "dtmf" : "pin";
    String action =
        links.publicUrl()
            + "/webhooks/"
            + asked.provider().wire()
            + "/"
            + path
            + "?step="
            + entry.nextStep();
    return new ProviderDialogue.Caller(
        asked.provider(),
        asked.call(),
        asked.first("from", "From"),
        asked.first("to", "To"),
        action);
  }

  private void send(RoutingContext context, Asked asked, Future<Reply> reply) {
    boolean json = asked.provider() == Provider.VONAGE;
    reply
        .onSuccess(it ->
            context
                .response()
                .putHeader("Content-Type", json ? "application/json" : "text/xml; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(it.in(asked.provider(), dialogue.language())))
        .onFailure(context::fail);
  }

  // --- what becomes of calls

  private void status(RoutingContext context, Asked asked) {
    if (!Notice.isNamed(asked.provider(), asked.call(), asked.fields())) {
      refuse(context, 400, UNNAMED);
      return;
    }
    Map<String, Object> data = Notice.data(asked.provider(), asked.call(), asked.fields());
    ours(asked).onSuccess(call -> bus.callFact(EventType.PROVIDER_STATUS, call, data));
    // The provider does not wait for our database.
    context.response().setStatusCode(204).end();
  }

  /** Our call that came by the provider's, or null. */
  private Future<CallId> ours(Asked asked) {
    return asked.call().isEmpty()
        ? Future.succeededFuture()
        : linked
            .linked(asked.provider().wire(), asked.call())
            .map(found -> found.orElse(null))
            .otherwise((CallId) null);
  }

  private static void refuse(RoutingContext context, int status, String sentence) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(sentence);
  }
}
