package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.convoke.id.RoomId;

/** Dialled numbers: each asks for a PIN, or leads straight to one room. */
public interface Numbers {
  /** {@code room} null: ask for a PIN. {@code display}: as people write it. */
  record Number(String number, String display, RoomId room, Instant createdAt) {}

  /** Fails with {@link Conflict} number_taken. */
  Future<Number> create(String number, String display, RoomId room);

  Future<Optional<Number>> find(String number);

  Future<List<Number>> list();

  /** False when there was none. */
  Future<Boolean> delete(String number);
}
