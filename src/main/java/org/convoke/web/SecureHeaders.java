package org.convoke.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** What keeps pages of ours to themselves; on every answer. */
final class SecureHeaders implements Handler<RoutingContext> {
  /** Nothing is loaded from elsewhere, nothing runs that is not a file of ours. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'; connect-src 'self'";

  /** Half a year. */
  private static final String STRICT = "max-age=15552000";

  private static final Pattern AUTHORITY =
      Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?|\\[[0-9a-f:]+](:\\d+)?");

  private final boolean strict;

  /**
   * @param strict whether browsers shall speak nothing but HTTPS with this host from now on
   */
  SecureHeaders(boolean strict) {
    this.strict = strict;
  }

  /** {@code Referrer-Policy} matters most: a room's link must not travel to other sites. */
  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response =
        context
            .response()
            .putHeader("Content-Security-Policy", POLICY + socket(context))
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("X-Frame-Options", "DENY")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
    if (strict) {
      response.putHeader("Strict-Transport-Security", STRICT);
    }
    context.next();
  }

  /** The WebSocket of this host: not every browser takes it to be 'self'. */
  private static String socket(RoutingContext context) {
    var authority = context.request().authority();
    String host = authority == null ? "" : authority.toString();
    return AUTHORITY.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
  }
}
