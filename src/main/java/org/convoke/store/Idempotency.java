package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;

/**
 * The answers to requests that carried an {@code Idempotency-Key}, so that a repeated one is
 * answered again and not done again. Kept 24 hours, per API key, over a restart.
 */
public interface Idempotency {
  /**
   * The first answer. {@code body} may hold a PIN or a secret: it is stored encrypted.
   *
   * @param status the HTTP status
   * @param location of what was made, or null
   * @param body JSON text, or null
   */
  record Answer(int status, String location, String body) {
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /** What became of a claim on a key. */
  sealed interface Claim {
    /** Nobody had the key: go on, then {@link #complete} or {@link #release}. */
    record Fresh() implements Claim {}

    /** The same request is being answered right now. */
    record InProgress() implements Claim {}

    /** The key was used for another request. */
    record Mismatch() implements Claim {}

    /** The same request was answered before. */
    record Replay(Answer answer) implements Claim {}
  }

  /**
   * Takes a key, atomically. A claim that was neither completed nor released within a minute (the
   * process died) is free again; so is a completed one after 24 hours.
   *
   * @param apiKeyId whose key it is
   * @param requestHash SHA-256 in hex of method, path and body
   */
  Future<Claim> claim(String apiKeyId, String key, String requestHash, Instant now);

  /** Stores the answer of a fresh claim. */
  Future<Void> complete(String apiKeyId, String key, Answer answer);

  /** Gives a fresh claim up, so that the request may be tried again. */
  Future<Void> release(String apiKeyId, String key);
}
