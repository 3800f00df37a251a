package org.convoke.web;

import io.vertx.ext.web.Router;
import java.util.List;

/**
 * Serves the browser library as it lies in the npm package: {@code /convoke.js}, its types, its
 * parts and its example. Pages of any site may import it.
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

  void mount(Router router) {
    StaticFiles files = new StaticFiles(router, "/npm/convoke/", true);
    files.serve("/convoke.js", "convoke.js").serve("/convoke.d.ts", "convoke.d.ts");
    for (String part : PARTS) {
      files.serve("/convoke/" + part + ".js", "convoke/" + part + ".js");
    }
    router
        .get("/example")
        .handler(context -> {
          // The route takes /example/ too.
          if (context.request().path().endsWith("/")) {
            context.next();
          } else {
            context.response().setStatusCode(308).putHeader("Location", "/example/").end();
          }
        });
    files.serve("/example/", "example/index.html");
    files.serve("/example/example.js", "example/example.js");
  }
}
