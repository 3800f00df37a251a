package org.convoke.token;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.id.ApplicationId;
import org.convoke.id.Uuids;

/**
 * A token by which an application's server speaks: a JWT (RFC 7519) signed by RS256 with the claim
 * {@code application_id}, as Vonage's libraries make it. Reading proves nothing: whose key must
 * have signed it is only known then, see {@link ApplicationKeys}.
 */
public final class ApplicationToken {
  /** Clocks differ by as much, RFC 7519 §4.1.4. */
  public static final Duration LEEWAY = Duration.ofSeconds(60);

  /** Longer than any library makes them. */
  public static final int MAX_LENGTH = 8192;

  /** Compact serialization, RFC 7515 §7.1: three parts, all of them there. */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]{1,512})\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]{1,2048}");

  /** No jku, x5u, x5c, jwk or crit: a token does not say where its key is to be found. */
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  private final String token;
  private final ApplicationId application;
  private final JsonObject claims;

  private ApplicationToken(String token, ApplicationId application, JsonObject claims) {
    this.token = token;
    this.application = application;
    this.claims = claims;
  }

  /** What a text from outside says, unproved; empty when it cannot be such a token. */
  public static Optional<ApplicationToken> read(String token) {
    if (token == null || token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(token);
    if (!parts.matches() || !isHeader(Jose.json(parts.group(1)))) {
      return Optional.empty();
    }
    JsonObject claims = Jose.json(parts.group(2));
    return claims != null
            && claims.getValue("application_id") instanceof String id
            && Uuids.isUuid(id)
        ? Optional.of(new ApplicationToken(token, new ApplicationId(id), claims))
        : Optional.empty();
  }

  private static boolean isHeader(JsonObject header) {
    return header != null
        && HEADER.containsAll(header.fieldNames())
        && "RS256".equals(header.getValue("alg"))
        && (!header.containsKey("typ") || "JWT".equals(header.getValue("typ")));
  }

  /** Whose key must have signed it. */
  public ApplicationId application() {
    return application;
  }

  String text() {
    return token;
  }

  /**
   * Whether it counts at {@code now}; without {@code exp} for {@code maxAge} from when it was made.
   */
  public boolean isTimely(Instant now, Duration maxAge) {
    try {
      Instant late = now.plus(LEEWAY);
      Instant iat = time("iat");
      Instant nbf = time("nbf");
      if (iat != null && iat.isAfter(late) || nbf != null && nbf.isAfter(late)) {
        return false;
      }
      Instant exp = time("exp");
      if (exp == null && iat == null) {
        return false;
      }
      Instant end = exp == null ? iat.plus(maxAge) : exp;
      return now.isBefore(end.plus(LEEWAY));
    } catch (DateTimeException | ArithmeticException | NumberFormatException odd) {
      return false;
    }
  }

  /**
   * Whether it may be used for a request. Tokens that a server gives to its users name what they
   * may ask for in the claim {@code acl}.
   *
   * @param path such as {@code /v1/calls}
   */
  public boolean covers(String method, String path) {
    return !claims.containsKey("acl")
        || claims.getValue("acl") instanceof JsonObject acl && AccessList.covers(acl, method, path);
  }

  /** In seconds since 1970, some with a fraction, some as a text; null when it is not there. */
  private Instant time(String claim) {
    return switch (claims.getValue(claim)) {
      case null -> null;
      case Number seconds -> Instant.ofEpochSecond((long) seconds.doubleValue());
      case String text -> Instant.ofEpochSecond((long) Double.parseDouble(text));
      default -> throw new NumberFormatException(claim);
    };
  }

  @Override
  public String toString() {
    return "ApplicationToken[" + application + "]";
  }
}
