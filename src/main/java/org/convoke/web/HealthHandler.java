package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.convoke.store.ApiKeys;
import org.convoke.web.Insight.Health;

/** {@code /health}: whether the process lives, and whether it can be used. */
final class HealthHandler {
  /** A probe gives up early; the database answers a healthy bridge in a millisecond. */
  private static final int PATIENCE_MS = 2_000;

  private final ApiKeys keys;
  private final Insight insight;

  HealthHandler(ApiKeys keys, Insight insight) {
    this.keys = keys;
    this.insight = insight;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("getLiveness", ask -> Future.succeededFuture(answer(insight.live())));
    endpoints.put("getReadiness", ask -> ready());
  }

  private Future<Answer> ready() {
    return keys.any()
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .map(any -> true)
        .otherwise(false)
        .compose(insight::ready)
        .map(HealthHandler::answer);
  }

  private static Answer answer(Health health) {
    JsonObject json = new JsonObject().put("status", text(health.status()));
    JsonObject checks = new JsonObject();
    JsonObject reasons = new JsonObject();
    new TreeMap<>(health.checks())
        .forEach((name, check) -> {
          checks.put(name, text(check.status()));
          if (!check.reason().isEmpty()) {
            reasons.put(name, check.reason());
          }
        });
    if (!checks.isEmpty()) {
      json.put("checks", checks);
    }
    if (!reasons.isEmpty()) {
      json.put("reasons", reasons);
    }
    return new Answer(health.good() ? 200 : 503, null, json);
  }

  private static String text(Insight.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
