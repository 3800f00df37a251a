package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bearer keys of the API, stored as hashes. */
public interface ApiKeys {
  /**
   * @param scopes admin, or any of rooms:read, rooms:write, calls:read, calls:write, events:read,
   *     numbers:read, numbers:write, trunks:read, trunks:write
   */
  record ApiKey(String id, String name, Set<String> scopes, Instant createdAt, Instant expiresAt) {}

  /** A new key and the secret, which is shown this once: {@code cvk_ID_SECRET}. */
  record Created(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "Created[" + key.id() + "]";
    }
  }

  Future<Created> create(String name, Set<String> scopes, Instant expiresAt);

  /** The key that a bearer token is the secret of; empty for unknown, deleted and expired ones. */
  Future<Optional<ApiKey>> authenticate(String secret, Instant now);

  Future<List<ApiKey>> list();

  Future<Boolean> delete(String id);

  /** Whether any key exists. */
  Future<Boolean> any();
}
