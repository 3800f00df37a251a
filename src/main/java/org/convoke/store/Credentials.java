package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * SIP digest credentials, each belonging to an API key: a softphone or trunk that knows them may
 * call.
 */
public interface Credentials {
  /** {@code algorithm} MD5 or SHA-256. {@code password} is kept encrypted: the digest needs it. */
  record Credential(
      String id,
      String apiKeyId,
      String username,
      String password,
      String algorithm,
      Instant createdAt) {
    @Override
    public String toString() {
      return "Credential[" + id + "]";
    }
  }

  /**
   * Makes a user name and a password for the key; every older credential of the key dies
   * (rotation).
   */
  Future<Credential> rotate(String apiKeyId, String algorithm);

  Future<Optional<Credential>> findByUsername(String username);

  Future<List<Credential>> list();

  Future<Boolean> delete(String id);
}
