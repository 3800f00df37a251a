package org.convoke.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.convoke.fetch.FetchRequest;
import org.convoke.signing.Secret;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.VonageJwt;
import org.convoke.store.Events.Event;
import org.convoke.store.Outbox.Target;
import org.convoke.store.Outbox.Told;
import org.convoke.store.Webhooks.Format;
import org.convoke.vonage.StatusEvents;

/**
 * What an attempt sends. In our format the body is that of the event in our API, with {@code id}
 * and {@code timestamp} as Standard Webhooks name them, the same bytes at every attempt; which
 * attempt it is stands in the header {@code webhook-attempt}, and in Vonage's format in the body
 * too.
 */
final class Letter {
  static final int CONNECT_MS = 5_000;
  static final int TOTAL_MS = 15_000;
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private final Target target;
  private final Secret secret;
  private final Secret oldSecret;

  /** Throws IllegalArgumentException when a secret is none. */
  Letter(Target target) {
    this.target = target;
    this.secret = Secret.parse(target.secret());
    this.oldSecret = target.oldSecret() == null ? null : Secret.parse(target.oldSecret());
  }

  FetchRequest request(Sheet sheet, int attempt, Instant now) {
    Told told = sheet.told();
    boolean get = target.method().equals("GET");
    boolean shared = !get && target.format() == Format.CONVOKE;
    String url = get ? withQuery(target.url(), fields(told, attempt)) : target.url();
    byte[] signed =
        shared
            ? sheet.bytes()
            : get
                ? query(url).getBytes(StandardCharsets.UTF_8)
                : new JsonObject(fields(told, attempt)).toBuffer().getBytes();
    String id = told.event().id().value();
    long nowS = now.getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("user-agent", "Convoke-Webhooks/1");
    headers.put(StandardWebhook.ID, id);
    headers.put(StandardWebhook.TIMESTAMP, Long.toString(nowS));
    headers.put(
        StandardWebhook.SIGNATURE, StandardWebhook.signature(secrets(now), id, nowS, signed));
    headers.put("webhook-attempt", Integer.toString(attempt));
    if (target.format() == Format.VONAGE) {
      headers.put("authorization", "Bearer " + jwt(signed, now));
    }
    if (!get) {
      headers.put("content-type", "application/json");
    }
    Buffer body = get ? null : shared ? sheet.buffer() : Buffer.buffer(signed);
    return new FetchRequest(
        target.method(), url, headers, body, CONNECT_MS, TOTAL_MS, MAX_ANSWER_BYTES);
  }

  private boolean isOldValid(Instant now) {
    return oldSecret != null && now.isBefore(target.oldSecretUntil());
  }

  private List<Secret> secrets(Instant now) {
    return isOldValid(now) ? List.of(secret, oldSecret) : List.of(secret);
  }

  /**
   * There is one token, so whoever checks it goes on with the secret that he has for as long as the
   * old one counts, and has that time to learn the new one.
   */
  private String jwt(byte[] signed, Instant now) {
    String secret = isOldValid(now) ? target.oldSecret() : target.secret();
    long nowS = now.getEpochSecond();
    String application = target.application() == null ? null : target.application().value();
    return VonageJwt.sign(
        secret, signed, nowS, UUID.randomUUID().toString(), target.apiKey(), application);
  }

  private static Map<String, Object> fields(Told told, int attempt) {
    Event event = told.event();
    StatusEvents.Told values =
        new StatusEvents.Told(
            event.id().value(),
            event.type(),
            event.occurredAt(),
            event.room(),
            event.call(),
            event.participant(),
            event.roomSeq(),
            event.callSeq(),
            event.data() == null ? Map.of() : event.data().getMap());
    StatusEvents.Leg leg =
        event.call() == null
            ? null
            : new StatusEvents.Leg(told.direction(), told.from(), told.to(), told.answeredAt());
    return StatusEvents.fields(values, leg, attempt);
  }

  /** Null is left out, and what is not plain is JSON, as Vonage does. */
  static String withQuery(String url, Map<String, Object> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach((name, value) -> {
      if (value != null) {
        pairs.add(encode(name) + "=" + encode(text(value)));
      }
    });
    int fragment = url.indexOf('#');
    String base = fragment < 0 ? url : url.substring(0, fragment);
    String glue = base.indexOf('?') < 0 ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
    return base + glue + String.join("&", pairs);
  }

  private static String query(String url) {
    return url.substring(url.indexOf('?') + 1);
  }

  private static String text(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        JsonObject json = new JsonObject();
        map.forEach((key, inner) -> json.put(String.valueOf(key), inner));
        yield json.encode();
      }
      case List<?> list -> new JsonArray(list).encode();
      default -> value.toString();
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
