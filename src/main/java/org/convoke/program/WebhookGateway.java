package org.convoke.program;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.convoke.clock.Clock;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.signing.Secret;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.VonageJwt;
import org.convoke.store.Applications.Application;

/** Asks applications' servers: signed, bounded, at most {@link Attempts#MOST} times. */
final class WebhookGateway {
  private static final int CONNECT_MS = 1_000;
  private static final int TOTAL_MS = 6_000;
  private static final int MAX_BYTES = 262_144;
  private static final long PAUSE_MS = 250;

  private final Vertx vertx;
  private final Clock clock;
  private final Fetcher fetcher;

  WebhookGateway(Vertx vertx, Clock clock, Fetcher fetcher) {
    this.vertx = vertx;
    this.clock = clock;
    this.fetcher = fetcher;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** 2xx; the body may be empty. */
    record Answered(String body) implements Outcome {
      @Override
      public String toString() {
        return "Answered[" + body.length() + " characters]";
      }
    }

    /** After all attempts; {@code reason} is a sentence. */
    record Failed(String reason) implements Outcome {}
  }

  /**
   * Asks. Never fails.
   *
   * @param application signs; null: nobody does
   * @param wanted no further attempt is made once that is false
   */
  Future<Outcome> ask(Application application, Exchange exchange, BooleanSupplier wanted) {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    return attempt(application, exchange, id, 1, wanted);
  }

  private Future<Outcome> attempt(
      Application application, Exchange exchange, String id, int attempt, BooleanSupplier wanted) {
    Future<Fetched> sent;
    try {
      sent = fetcher.send(request(application, exchange, id, attempt));
    } catch (RuntimeException refused) {
      sent = Future.failedFuture(refused);
    }
    return sent.transform(done -> {
      if (done.succeeded() && done.result().ok()) {
        String body = done.result().body().toString(StandardCharsets.UTF_8);
        return Future.succeededFuture(new Outcome.Answered(body));
      }
      boolean again =
          done.succeeded()
              ? Attempts.isTransient(done.result().status())
              : Attempts.isTransient(done.cause());
      if (again && attempt < Attempts.MOST && wanted.getAsBoolean()) {
        return pause().compose(_ -> attempt(application, exchange, id, attempt + 1, wanted));
      }
      return Future.succeededFuture(
          new Outcome.Failed(
              done.succeeded()
                  ? Attempts.reason(done.result().status())
                  : Attempts.reason(done.cause())));
    });
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(PAUSE_MS, _ -> over.complete());
    return over.future();
  }

  private FetchRequest request(Application application, Exchange exchange, String id, int attempt) {
    Exchange.Wire wire = exchange.wire(attempt);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "Convoke");
    headers.put("Accept", "application/json");
    if (wire.body() != null) {
      headers.put("Content-Type", "application/json");
    }
    if (application != null) {
      sign(headers, application, id, wire.signed());
    }
    return new FetchRequest(
        exchange.method(),
        wire.url(),
        headers,
        wire.body() == null ? null : Buffer.buffer(wire.body()),
        CONNECT_MS,
        TOTAL_MS,
        MAX_BYTES);
  }

  private void sign(
      Map<String, String> headers, Application application, String id, byte[] signed) {
    String secret = application.signatureSecret();
    Instant now = clock.now();
    long nowS = now.getEpochSecond();
    boolean both = application.isOldSecretValid(now);
    List<Secret> secrets =
        both
            ? List.of(Secret.parse(secret), Secret.parse(application.oldSecret()))
            : List.of(Secret.parse(secret));
    headers.put(StandardWebhook.ID, id);
    headers.put(StandardWebhook.TIMESTAMP, Long.toString(nowS));
    headers.put(StandardWebhook.SIGNATURE, StandardWebhook.signature(secrets, id, nowS, signed));
    headers.put(
        "Authorization",
        "Bearer "
            // There is one token: who checks it has until the end of the old secret to change.
            + VonageJwt.sign(
                both ? application.oldSecret() : secret,
                signed,
                nowS,
                UUID.randomUUID().toString(),
                application.apiKey(),
                application.id().value()));
  }
}
