package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.convoke.store.ApiKeys;

/** {@code /health}: whether the process lives, and whether it can be used. */
final class HealthHandler {
  /** A probe gives up early; the database answers a healthy bridge in a millisecond. */
  private static final int PATIENCE_MS = 2_000;

  private final ApiKeys keys;

  HealthHandler(ApiKeys keys) {
    this.keys = keys;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put(
        "getLiveness",
        ask -> Future.succeededFuture(Answer.ok(new JsonObject().put("status", "up"))));
    endpoints.put("getReadiness", ask -> ready());
  }

  private Future<Answer> ready() {
    return keys.any()
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .map(any -> state(200, "up"))
        .otherwise(failure -> state(503, "down"));
  }

  private static Answer state(int status, String state) {
    JsonObject checks = new JsonObject().put("database", state);
    return new Answer(status, null, new JsonObject().put("status", state).put("checks", checks));
  }
}
