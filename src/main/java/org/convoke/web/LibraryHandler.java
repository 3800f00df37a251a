package org.convoke.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Serves the browser library as it lies in the npm package: {@code /convoke.js}, its types, its
 * parts and its example. Pages of any site may import it; each visit asks whether it is still the
 * same, so that the parts of two versions never meet.
 */
final class LibraryHandler {
  /** Parts that {@code convoke.js} is made of. */
  static final List<String> PARTS =
      List.of(
          "address",
          "backoff",
          "channel",
          "emitter",
          "environment",
          "errors",
          "host",
          "line",
          "meter",
          "microphone",
          "mute",
          "names",
          "pushed",
          "recovery",
          "requests",
          "roster",
          "seat",
          "session",
          "speaker",
          "stats",
          "watch");

  private static final String SCRIPT = "text/javascript; charset=utf-8";

  void mount(Router router) {
    serve(router, "/convoke.js", "convoke.js", SCRIPT);
    serve(router, "/convoke.d.ts", "convoke.d.ts", "text/plain; charset=utf-8");
    for (String part : PARTS) {
      serve(router, "/convoke/" + part + ".js", "convoke/" + part + ".js", SCRIPT);
    }
    router
        .get("/example")
        .handler(context ->
            context.response().setStatusCode(308).putHeader("Location", "/example/").end());
    serve(router, "/example/", "example/index.html", "text/html; charset=utf-8");
    serve(router, "/example/example.js", "example/example.js", SCRIPT);
  }

  private static void serve(Router router, String path, String file, String type) {
    Buffer content = read(file);
    String tag = tag(content);
    router.get(path).handler(context -> answer(context, content, tag, type));
  }

  private static void answer(RoutingContext context, Buffer content, String tag, String type) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Access-Control-Allow-Origin", "*")
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
        .putHeader("Cache-Control", "no-cache")
        .putHeader(HttpHeaders.ETAG, tag);
    if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", type).end(content);
    }
  }

  private static String tag(Buffer content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Buffer read(String file) {
    try (InputStream in = LibraryHandler.class.getResourceAsStream("/npm/convoke/" + file)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("the jar's npm/convoke/" + file + " cannot be read", e);
    }
  }
}
