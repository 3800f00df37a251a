package org.convoke.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoke.store.TokenKeys.Key;
import org.convoke.store.Unavailable;

/** The keys that count, each with a signer that knows no other key and no other algorithm. */
public final class Keyring {
  /** Time is judged by {@link Tokens}, by the clock that everything of ours goes by. */
  private static final JWTOptions NO_TIME =
      new JWTOptions().setIgnoreExpiration(true).setNoTimestamp(true);

  private Map<String, Entry> entries = Map.of();
  private Entry signing;

  private record Entry(Key key, JWTAuth auth) {}

  /** From now on these; the first one signs. Throws IllegalArgumentException when there is none. */
  public void replace(List<Key> keys) {
    if (keys.isEmpty() || keys.getFirst().retiredAt() != null) {
      throw new IllegalArgumentException("no key signs");
    }
    Map<String, Entry> fresh = new LinkedHashMap<>();
    for (Key key : keys) {
      Entry known = entries.get(key.kid());
      fresh.put(key.kid(), new Entry(key, known == null ? auth(key) : known.auth));
    }
    entries = fresh;
    signing = fresh.get(keys.getFirst().kid());
  }

  private static JWTAuth auth(Key key) {
    // Vert.x itself would be needed for a key store in a file alone.
    return JWTAuth.create(
        null,
        new JWTAuthOptions()
            .setJWTOptions(new JWTOptions(NO_TIME).setAlgorithm(key.algorithm()))
            .addPubSecKey(
                new PubSecKeyOptions()
                    .setAlgorithm(key.algorithm())
                    .setId(key.kid())
                    .setBuffer(Buffer.buffer(Base64.getUrlDecoder().decode(key.secret())))));
  }

  boolean isEmpty() {
    return signing == null;
  }

  /** The key that signs now. Throws {@link Unavailable} while no key is known. */
  public Key signing() {
    if (signing == null) {
      throw new Unavailable(new IllegalStateException("the token keys were not read yet"));
    }
    return signing.key;
  }

  /** Those that count, as they were given. */
  public List<Key> keys(Instant now) {
    return entries.values().stream().map(Entry::key).filter(key -> key.counts(now)).toList();
  }

  /** The key of that name whose tokens count, or null. */
  Key find(String kid, Instant now) {
    Entry entry = kid == null ? null : entries.get(kid);
    return entry == null || !entry.key.counts(now) ? null : entry.key;
  }

  String sign(JsonObject claims) {
    String algorithm = signing().algorithm();
    return signing.auth.generateToken(claims, new JWTOptions(NO_TIME).setAlgorithm(algorithm));
  }

  /** Whether {@code key} signed the token. */
  boolean signed(Key key, String token) {
    try {
      // It asks nobody, and so is complete at once.
      Future<?> user = entries.get(key.kid()).auth.authenticate(new TokenCredentials(token));
      return user.succeeded();
    } catch (RuntimeException odd) {
      // Vert.x throws for claims of a type that it did not expect.
      return false;
    }
  }
}
