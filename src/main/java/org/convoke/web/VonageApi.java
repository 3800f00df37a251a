package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.convoke.id.ApplicationId;
import org.convoke.store.Applications.Application;

/**
 * Mounts what Vonage's libraries ask for under {@code /vonage}, the base address that they are
 * given. Who asks is found out before the path is looked at; errors are told as Vonage tells them.
 */
final class VonageApi {
  private static final String CALLS = "/vonage/v1/calls";
  private static final String CALL = CALLS + "/:uuid";

  private final VonageGate gate;
  private final VonageCallsHandler calls;
  private final int maxBodyBytes;

  VonageApi(VonageGate gate, VonageCallsHandler calls, int maxBodyBytes) {
    this.gate = gate;
    this.calls = calls;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Answers a request of an application. */
  private interface Operation {
    Future<Answer> answer(RoutingContext context, ApplicationId application, Buffer body);
  }

  private interface Reading {
    Future<Answer> answer(RoutingContext context, ApplicationId application);
  }

  private interface Changing {
    Future<Answer> answer(RoutingContext context, ApplicationId application, VonageInput body);
  }

  void mount(Router router) {
    read(router, HttpMethod.GET, CALLS, calls::list);
    read(router, HttpMethod.POST, CALLS, calls::create);
    read(router, HttpMethod.GET, CALL, calls::show);
    change(router, CALL, calls::modify);
    change(router, CALL + "/talk", calls::talk);
    read(router, HttpMethod.DELETE, CALL + "/talk", calls::stopTalk);
    change(router, CALL + "/stream", calls::stream);
    read(router, HttpMethod.DELETE, CALL + "/stream", calls::stopStream);
    change(router, CALL + "/dtmf", calls::digits);
    change(router, CALL + "/input/dtmf", calls::hear);
    read(router, HttpMethod.DELETE, CALL + "/input/dtmf", calls::hearNoMore);
    router.route("/vonage/*").handler(context -> answer(context, VonageApi::nothingHere));
  }

  private static Future<Answer> nothingHere(
      RoutingContext context, ApplicationId application, Buffer body) {
    return Future.failedFuture(
        Problem.notFound(
            "address: " + context.request().method() + " " + context.request().path()));
  }

  private void read(Router router, HttpMethod method, String path, Reading reading) {
    Operation operation = (context, application, body) -> reading.answer(context, application);
    router.route(method, path).handler(context -> answer(context, operation));
  }

  private void change(Router router, String path, Changing changing) {
    Operation operation =
        (context, application, body) -> changing.answer(context, application, VonageInput.of(body));
    router.route(HttpMethod.PUT, path).handler(context -> answer(context, operation));
  }

  private void answer(RoutingContext context, Operation operation) {
    HttpServerRequest request = context.request();
    // Its handlers are set now, and it flows when the gate lets it: a stranger's is thrown away.
    Future<Buffer> body = Body.read(request, maxBodyBytes);
    request.pause();
    gate.authenticate(request)
        .map(Application::id)
        .compose(application -> {
          request.resume();
          return body.compose(read -> operation.answer(context, application, read));
        })
        .onSuccess(answer -> send(context, answer.status(), answer.body()))
        .onFailure(failure -> refuse(context, failure));
  }

  private static void refuse(RoutingContext context, Throwable failure) {
    Body.drain(context.request());
    if (failure instanceof VonageRefusal refusal) {
      send(context, refusal.status(), refusal.json(UUID.randomUUID().toString()));
      return;
    }
    Problem problem = Failures.problem(failure, null);
    problem.headers().forEach((name, value) -> context.response().putHeader(name, value));
    // Vonage knows no 422.
    int status = problem.status() == 422 ? 400 : problem.status();
    send(context, status, json(problem, status));
  }

  /** Their older libraries read error_title, their newer ones title. */
  private static JsonObject json(Problem problem, int status) {
    JsonObject json =
        new JsonObject()
            .put("type", problem.code().toUpperCase(java.util.Locale.ROOT))
            .put("title", title(status))
            .put("error_title", title(status))
            .put("detail", problem.getMessage())
            .put("instance", UUID.randomUUID().toString());
    if (!problem.errors().isEmpty()) {
      JsonArray invalid = new JsonArray();
      problem
          .errors()
          .forEach(error ->
              invalid.add(
                  new JsonObject().put("name", error.field()).put("reason", error.message())));
      json.put("invalid_parameters", invalid);
    }
    return json;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 413 -> "Payload Too Large";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }

  private static void send(RoutingContext context, int status, JsonObject body) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status).putHeader("Cache-Control", "no-store");
    if (body == null) {
      response.end();
    } else {
      response.putHeader("Content-Type", "application/json").end(body.encode());
    }
  }
}
