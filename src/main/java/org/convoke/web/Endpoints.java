package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatedRequest;

/** Makes a handler of Vert.x from an {@link Endpoint}: its request in, its answer out. */
final class Endpoints {
  private final Idempotent idempotent;

  Endpoints(Idempotent idempotent) {
    this.idempotent = idempotent;
  }

  Handler<RoutingContext> handler(Operation operation, Endpoint endpoint) {
    return context -> {
      Ask ask = ask(context);
      Future<Idempotent.Outcome> outcome =
          idempotent.answer(operation, context, () -> call(endpoint, ask));
      outcome.onSuccess(answer -> send(context, answer)).onFailure(context::fail);
    };
  }

  /** What the contract found right about a request. */
  static Ask ask(RoutingContext context) {
    ValidatedRequest request = context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
    boolean hasBody = request.getBody() != null && request.getBody().isJsonObject();
    JsonObject body = hasBody ? request.getBody().getJsonObject() : new JsonObject();
    return new Ask(context, Gate.key(context), body);
  }

  private static Future<Answer> call(Endpoint endpoint, Ask ask) {
    try {
      return endpoint.answer(ask);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private static void send(RoutingContext context, Idempotent.Outcome outcome) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Answer answer = outcome.answer();
    response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-store");
    if (outcome.replayed()) {
      response.putHeader("Idempotency-Replayed", "true");
    }
    if (answer.location() != null) {
      response.putHeader("Location", answer.location());
    }
    if (answer.body() == null) {
      response.end();
      return;
    }
    String type =
        answer.status() < 400 || !answer.body().containsKey("title")
            ? "application/json"
            : "application/problem+json";
    response.putHeader("Content-Type", type).end(answer.body().encode());
  }
}
