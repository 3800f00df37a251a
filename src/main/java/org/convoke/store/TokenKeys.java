package org.convoke.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The keys that sign the tokens of browsers; their secrets are sealed. */
public interface TokenKeys {
  /** So many may count at one time: who rotates more often is refused. */
  int MAX_KEYS = 100;

  /**
   * A key. Its algorithm never changes: a token that names another one is no token of it.
   *
   * @param algorithm as in RFC 7518 §3.1
   * @param secret 32 random bytes in base64url
   * @param retiredAt since when it signs no more; null while it signs
   * @param validUntil tokens signed by it count until then; null while it signs
   */
  record Key(
      String kid,
      String algorithm,
      String secret,
      Instant createdAt,
      Instant retiredAt,
      Instant validUntil) {
    /** Whether tokens signed by it may count. */
    public boolean counts(Instant now) {
      return validUntil == null || validUntil.isAfter(now);
    }

    @Override
    public String toString() {
      return "Key[" + kid + "]";
    }
  }

  /**
   * Those that count, the one that signs first, then the youngest; makes the first one when there
   * is none.
   */
  Future<List<Key>> all(Instant now);

  /**
   * A new key signs from {@code now} on, and tokens of the old one count for {@code keep} more; but
   * only if the one that signs was made before {@code olderThan} (null: in any case), so that two
   * bridges on one database do not both do it. Keys that count no more are deleted. Gives what
   * {@link #all} gives; fails with {@link Conflict} token_keys_exhausted.
   */
  Future<List<Key>> rotate(Instant now, Duration keep, Instant olderThan);
}
