package org.convoke.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatorException;
import java.util.NoSuchElementException;
import org.convoke.store.Conflict;
import org.convoke.store.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that answers whatever failed. What we did not foresee is logged, never shown. */
final class Failures implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Contract contract;
  private final String publicUrl;

  Failures(Contract contract, String publicUrl) {
    this.contract = contract;
    this.publicUrl = publicUrl;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    Body.drain(context.request());
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // A stream broke in the middle: there is no way left to say so but to end it.
      context.request().connection().close();
      return;
    }
    Problem problem =
        context.failure() == null
            ? byStatus(context)
            : problem(context.failure(), Gate.operation(context));
    send(context, problem);
  }

  /** Answers {@code problem}. */
  void send(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    response.setStatusCode(problem.status());
    problem.headers().forEach(response::putHeader);
    response
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.json(publicUrl, context.request().path()).encode());
  }

  /** Where no route fits, Vert.x only says a number. */
  private Problem byStatus(RoutingContext context) {
    String path = context.request().path();
    return switch (context.statusCode()) {
      case 404 -> Problem.notFound("address: " + path);
      case 405 -> {
        String allow = contract.allow(path);
        String methods = allow == null ? "GET, HEAD" : allow;
        yield Problem.of(
                ProblemKind.METHOD_NOT_ALLOWED,
                context.request().method() + " is not possible here, but " + methods + " is.")
            .with("Allow", methods);
      }
      // -1: a path that Vert.x cannot decode.
      case 400, -1 -> Problem.of(ProblemKind.INVALID_REQUEST, "The request is malformed.");
      default -> {
        LOG.warn("A request ended with the bare status {}", context.statusCode());
        yield internal();
      }
    };
  }

  /** {@code operation} may be null where no contract applies. */
  static Problem problem(Throwable failure, Operation operation) {
    return switch (failure) {
      case Problem problem -> problem;
      case Conflict conflict -> Problem.conflict(conflict);
      case Unavailable away when away.isDiskFull() ->
          Problem.unavailable("The disk of the database is full. Calls in progress go on.");
      case Unavailable away ->
          Problem.unavailable("The database does not answer. Calls in progress go on.");
      case NoSuchElementException gone -> Problem.notFound("thing any more");
      case ValidatorException invalid when operation != null ->
          SchemaErrors.problem(operation, invalid);
      case HttpException wrapped when wrapped.getCause() instanceof ValidatorException invalid ->
          problem(invalid, operation);
      case HttpException wrapped when wrapped.getStatusCode() < 500 ->
          Problem.of(ProblemKind.INVALID_REQUEST, "The request is malformed.");
      case null, default -> {
        LOG.error("A request failed in a way that nobody foresaw", failure);
        yield internal();
      }
    };
  }

  private static Problem internal() {
    return Problem.of(
        ProblemKind.INTERNAL_ERROR, "This is a defect of the bridge; its log says more.");
  }
}
