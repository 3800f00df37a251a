package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** The database's part in letting callers in: PINs by their HMAC, and the budgets of wrong ones. */
public interface PinLookup {
  record Hit(RoomId room, Role role) {}

  /**
   * What the pin verticle keeps for the time when the database is away: no PIN in it, only keyed
   * HMACs.
   *
   * @param numbers dialled numbers, each with where it leads
   * @param applications all there are
   */
  record Snapshot(
      List<Held> held, Map<String, Numbers.Lead> numbers, Set<ApplicationId> applications) {}

  /** A live PIN in a {@link Snapshot}; {@code number} null: at every number that asks. */
  record Held(byte[] hmac, String number, int length, Hit hit, Instant expiresAt) {}

  /**
   * The live room that a PIN opens at a dialled number; {@code number} null: whichever room alone
   * holds it, whatever its number.
   */
  Future<Optional<Hit>> find(String number, Pin pin, Instant now);

  /** The same where the caller dialled a room: only that room's PINs count. */
  Future<Optional<Hit>> findInRoom(RoomId room, Pin pin, Instant now);

  /** Whether the room is live, and whether it has a host PIN. */
  Future<Optional<Door>> door(RoomId room, Instant now);

  /**
   * A live room, seen from outside: {@code pinLength} of its PINs, 0 when they differ.
   *
   * @param hasPins false for a conversation: nobody can be asked for one
   */
  record Door(int pinLength, boolean hasPins, boolean hasHost) {}

  /** The same id when there is such an application, otherwise empty. */
  Future<Optional<ApplicationId>> application(ApplicationId id);

  /** All live PINs and numbers, at most {@code limit} PINs. */
  Future<Snapshot> snapshot(Instant now, int limit);

  /** The HMAC that a {@link Held} is recognised by. */
  byte[] hmac(Pin pin);

  /**
   * The shared length of all live PINs that the number leads to, or 0 when they differ or there is
   * none.
   */
  Future<Integer> sharedLength(String number);

  /** Whether some live PIN has this many digits: otherwise a text of digits is no guess. */
  Future<Boolean> anyOfLength(int length);

  /**
   * Notes one wrong PIN under each key, such as caller:HASH, source:trunk-id, number:1000, room:ID.
   */
  Future<Void> recordFailure(List<String> keys, Instant at);

  /** Wrong PINs under each key since its own time. */
  Future<Map<String, Integer>> countFailures(Map<String, Instant> sinceByKey);

  /** Notes that callers keyed right PINs, by keys such as those of wrong ones. */
  Future<Void> recordKnown(List<String> keys, Instant at);

  /** Whether a caller keyed a right PIN since. */
  Future<Boolean> isKnown(String key, Instant since);

  /** Forgets wrong PINs and known callers from before {@code before}: nobody looks back further. */
  Future<Void> purge(Instant before);
}
