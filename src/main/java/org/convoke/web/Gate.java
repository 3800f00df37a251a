package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.SecurityRequirement;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.convoke.clock.Clock;
import org.convoke.store.ApiKeys;
import org.convoke.store.ApiKeys.ApiKey;

/**
 * What every request passes before it is held against the contract: its key, the scope, the names
 * of its parameters, the size and kind of its body. A stranger's body is never read.
 */
final class Gate implements RequestExtractor {
  private static final String KEY = "convoke.key";
  private static final String BODY = "convoke.body";
  private static final String OPERATION = "convoke.operation";

  private final ApiKeys keys;
  private final Clock clock;
  private final int maxBodyBytes;

  Gate(ApiKeys keys, Clock clock, int maxBodyBytes) {
    this.keys = keys;
    this.clock = clock;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The key that a request came with, or null. */
  static ApiKey key(RoutingContext context) {
    return context.get(KEY);
  }

  /** The operation that a request was for, or null when it was for none of the contract. */
  static Operation operation(RoutingContext context) {
    return context.get(OPERATION);
  }

  /** The body as it came, empty when there was none. */
  static Buffer body(RoutingContext context) {
    return context.get(BODY);
  }

  @Override
  public Future<ValidatableRequest> extractValidatableRequest(
      RoutingContext context, Operation operation) {
    HttpServerRequest request = context.request();
    // What follows takes a while; unread bytes must wait until somebody listens.
    request.pause();
    context.put(OPERATION, operation);
    return admit(context, operation)
        .compose(admitted -> Body.read(request, maxBodyBytes))
        .map(body -> {
          if (context.response().ended()) {
            throw Problem.unavailable("The request took too long.");
          }
          checkBody(request, operation, body);
          context.put(BODY, body);
          return Extraction.of(context, operation, body);
        });
  }

  private Future<Void> admit(RoutingContext context, Operation operation) {
    try {
      return authenticate(context, operation)
          .map(admitted -> {
            checkParameters(context, operation);
            return null;
          });
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<Void> authenticate(RoutingContext context, Operation operation) {
    List<SecurityRequirement> required = operation.getSecurityRequirements();
    if (required.isEmpty()) {
      return Future.succeededFuture();
    }
    String secret = bearer(context.request());
    return keys.authenticate(secret, clock.now())
        .map(found -> {
          ApiKey key = found.orElseThrow(Gate::unknownKey);
          Scopes.require(key, required.getFirst().getScopes("apiKey"));
          context.put(KEY, key);
          return null;
        });
  }

  /** The secret of {@code Authorization: Bearer}. */
  static String bearer(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      throw unauthorized("This needs an API key: Authorization: Bearer cvk_...", "");
    }
    int space = header.indexOf(' ');
    if (space < 0 || !header.substring(0, space).equalsIgnoreCase("Bearer")) {
      throw unauthorized("Authorization must be: Bearer and an API key.", "");
    }
    return header.substring(space + 1).strip();
  }

  static Problem unknownKey() {
    return unauthorized("The API key is unknown, expired or deleted.", ", error=\"invalid_token\"");
  }

  private static Problem unauthorized(String detail, String more) {
    return Problem.of(ProblemKind.UNAUTHORIZED, detail)
        .with("WWW-Authenticate", "Bearer realm=\"convoke\"" + more);
  }

  /** A mistyped parameter would otherwise be a filter that silently does not filter. */
  private static void checkParameters(RoutingContext context, Operation operation) {
    Set<String> known =
        operation.getParameters().stream()
            .filter(parameter -> parameter.getIn() == Location.QUERY)
            .map(io.vertx.openapi.contract.Parameter::getName)
            .collect(Collectors.toSet());
    for (var given : query(context)) {
      if (!known.contains(given.getKey())) {
        throw Problem.field(given.getKey(), "is no parameter of this operation");
      }
      if (given.getValue().indexOf('\0') >= 0) {
        throw Problem.field(given.getKey(), "must not hold the character U+0000");
      }
    }
  }

  private static MultiMap query(RoutingContext context) {
    try {
      return context.queryParams();
    } catch (HttpException malformed) {
      throw Problem.of(ProblemKind.INVALID_REQUEST, "The query has a broken %-escape.");
    }
  }

  private static void checkBody(HttpServerRequest request, Operation operation, Buffer body) {
    if (body.length() == 0) {
      return;
    }
    if (operation.getRequestBody() == null) {
      if (!body.toString().strip().equals("{}")) {
        throw Problem.field("body", "must be empty: this operation takes none");
      }
      return;
    }
    String type = request.getHeader("Content-Type");
    String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!plain.equals("application/json")) {
      throw Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.")
          .with("Accept", "application/json");
    }
    JsonShape.check(body);
  }
}
