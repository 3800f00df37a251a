package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of a request, up to a limit. */
final class Body {
  /** What is read and thrown away of a refused body before the connection is cut. */
  private static final long DRAINED_BYTES = 1 << 20;

  private Body() {}

  /** The body; fails with a {@link Problem} 413 as soon as it is longer than {@code maxBytes}. */
  static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
    Promise<Buffer> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    if (declared(request) > maxBytes) {
      return Future.failedFuture(tooLarge(maxBytes));
    }
    request.exceptionHandler(promise::tryFail);
    request.handler(part -> {
      if (body.length() + part.length() > maxBytes) {
        promise.tryFail(tooLarge(maxBytes));
      } else {
        body.appendBuffer(part);
      }
    });
    request.endHandler(end -> promise.tryComplete(body));
    request.resume();
    return promise.future();
  }

  /** Lets the rest of a refused request pass, so that the client reads our answer; not for ever. */
  static void drain(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long[] left = {DRAINED_BYTES};
    request.exceptionHandler(gone -> {});
    request.endHandler(end -> {});
    request.handler(part -> {
      left[0] -= part.length();
      if (left[0] < 0) {
        request.connection().close();
      }
    });
    request.resume();
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private static Problem tooLarge(int maxBytes) {
    return Problem.of(
        ProblemKind.BODY_TOO_LARGE, "The body is larger than " + maxBytes / 1024 + " KiB.");
  }
}
