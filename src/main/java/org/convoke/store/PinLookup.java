package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** The database's part in letting callers in: PINs by their HMAC, and the budgets of wrong ones. */
public interface PinLookup {
  record Hit(RoomId room, Role role) {}

  /** The live room that a PIN opens at a dialled number. */
  Future<Optional<Hit>> find(String number, Pin pin, Instant now);

  /**
   * The shared length of all live PINs that the number leads to, or 0 when they differ or there is
   * none.
   */
  Future<Integer> sharedLength(String number);

  /**
   * Notes one wrong PIN under each key, such as caller:HASH, source:trunk-id, number:1000, room:ID.
   */
  Future<Void> recordFailure(java.util.List<String> keys, Instant at);

  /** Wrong PINs under each key since its own time. */
  Future<Map<String, Integer>> countFailures(Map<String, Instant> sinceByKey);
}
