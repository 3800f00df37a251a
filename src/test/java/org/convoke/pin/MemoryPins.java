package org.convoke.pin;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import org.convoke.store.Numbers.Lead;
import org.convoke.store.PinLookup;

/** A database of rooms and wrong PINs that answers at once, and outlives bridges. */
final class MemoryPins implements PinLookup {
  private final Map<String, Hit> byPin = new HashMap<>();
  private final Map<String, List<Instant>> failures = new HashMap<>();
  private final Map<String, Instant> known = new HashMap<>();
  private boolean hosts;

  /** Rooms with guest PINs alone, or with somebody who could let people in. */
  MemoryPins(boolean hosts) {
    this.hosts = hosts;
  }

  void room(String pin) {
    byPin.put(pin, new Hit(RoomId.random(), Role.GUEST));
  }

  int counted(String key) {
    return failures.getOrDefault(key, List.of()).size();
  }

  @Override
  public Future<Optional<Hit>> find(String number, Pin pin, Instant now) {
    return Future.succeededFuture(Optional.ofNullable(byPin.get(pin.digits())));
  }

  @Override
  public Future<Optional<Hit>> findInRoom(RoomId room, Pin pin, Instant now) {
    return find(null, pin, now).map(hit -> hit.filter(one -> one.room().equals(room)));
  }

  @Override
  public Future<Optional<Door>> door(RoomId room, Instant now) {
    return Future.succeededFuture(Optional.of(new Door(6, true, hosts)));
  }

  @Override
  public Future<Optional<ApplicationId>> application(ApplicationId id) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<Snapshot> snapshot(Instant now, int limit) {
    return Future.succeededFuture(new Snapshot(List.of(), Map.of(), Set.of()));
  }

  @Override
  public byte[] hmac(Pin pin) {
    return pin.digits().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Future<Integer> sharedLength(String number) {
    return Future.succeededFuture(6);
  }

  @Override
  public Future<Boolean> anyOfLength(int length) {
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Void> recordFailure(List<String> keys, Instant at) {
    keys.forEach(key -> failures.computeIfAbsent(key, k -> new ArrayList<>()).add(at));
    return Future.succeededFuture();
  }

  @Override
  public Future<Map<String, Integer>> countFailures(Map<String, Instant> sinceByKey) {
    Map<String, Integer> counts = new HashMap<>();
    sinceByKey.forEach((key, since) -> {
      List<Instant> all = failures.getOrDefault(key, List.of());
      int at = Collections.binarySearch(all, since.plusNanos(1));
      // Equal times may come in any order: the first of them counts.
      int from = at < 0 ? -at - 1 : at;
      while (from > 0 && all.get(from - 1).isAfter(since)) {
        from--;
      }
      counts.put(key, all.size() - from);
    });
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
    return Future.succeededFuture();
  }

  /** One number, which asks. */
  Numbers numbers(String number) {
    Numbers.Number asks = new Numbers.Number(number, number, Lead.ASK, Instant.EPOCH);
    return (Numbers)
        Proxy.newProxyInstance(
            Numbers.class.getClassLoader(),
            new Class<?>[] {Numbers.class},
            (self, method, arguments) -> {
              if (method.getName().equals("find")) {
                return Future.succeededFuture(
                    Optional.of(asks).filter(one -> one.number().equals(arguments[0])));
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
