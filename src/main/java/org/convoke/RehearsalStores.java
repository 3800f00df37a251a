package org.convoke;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Credentials;
import org.convoke.store.Numbers;
import org.convoke.store.PinLookup;
import org.convoke.store.Rooms;
import org.convoke.store.Trunks;

/**
 * The stores of a bridge with one number and one room, in memory: what is asked of them while calls
 * come in and go, and nothing else.
 */
final class RehearsalStores {
  static final String NUMBER = "1000";
  static final String PIN = "4827";

  private final Rooms.Room room;
  private final Numbers.Number number;

  RehearsalStores(Instant now) {
    number = new Numbers.Number(NUMBER, NUMBER, Numbers.Lead.ASK, now);
    room =
        new Rooms.Room(
            RoomId.random(),
            "rehearsal",
            "Rehearsal",
            new Pin(PIN),
            null,
            PIN.length(),
            NUMBER,
            null,
            false,
            false,
            Rooms.Announce.TONES,
            Rooms.Access.OPEN,
            false,
            false,
            null,
            null,
            new JsonObject(),
            false,
            null,
            null,
            now,
            now,
            null);
  }

  Rooms rooms() {
    return answering(
        Rooms.class, Map.of("find", Optional.of(room), "update", room, "expire", List.of()));
  }

  Numbers numbers() {
    return answering(
        Numbers.class,
        Map.of("find", Optional.of(number), "list", List.of(number), "risks", Map.of()));
  }

  Trunks trunks() {
    return answering(Trunks.class, Map.of("list", List.of()));
  }

  Credentials credentials() {
    return answering(Credentials.class, Map.of("list", List.of()));
  }

  PinLookup pins() {
    PinLookup.Hit hit = new PinLookup.Hit(room.id(), Role.GUEST);
    byte[] hmac = PIN.getBytes(StandardCharsets.US_ASCII);
    PinLookup.Held held = new PinLookup.Held(hmac, NUMBER, PIN.length(), hit, null);
    PinLookup.Snapshot all =
        new PinLookup.Snapshot(List.of(held), Map.of(NUMBER, Numbers.Lead.ASK), Set.of());
    return answering(
        PinLookup.class,
        Map.of(
            "find",
            Optional.of(hit),
            "door",
            Optional.of(new PinLookup.Door(PIN.length(), true, false)),
            "snapshot",
            all,
            "countFailures",
            Map.of(),
            "sharedLength",
            PIN.length()));
  }

  /** A store that gives these answers at once, by the method's name, and refuses the rest. */
  private static <T> T answering(Class<T> store, Map<String, Object> answers) {
    return store.cast(
        Proxy.newProxyInstance(
            store.getClassLoader(),
            new Class<?>[] {store},
            (self, method, arguments) -> {
              Object answer = answers.get(method.getName());
              return answer == null
                  ? Future.failedFuture("not rehearsed: " + method.getName())
                  : Future.succeededFuture(answer);
            }));
  }
}
