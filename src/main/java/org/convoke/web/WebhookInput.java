package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.convoke.bus.EventType;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.Fetcher;
import org.convoke.id.RoomId;
import org.convoke.signing.Secret;
import org.convoke.store.Webhooks.Draft;
import org.convoke.store.Webhooks.Endpoint;
import org.convoke.store.Webhooks.Format;

/**
 * Webhook endpoints as clients describe them. The contract has checked types and ranges; here is
 * what it cannot say. Each verdict is a {@link Problem} 422 that names the field.
 */
final class WebhookInput {
  private static final List<String> ALL = List.of("*");

  private final Fetcher fetcher;

  WebhookInput(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  Draft draft(JsonObject body) {
    Format format = Format.of(body.getString("format", Format.CONVOKE.wire()));
    return new Draft(
        url(body),
        body.containsKey("events") ? events(body) : ALL,
        rooms(body),
        format,
        secret(body, format, body.getBoolean("ed25519", false)),
        body.getBoolean("enabled", true));
  }

  /** {@code endpoint} with what {@code body} gives. */
  Endpoint changed(Endpoint endpoint, JsonObject body) {
    return new Endpoint(
        endpoint.id(),
        endpoint.application(),
        body.containsKey("url") ? url(body) : endpoint.url(),
        endpoint.method(),
        body.containsKey("events") ? events(body) : endpoint.events(),
        body.containsKey("rooms") ? rooms(body) : endpoint.rooms(),
        format(endpoint, body),
        endpoint.secret(),
        endpoint.oldSecret(),
        endpoint.oldSecretUntil(),
        body.getBoolean("enabled", endpoint.enabled()),
        endpoint.disabledReason(),
        endpoint.disabledAt(),
        endpoint.failingSince(),
        endpoint.createdAt(),
        endpoint.updatedAt());
  }

  /** The secret that shall follow the endpoint's, of the same kind unless one is given. */
  String nextSecret(Endpoint endpoint, JsonObject body) {
    return secret(body, endpoint.format(), Secret.parse(endpoint.secret()).asymmetric());
  }

  /** The one that is given, or a new one. */
  private static String secret(JsonObject body, Format format, boolean asymmetric) {
    String given = body.getString("secret");
    if (given == null) {
      requireShared(format, asymmetric, "ed25519");
      return (asymmetric ? Secret.generateEd25519() : Secret.generate()).text();
    }
    Secret secret = parsed(given, format);
    requireShared(format, secret.asymmetric(), "secret");
    if (asymmetric != secret.asymmetric() && body.containsKey("ed25519")) {
      throw Problem.unprocessable("secret", "must begin with whsk_ where ed25519 is true");
    }
    return secret.text();
  }

  private static Secret parsed(String given, Format format) {
    try {
      Secret secret = Secret.parse(given);
      if (format == Format.CONVOKE && !given.matches("whs(ec|k)_.*")) {
        throw Problem.unprocessable(
            "secret", "must be whsec_ and the base64 of 24 to 64 random bytes");
      }
      return secret;
    } catch (IllegalArgumentException wrong) {
      throw Problem.unprocessable("secret", wrong.getMessage());
    }
  }

  /** Vonage's token is signed by a secret that both know. */
  private static void requireShared(Format format, boolean asymmetric, String field) {
    if (asymmetric && format == Format.VONAGE) {
      throw Problem.unprocessable(field, "cannot be a key pair in the format vonage");
    }
  }

  private static Format format(Endpoint endpoint, JsonObject body) {
    if (!body.containsKey("format")) {
      return endpoint.format();
    }
    Format format = Format.of(body.getString("format"));
    requireShared(format, Secret.parse(endpoint.secret()).asymmetric(), "format");
    return format;
  }

  private String url(JsonObject body) {
    String url = body.getString("url");
    try {
      fetcher.check(url);
    } catch (FetchRefused refused) {
      throw Problem.unprocessable("url", refused.getMessage());
    }
    return url;
  }

  /** A name that is mistyped would otherwise be a filter that nothing ever passes. */
  private static List<String> events(JsonObject body) {
    List<String> events = texts(body.getJsonArray("events"));
    for (int i = 0; i < events.size(); i++) {
      if (!EventType.isFilter(events.get(i))) {
        throw Problem.unprocessable(
            "events[" + i + "]",
            "must be a type of event such as call.started, call.* for all of a kind, or *");
      }
    }
    return events.stream().distinct().toList();
  }

  /** Null for all. */
  private static List<RoomId> rooms(JsonObject body) {
    JsonArray given = body.getJsonArray("rooms");
    if (given == null) {
      return null;
    }
    List<RoomId> rooms = new ArrayList<>();
    for (String id : texts(given)) {
      if (!RoomId.isRoomId(id)) {
        throw Problem.unprocessable("rooms[" + rooms.size() + "]", "must be the id of a room");
      }
      rooms.add(new RoomId(id));
    }
    return rooms.stream().distinct().toList();
  }

  private static List<String> texts(JsonArray given) {
    return given.stream().map(String.class::cast).toList();
  }
}
