package org.convoke.pin;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoke.id.ApplicationId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.PinLookup.Door;
import org.convoke.store.PinLookup.Held;
import org.convoke.store.PinLookup.Hit;
import org.convoke.store.PinLookup.Snapshot;

/**
 * Answers from a copy of the PINs as PostgreSQL would have answered when it was made, or changed.
 * Pure.
 */
final class Snapshots {
  private static final int LENGTHS_MAX = 1000;

  private final Map<ByteBuffer, List<Held>> byHmac = new HashMap<>();
  private final Map<RoomId, List<Held>> byRoom = new HashMap<>();

  /** Answers of {@link #sharedLength} until the PINs change: every call asks. */
  private final Map<String, Integer> lengths = new HashMap<>();

  private final Map<String, Lead> numbers;
  private final Set<ApplicationId> applications;

  Snapshots(Snapshot snapshot) {
    snapshot.held().forEach(this::add);
    numbers = new HashMap<>(snapshot.numbers());
    applications = new HashSet<>(snapshot.applications());
  }

  static Snapshots empty() {
    return new Snapshots(new Snapshot(List.of(), Map.of(), Set.of()));
  }

  private void add(Held held) {
    byHmac.computeIfAbsent(ByteBuffer.wrap(held.hmac()), h -> new ArrayList<>(1)).add(held);
    byRoom.computeIfAbsent(held.hit().room(), r -> new ArrayList<>(2)).add(held);
  }

  // --- what was changed since

  /** The room's PINs are these and no others; none: the room is gone. */
  void room(RoomId room, List<Held> pins) {
    lengths.clear();
    List<Held> before = byRoom.remove(room);
    if (before != null) {
      before.forEach(this::remove);
    }
    pins.forEach(this::add);
  }

  private void remove(Held held) {
    byHmac.computeIfPresent(
        ByteBuffer.wrap(held.hmac()),
        (hmac, all) -> {
          all.remove(held);
          return all.isEmpty() ? null : all;
        });
  }

  /** There is this number, and it leads there. */
  void number(String number, Lead lead) {
    numbers.put(number, lead);
  }

  void noNumber(String number) {
    numbers.remove(number);
  }

  void application(ApplicationId id) {
    applications.add(id);
  }

  void noApplication(ApplicationId id) {
    applications.remove(id);
  }

  // --- answers

  /** Where it leads, or null when there is no such number. */
  Lead number(String number) {
    return numbers.get(number);
  }

  boolean has(ApplicationId id) {
    return applications.contains(id);
  }

  Optional<Hit> find(String number, byte[] hmac, Instant now) {
    List<Held> hits =
        byHmac.getOrDefault(ByteBuffer.wrap(hmac), List.of()).stream()
            .filter(held -> isLive(held, now) && (number == null || isAt(held, number)))
            .toList();
    return hits.size() == 1 ? Optional.of(hits.getFirst().hit()) : Optional.empty();
  }

  Optional<Hit> findInRoom(RoomId room, byte[] hmac, Instant now) {
    return byHmac.getOrDefault(ByteBuffer.wrap(hmac), List.of()).stream()
        .filter(held -> isLive(held, now) && held.hit().room().equals(room))
        .map(Held::hit)
        .findFirst();
  }

  Optional<Door> door(RoomId room, Instant now) {
    List<Held> pins = byRoom.getOrDefault(room, List.of());
    if (pins.isEmpty() || !isLive(pins.getFirst(), now)) {
      return Optional.empty();
    }
    boolean hasHost = pins.stream().anyMatch(held -> held.hit().role() == Role.HOST);
    boolean shared = pins.getFirst().length() == pins.getLast().length();
    return Optional.of(new Door(shared ? pins.getFirst().length() : 0, true, hasHost));
  }

  int sharedLength(String number) {
    if (lengths.size() >= LENGTHS_MAX) {
      lengths.clear();
    }
    return lengths.computeIfAbsent(number, this::countSharedLength);
  }

  private int countSharedLength(String number) {
    int[] lengths =
        byHmac.values().stream()
            .flatMap(List::stream)
            .filter(held -> isAt(held, number))
            .mapToInt(Held::length)
            .distinct()
            .limit(2)
            .toArray();
    return lengths.length == 1 ? lengths[0] : 0;
  }

  boolean anyOfLength(int length) {
    return byHmac.values().stream().flatMap(List::stream).anyMatch(held -> held.length() == length);
  }

  private static boolean isAt(Held held, String number) {
    return held.number() == null || held.number().equals(number);
  }

  private static boolean isLive(Held held, Instant now) {
    return held.expiresAt() == null || held.expiresAt().isAfter(now);
  }
}
