package org.convoke.web;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** Answers what is no HTTP, or longer than HTTP need be, before any route is known. */
final class InvalidRequests {
  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status =
        switch (cause) {
          case TooLongHttpLineException line -> 414;
          case TooLongHttpHeaderException header -> 431;
          case TooLongFrameException frame -> 413;
          case null, default -> 400;
        };
    String detail =
        switch (status) {
          case 414 -> "The address is too long.";
          case 431 -> "The headers are too long.";
          case 413 -> "The request is too long.";
          default -> "The request is malformed.";
        };
    refuse(request, status, detail);
  }

  /** Answers with a problem document, and takes no more from this connection. */
  static void refuse(HttpServerRequest request, int status, String detail) {
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", status == 503 ? "Unavailable" : "Invalid request")
            .put("status", status)
            .put("code", code(status))
            .put("detail", detail);
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Connection", "close")
        .end(problem.encode())
        .onComplete(sent -> request.connection().close());
  }

  private static String code(int status) {
    return switch (status) {
      case 403 -> ProblemKind.FORBIDDEN.code();
      case 429 -> "rate_limited";
      case 503 -> ProblemKind.UNAVAILABLE.code();
      default -> ProblemKind.INVALID_REQUEST.code();
    };
  }
}
