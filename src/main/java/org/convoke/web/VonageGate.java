package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import org.convoke.clock.Clock;
import org.convoke.config.ApplicationsConfig;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Application;
import org.convoke.store.KnownApplications;
import org.convoke.token.ApplicationKeys;
import org.convoke.token.ApplicationToken;

/**
 * Whose server asks for something under {@code /vonage}: by a token that the application's private
 * key signed. Owned by the web verticle's event loop.
 */
final class VonageGate {
  /** What all of its paths begin with; their libraries are told it as the base address. */
  static final String PREFIX = "/vonage";

  private final KnownApplications applications;
  private final ApplicationKeys keys = new ApplicationKeys();
  private final Duration tokenAge;
  private final Clock clock;

  VonageGate(Applications applications, ApplicationsConfig config, Clock clock) {
    this.applications = new KnownApplications(applications, clock);
    this.tokenAge = Duration.ofSeconds(config.tokenAgeSeconds());
    this.clock = clock;
  }

  /**
   * The application that asks. The request is left paused: {@link Body#read} reads its body then,
   * or {@link Body#drain} lets it pass. Fails with {@link VonageRefusal} 401 or 403, or {@link
   * org.convoke.store.Unavailable} while the database is away and it was never seen.
   */
  Future<Application> authenticate(HttpServerRequest request) {
    request.pause();
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return refused("This needs a token: Authorization: Bearer and a JWT.");
    }
    Optional<ApplicationToken> read = ApplicationToken.read(header.substring(7).strip());
    if (read.isEmpty()) {
      return refused(
          "The token is no JWT with alg RS256 and the claim application_id, the id of an"
              + " application.");
    }
    ApplicationToken token = read.get();
    return applications
        .find(token.application())
        .map(found -> {
          // Unknown and forged are one answer: ids are not to be guessed by it.
          Application application =
              found
                  .filter(known -> keys.signed(known.publicKey(), token))
                  .orElseThrow(() ->
                      VonageRefusal.unauthorized(
                          "The token was not signed by the private key of its application."));
          requireTimely(token);
          if (!token.covers(request.method().name(), path(request))) {
            throw VonageRefusal.forbidden("The token's acl does not name this request.");
          }
          return application;
        });
  }

  private void requireTimely(ApplicationToken token) {
    if (!token.isTimely(clock.now(), tokenAge)) {
      throw VonageRefusal.unauthorized(
          "The token has expired, is of a time to come, or says neither when it was made (iat) nor"
              + " when it expires (exp).");
    }
  }

  private static String path(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    return path.startsWith(PREFIX + "/") ? path.substring(PREFIX.length()) : path;
  }

  private static Future<Application> refused(String detail) {
    return Future.failedFuture(VonageRefusal.unauthorized(detail));
  }
}
