package org.convoke.sim;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers;
import org.convoke.store.PinLookup;
import org.convoke.store.Rooms.Room;

/** PINs and the counters of wrong ones in memory, over {@link MemoryRooms}. */
final class MemoryPins implements PinLookup {
  /** Number that asks for PINs. */
  static final String NUMBER = "1000";

  private record Failure(List<String> keys, Instant at) {}

  private final World world;
  private final MemoryRooms rooms;
  private final Set<ApplicationId> applications;
  private final List<Failure> failures = new ArrayList<>();
  private final Map<String, Instant> known = new HashMap<>();

  MemoryPins(World world, MemoryRooms rooms, Set<ApplicationId> applications) {
    this.world = world;
    this.rooms = rooms;
    this.applications = applications;
  }

  private List<Room> live() {
    return rooms.rooms.values().stream()
        .filter(room -> room.deletedAt() == null && room.pin() != null)
        .sorted((a, b) -> a.id().value().compareTo(b.id().value()))
        .toList();
  }

  @Override
  public Future<Optional<Hit>> find(String number, Pin pin, Instant now) {
    return Future.succeededFuture(
        live().stream().flatMap(room -> hit(room, pin).stream()).findFirst());
  }

  static Optional<Hit> hit(Room room, Pin pin) {
    if (pin.equals(room.pin())) {
      return Optional.of(new Hit(room.id(), Role.GUEST));
    }
    return pin.equals(room.hostPin())
        ? Optional.of(new Hit(room.id(), Role.HOST))
        : Optional.empty();
  }

  @Override
  public Future<Optional<Hit>> findInRoom(RoomId id, Pin pin, Instant now) {
    return Future.succeededFuture(
        live().stream()
            .filter(room -> room.id().equals(id))
            .flatMap(room -> hit(room, pin).stream())
            .findFirst());
  }

  @Override
  public Future<Optional<Door>> door(RoomId id, Instant now) {
    return Future.succeededFuture(
        live().stream()
            .filter(room -> room.id().equals(id))
            .map(room -> new Door(room.pinLength(), true, room.hostPin() != null))
            .findFirst());
  }

  @Override
  public Future<Optional<ApplicationId>> application(ApplicationId id) {
    return Future.succeededFuture(Optional.of(id).filter(applications::contains));
  }

  @Override
  public Future<Snapshot> snapshot(Instant now, int limit) {
    List<Held> held = new ArrayList<>();
    for (Room room : live()) {
      held.add(held(room, room.pin(), Role.GUEST));
      if (room.hostPin() != null) {
        held.add(held(room, room.hostPin(), Role.HOST));
      }
    }
    return Future.succeededFuture(
        new Snapshot(held, Map.of(NUMBER, Numbers.Lead.ASK), Set.copyOf(applications)));
  }

  private Held held(Room room, Pin pin, Role role) {
    return new Held(hmac(pin), null, pin.digits().length(), new Hit(room.id(), role), null);
  }

  @Override
  public byte[] hmac(Pin pin) {
    return pin.digits().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Future<Integer> sharedLength(String number) {
    return Future.succeededFuture(4);
  }

  @Override
  public Future<Boolean> anyOfLength(int length) {
    return Future.succeededFuture(length == 4);
  }

  @Override
  public Future<Void> recordFailure(List<String> keys, Instant at) {
    if (!world.has(Fault.UNCOUNTED_GUESS)) {
      failures.add(new Failure(List.copyOf(keys), at));
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Map<String, Integer>> countFailures(Map<String, Instant> sinceByKey) {
    Map<String, Integer> counts = new HashMap<>();
    for (Failure failure : failures) {
      for (String key : failure.keys) {
        Instant since = sinceByKey.get(key);
        if (since != null && failure.at.isAfter(since)) {
          counts.merge(key, 1, Integer::sum);
        }
      }
    }
    return Future.succeededFuture(counts);
  }

  @Override
  public Future<Void> recordKnown(List<String> keys, Instant at) {
    keys.forEach(key -> known.merge(key, at, (a, b) -> a.isAfter(b) ? a : b));
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> isKnown(String key, Instant since) {
    return Future.succeededFuture(known.containsKey(key) && known.get(key).isAfter(since));
  }

  @Override
  public Future<Void> purge(Instant before) {
    failures.removeIf(failure -> failure.at.isBefore(before));
    return Future.succeededFuture();
  }

  /** All wrong PINs that were written. */
  int failures() {
    return failures.size();
  }
}
