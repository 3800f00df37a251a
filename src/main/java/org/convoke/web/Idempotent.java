package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.convoke.clock.Clock;
import org.convoke.store.Idempotency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats the first answer to a POST that comes again with its {@code Idempotency-Key}. Answers
 * below 500 are kept, refusals too; after a 5xx the request may be tried again.
 */
final class Idempotent {
  private static final Logger LOG = LoggerFactory.getLogger(Idempotent.class);

  /** An answer, and whether it is an earlier one. */
  record Outcome(Answer answer, boolean replayed) {}

  private final Idempotency store;
  private final Clock clock;
  private final String publicUrl;

  Idempotent(Idempotency store, Clock clock, String publicUrl) {
    this.store = store;
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  /** The answer to a request: {@code work}'s, or the one that was given before. */
  Future<Outcome> answer(
      Operation operation, RoutingContext context, Supplier<Future<Answer>> work) {
    String key = context.request().getHeader("Idempotency-Key");
    if (key == null || operation.getHttpMethod() != HttpMethod.POST) {
      return work.get().map(answer -> new Outcome(answer, false));
    }
    String owner = Gate.key(context).id();
    return store
        .claim(owner, key, hash(context), clock.now())
        .compose(claim ->
            switch (claim) {
              case Idempotency.Claim.Fresh fresh -> first(owner, key, context, work);
              case Idempotency.Claim.Replay replay ->
                  Future.succeededFuture(again(replay.answer()));
              case Idempotency.Claim.InProgress busy ->
                  Future.failedFuture(
                      Problem.conflict(
                              "idempotency_in_progress",
                              "The same request is being answered right now.")
                          .with("Retry-After", "1"));
              case Idempotency.Claim.Mismatch other ->
                  Future.failedFuture(
                      Problem.of(
                          ProblemKind.IDEMPOTENCY_MISMATCH,
                          "This Idempotency-Key was used for another request."));
            });
  }

  private Future<Outcome> first(
      String owner, String key, RoutingContext context, Supplier<Future<Answer>> work) {
    return work.get()
        .recover(failure -> {
          Problem problem = Failures.problem(failure, null);
          return problem.status() >= 500
              ? store.release(owner, key).transform(released -> Future.failedFuture(problem))
              : Future.succeededFuture(refusal(problem, context));
        })
        .compose(answer ->
            store
                .complete(owner, key, stored(answer))
                .onFailure(lost -> LOG.warn("An answer could not be kept: {}", lost.toString()))
                .transform(kept -> Future.succeededFuture(new Outcome(answer, false))));
  }

  /** Headers of refusals that reach a handler (Retry-After and the like) only come with a 5xx. */
  private Answer refusal(Problem problem, RoutingContext context) {
    return new Answer(problem.status(), null, problem.json(publicUrl, context.request().path()));
  }

  private static Idempotency.Answer stored(Answer answer) {
    String body = answer.body() == null ? null : answer.body().encode();
    return new Idempotency.Answer(answer.status(), answer.location(), body);
  }

  private static Outcome again(Idempotency.Answer answer) {
    JsonObject body = answer.body() == null ? null : new JsonObject(answer.body());
    return new Outcome(new Answer(answer.status(), answer.location(), body), true);
  }

  private static String hash(RoutingContext context) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line = context.request().method() + " " + context.request().uri() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update(Gate.body(context).getBytes());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
