package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SIP providers that we exchange calls with. */
public interface Trunks {
  /** Whether calls of a trunk are encrypted. */
  enum Srtp {
    OFF,
    /** Answer SRTP when it is offered. */
    OPTIONAL,
    /** Refuse anything else. */
    REQUIRED
  }

  /**
   * @param addresses CIDR ranges that its calls come from; may be empty when it has credentials
   * @param username digest user name, or null
   * @param password digest password, encrypted in the database, or null
   * @param algorithm MD5 or SHA-256
   * @param enabled off: its calls are those of a stranger
   */
  record Trunk(
      String id,
      String name,
      List<String> addresses,
      String username,
      String password,
      String algorithm,
      Srtp srtp,
      boolean enabled,
      Instant createdAt) {
    @Override
    public String toString() {
      return "Trunk[" + id + "]";
    }
  }

  /** Stores a new trunk; its id and time are made here. Fails with {@link Conflict} name_taken. */
  Future<Trunk> create(Trunk draft);

  Future<Optional<Trunk>> find(String id);

  Future<List<Trunk>> list();

  Future<Optional<Trunk>> update(Trunk trunk);

  Future<Boolean> delete(String id);
}
