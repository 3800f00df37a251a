package org.convoke.web;

import io.vertx.core.json.JsonObject;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.Fetcher;
import org.convoke.id.ApplicationId;
import org.convoke.signing.Secret;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.convoke.store.Applications.Hook;
import org.convoke.token.ApplicationKeys;

/**
 * Applications as clients describe them. The contract has checked types and ranges; here is what it
 * cannot say. Each verdict is a {@link Problem} 422 that names the field.
 */
final class ApplicationInput {
  /** How each address is asked when nobody says otherwise. */
  static final String ANSWER_METHOD = "GET";

  static final String EVENT_METHOD = "POST";
  static final String FALLBACK_METHOD = "GET";

  /** Of the id, that is random enough: as short as Vonage's. */
  private static final int API_KEY_LENGTH = 8;

  private final Fetcher fetcher;

  ApplicationInput(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * A new one.
   *
   * @param publicKey as {@link #publicKey} read it, or of a pair that was made
   */
  Application draft(JsonObject body, String publicKey) {
    ApplicationId id = ApplicationId.random();
    String hex = id.value().replace("-", "");
    Application none =
        new Application(
            id,
            null,
            null,
            null,
            null,
            secret(body),
            hex.substring(hex.length() - API_KEY_LENGTH),
            DtmfFormat.OBJECT,
            publicKey,
            null,
            null);
    return changed(none, body);
  }

  /** {@code application} with what {@code body} gives; null takes an address away. */
  Application changed(Application application, JsonObject body) {
    return new Application(
        application.id(),
        body.containsKey("name") ? body.getString("name").strip() : application.name(),
        hook(body, "answer_url", "answer_method", application.answer(), ANSWER_METHOD),
        hook(body, "event_url", "event_method", application.event(), EVENT_METHOD),
        hook(
            body,
            "fallback_answer_url",
            "fallback_method",
            application.fallback(),
            FALLBACK_METHOD),
        application.signatureSecret(),
        application.oldSecret(),
        application.oldSecretUntil(),
        body.getString("api_key", application.apiKey()),
        DtmfFormat.of(body.getString("dtmf_format", application.dtmfFormat().wire())),
        application.publicKey(),
        application.createdAt(),
        application.updatedAt());
  }

  private Hook hook(JsonObject body, String url, String method, Hook before, String usual) {
    String given = body.getString(url);
    String now = body.containsKey(url) ? given : before == null ? null : before.url();
    if (now == null) {
      if (body.getString(method) != null) {
        throw Problem.unprocessable(method, "says how " + url + " is asked, and there is none");
      }
      return null;
    }
    if (given != null) {
      check(url, given);
    }
    return new Hook(now, body.getString(method, before == null ? usual : before.method()));
  }

  private void check(String field, String url) {
    try {
      fetcher.check(url);
    } catch (FetchRefused refused) {
      throw Problem.unprocessable(field, refused.getMessage());
    }
  }

  /** The signature secret that is given, or a new one. */
  static String secret(JsonObject body) {
    String given = body.getString("signature_secret");
    if (given == null) {
      return Secret.generate().text();
    }
    try {
      if (Secret.parse(given).asymmetric()) {
        throw Problem.unprocessable("signature_secret", "must be shared, and whsk_ is a key pair");
      }
      return given;
    } catch (IllegalArgumentException wrong) {
      throw Problem.unprocessable("signature_secret", wrong.getMessage());
    }
  }

  /** The public key that is given, or null: a pair is to be made. */
  static String publicKey(JsonObject body) {
    String given = body.getString("public_key");
    try {
      return given == null ? null : ApplicationKeys.read(given);
    } catch (IllegalArgumentException wrong) {
      throw Problem.unprocessable("public_key", wrong.getMessage());
    }
  }
}
