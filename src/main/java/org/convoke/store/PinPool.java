package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoke.id.Pin;
import org.convoke.id.PinRules;
import org.convoke.id.RoomId;

/**
 * Gives out PINs: random, uniform among the free ones, each once per number. A room without a
 * number is reached at every number, so its PINs must be free at all of them. Everything runs under
 * one advisory lock held to the end of the transaction: two rooms made at once never get one PIN.
 */
final class PinPool {
  static final String CONTEXT = "pin";

  /** Any number would do; it names this lock within the database. */
  private static final long ADVISORY_LOCK = 0x436f6e766f6b6501L;

  /** Candidates asked about at a time, and how often: then the space is as good as used up. */
  private static final int BATCH = 16;

  private static final int BATCHES = 4;

  /** Counting the PINs in use is cheap for these lengths, and longer ones do not run short. */
  private static final int COUNTED_LENGTH = 6;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secrets secrets;

  PinPool(Secrets secrets) {
    this.secrets = secrets;
  }

  Future<?> lock(SqlConnection connection) {
    return Database.query(connection, "select pg_advisory_xact_lock($1)", Tuple.of(ADVISORY_LOCK));
  }

  /**
   * Gives {@code chosen}, or a random PIN of {@code length} when it is null, which is not near
   * {@code other}, the room's other PIN, null when it has none yet.
   */
  Future<Pin> give(
      SqlConnection connection,
      RoomId room,
      String role,
      String number,
      Pin chosen,
      Pin other,
      int length,
      String field) {
    if (chosen == null) {
      List<Pin> apart = other == null ? List.of() : List.of(other);
      return free(connection, number, length, 1, apart)
          .compose(fresh -> insert(connection, room, role, number, fresh.getFirst()));
    }
    return taken(connection, number, List.of(chosen))
        .compose(taken ->
            taken.isEmpty()
                ? insert(connection, room, role, number, chosen)
                : Future.failedFuture(
                    new Conflict(
                        "pin_taken",
                        field,
                        "another live room of the number has this PIN, or it is this room's"
                            + " other PIN")));
  }

  /**
   * {@code count} PINs that nobody has, none near another. Fails with {@link Conflict}
   * pins_exhausted.
   */
  Future<List<Pin>> free(SqlConnection connection, String number, int length, int count) {
    return free(connection, number, length, count, List.of());
  }

  private Future<List<Pin>> free(
      SqlConnection connection, String number, int length, int count, List<Pin> apart) {
    return used(connection, number, length)
        .compose(used ->
            used + count > PinRules.space(length) / 2
                ? Future.failedFuture(exhausted(length))
                : search(connection, number, length, count, apart, new ArrayList<>(), BATCHES));
  }

  Future<Pin> insert(SqlConnection connection, RoomId room, String role, String number, Pin pin) {
    return Database.query(
            connection,
            "insert into pins (room_id, role, number, hmac, sealed, length)"
                + " values ($1, $2, $3, $4, $5, $6)",
            Tuple.of(
                room.value(),
                role,
                number,
                Buffer.buffer(secrets.pinHmac(pin.digits())),
                Buffer.buffer(secrets.seal(pin.digits(), CONTEXT)),
                pin.digits().length()))
        .map(pin);
  }

  private Future<List<Pin>> search(
      SqlConnection connection,
      String number,
      int length,
      int count,
      List<Pin> apart,
      List<Pin> found,
      int batches) {
    Set<Pin> candidates = new HashSet<>();
    List<Pin> ordered = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      Pin pin = PinRules.draw(length, RANDOM::nextInt);
      if (!isNearAny(pin, apart) && candidates.add(pin)) {
        ordered.add(pin);
      }
    }
    return taken(connection, number, ordered)
        .compose(taken -> {
          for (Pin pin : ordered) {
            if (found.size() < count && !taken.contains(pin) && !isNearAny(pin, found)) {
              found.add(pin);
            }
          }
          if (found.size() == count) {
            return Future.succeededFuture(found);
          }
          return batches == 1
              ? Future.failedFuture(exhausted(length))
              : search(connection, number, length, count, apart, found, batches - 1);
        });
  }

  private static boolean isNearAny(Pin pin, List<Pin> others) {
    return others.stream().anyMatch(other -> PinRules.areNear(pin, other));
  }

  private Future<Set<Pin>> taken(SqlConnection connection, String number, List<Pin> pins) {
    Buffer[] hmacs =
        pins.stream()
            .map(pin -> Buffer.buffer(secrets.pinHmac(pin.digits())))
            .toArray(Buffer[]::new);
    return Database.query(
            connection,
            "select distinct hmac from pins where hmac = any($1)"
                + " and ($2::text is null or number is null or number = $2)",
            Tuple.tuple().addArrayOfBuffer(hmacs).addString(number))
        .map(rows -> {
          Set<Buffer> held = new HashSet<>(Sql.list(rows, row -> row.getBuffer(0)));
          Set<Pin> taken = new HashSet<>();
          for (int i = 0; i < hmacs.length; i++) {
            if (held.contains(hmacs[i])) {
              taken.add(pins.get(i));
            }
          }
          return taken;
        });
  }

  private static Future<Long> used(SqlConnection connection, String number, int length) {
    if (length > COUNTED_LENGTH) {
      return Future.succeededFuture(0L);
    }
    return Database.query(
            connection,
            "select count(*) from pins where length = $1"
                + " and ($2::text is null or number is null or number = $2)",
            Tuple.of(length, number))
        .map(rows -> Sql.one(rows).getLong(0));
  }

  private static Conflict exhausted(int length) {
    String cure =
        length < Pin.MAX_LENGTH
            ? "ask for a longer one: pin_length " + (length + 1) + " or more"
            : "delete rooms that are no longer used";
    return new Conflict(
        "pins_exhausted",
        "pin_length",
        "more than half of the PINs of " + length + " digits are in use here; " + cure);
  }
}
