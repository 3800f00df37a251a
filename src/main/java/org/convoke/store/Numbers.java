package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;

/** Dialled numbers: each asks for a PIN, or leads straight to one room. */
public interface Numbers {
  /** {@code room} null: ask for a PIN. {@code display}: as people write it. */
  record Number(String number, String display, RoomId room, Instant createdAt) {}

  /** Fails with {@link Conflict} number_taken, or room_unknown when the room is not live. */
  Future<Number> create(String number, String display, RoomId room);

  Future<Optional<Number>> find(String number);

  Future<List<Number>> list();

  /**
   * False when there was none. Fails with {@link Conflict} number_in_use while live rooms are bound
   * to it.
   */
  Future<Boolean> delete(String number);

  /** Makes {@code number}, asking for a PIN, when there is no number at all. */
  Future<Void> ensureDefault(String number, String display);

  /**
   * How likely guessing gets in at each number that asks for PINs.
   *
   * @param wrongPerDay wrong PINs a number lets through a day: {@code pin.budget_number_day}
   */
  Future<Map<String, PinRisk>> risks(int wrongPerDay);
}
