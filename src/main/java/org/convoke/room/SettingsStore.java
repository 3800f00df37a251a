package org.convoke.room;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored rooms as a live one needs them: read from the database, and for 5 minutes from memory
 * while it is away; flags are written when it is there. Owned by the room verticle's event loop.
 */
final class SettingsStore {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);
  private static final long CACHE_NS = 300_000_000_000L;
  private static final int CACHE_MAX = 10_000;
  private static final long QUERY_MS = 1_000;

  /** Where memory has nothing to say instead: as long as a slow database may take. */
  private static final long PATIENT_MS = 3_000;

  private record Seen(Rooms.Room room, long atNs) {}

  private record Flags(boolean locked, boolean muted) {}

  private final Rooms rooms;
  private final Map<RoomId, Seen> seen =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomId, Seen> eldest) {
          return size() > CACHE_MAX;
        }
      };

  /** Flags that the database does not have yet. */
  private final Map<RoomId, Flags> unsaved = new HashMap<>();

  SettingsStore(Rooms rooms) {
    this.rooms = rooms;
  }

  /** The room, empty when there is none; fails when the database is away and memory too old. */
  Future<Optional<Rooms.Room>> find(RoomId id, long nowNs) {
    return ask(() -> rooms.find(id), seen.containsKey(id) ? QUERY_MS : PATIENT_MS)
        .map(found -> {
          if (found.isEmpty()) {
            seen.remove(id);
          }
          return found.map(room -> remember(room, nowNs));
        })
        .recover(failure -> {
          Seen last = seen.get(id);
          return last != null && nowNs - last.atNs() <= CACHE_NS
              ? Future.succeededFuture(Optional.of(last.room()))
              : Future.failedFuture(failure);
        });
  }

  /** The room as it was last seen, however long ago. */
  Optional<Rooms.Room> last(RoomId id) {
    return Optional.ofNullable(seen.get(id)).map(Seen::room);
  }

  private Rooms.Room remember(Rooms.Room room, long nowNs) {
    Flags flags = unsaved.get(room.id());
    Rooms.Room now = flags == null ? room : with(room, flags);
    seen.put(room.id(), new Seen(now, nowNs));
    return now;
  }

  /** Stores the flags; when that fails they are kept for {@link #retry}. Never fails. */
  Future<Void> keep(RoomId id, boolean locked, boolean muted, long nowNs) {
    Flags flags = new Flags(locked, muted);
    unsaved.put(id, flags);
    Seen last = seen.get(id);
    if (last != null) {
      seen.put(id, new Seen(with(last.room(), flags), last.atNs()));
    }
    return save(id, flags, nowNs);
  }

  /** Writes what could not be written. */
  void retry(long nowNs) {
    Map.copyOf(unsaved).forEach((id, flags) -> save(id, flags, nowNs));
  }

  private Future<Void> save(RoomId id, Flags flags, long nowNs) {
    return ask(() -> rooms.find(id))
        .compose(found ->
            found.isEmpty() || found.get().deletedAt() != null
                ? Future.<Rooms.Room>succeededFuture()
                : ask(() -> rooms.update(with(found.get(), flags))))
        .onSuccess(room -> {
          unsaved.remove(id, flags);
          if (room != null) {
            remember(room, nowNs);
          }
        })
        .onFailure(
            failure -> LOG.warn("room {}: its flags are not stored yet: {}", id, reason(failure)))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** Rooms that expired, also by not being used; none when the database is away. */
  Future<List<RoomId>> expire(Instant now, Instant unusedSince) {
    return ask(() -> rooms.expire(now, unusedSince))
        .onFailure(failure -> LOG.warn("expired rooms wait: {}", reason(failure)))
        .otherwise(List.of());
  }

  private static <T> Future<T> ask(Supplier<Future<T>> query) {
    return ask(query, QUERY_MS);
  }

  private static <T> Future<T> ask(Supplier<Future<T>> query, long patienceMs) {
    try {
      return query.get().timeout(patienceMs, TimeUnit.MILLISECONDS);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private static String reason(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private static Rooms.Room with(Rooms.Room room, Flags flags) {
    return new Rooms.Room(
        room.id(),
        room.slug(),
        room.name(),
        room.pin(),
        room.hostPin(),
        room.pinLength(),
        room.number(),
        room.maxParticipants(),
        room.endsWhenHostLeaves(),
        room.waitForHost(),
        room.announce(),
        room.access(),
        flags.locked(),
        flags.muted(),
        room.language(),
        room.expiresAt(),
        room.metadata(),
        room.createdByVisit(),
        room.application(),
        room.conversation(),
        room.createdAt(),
        room.updatedAt(),
        room.deletedAt());
  }
}
