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
import java.util.Map;

/**
 * Files of the jar, as they are. Each visit asks whether one is still the same, so that the parts
 * of two versions never meet.
 */
final class StaticFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "svg", "image/svg+xml",
          "ts", "text/plain; charset=utf-8");

  private final Router router;
  private final String folder;
  private final boolean forAll;

  /**
   * @param folder in the jar, with slashes around it
   * @param forAll pages of any site may use them
   */
  StaticFiles(Router router, String folder, boolean forAll) {
    this.router = router;
    this.folder = folder;
    this.forAll = forAll;
  }

  StaticFiles serve(String path, String file) {
    Buffer content = Buffer.buffer(bytes(folder + file));
    String tag = tag(content);
    String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    router.get(path).handler(context -> answer(context, content, tag, type));
    return this;
  }

  private void answer(RoutingContext context, Buffer content, String tag, String type) {
    HttpServerResponse response = context.response();
    if (forAll) {
      response
          .putHeader("Access-Control-Allow-Origin", "*")
          .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
    }
    response.putHeader("Cache-Control", "no-cache").putHeader(HttpHeaders.ETAG, tag);
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

  /** What the jar has at a path. */
  static byte[] bytes(String path) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the jar's " + path + " cannot be read", e);
    }
  }
}
