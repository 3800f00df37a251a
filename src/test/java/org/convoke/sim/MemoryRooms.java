package org.convoke.sim;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Page;
import org.convoke.store.Rooms;
import org.convoke.store.Unavailable;

/** Stored rooms in memory, with a database that can be taken away. */
public final class MemoryRooms implements Rooms {
  public final Map<RoomId, Room> rooms = new ConcurrentHashMap<>();
  public final Map<String, RoomId> conversations = new ConcurrentHashMap<>();
  public volatile boolean away;

  /** It answers when this is completed. */
  public volatile Future<Void> gate = Future.succeededFuture();

  /** A stored room; what the flags leave open is as a new room has it. */
  public RoomId add(boolean waitForHost, boolean endsWhenHostLeaves, String language) {
    RoomId id = RoomId.random();
    Instant now = Instant.EPOCH;
    rooms.put(
        id,
        new Room(
            id,
            id.value(),
            "Room",
            new Pin("4821"),
            new Pin("9374"),
            4,
            null,
            null,
            endsWhenHostLeaves,
            waitForHost,
            Announce.TONES,
            Access.OPEN,
            false,
            false,
            language,
            null,
            new JsonObject(),
            false,
            null,
            null,
            now,
            now,
            null));
    return id;
  }

  private <T> Future<T> answer(T value) {
    return away
        ? Future.failedFuture(new Unavailable(new IllegalStateException("it is away")))
        : gate.compose(_ -> Future.succeededFuture(value));
  }

  @Override
  public Future<Optional<Room>> find(RoomId id) {
    return answer(Optional.ofNullable(rooms.get(id)));
  }

  @Override
  public Future<Optional<Room>> findByLink(String slugOrId) {
    return answer(
        rooms.values().stream()
            .filter(room -> room.slug().equals(slugOrId) || room.id().value().equals(slugOrId))
            .findFirst());
  }

  @Override
  public Future<Room> update(Room room) {
    return answer(room).onSuccess(it -> rooms.put(it.id(), it));
  }

  @Override
  public Future<List<RoomId>> expire(Instant now, Instant unusedSince) {
    return answer(List.of());
  }

  @Override
  public Future<Room> create(Draft draft) {
    return Future.failedFuture("not asked for here");
  }

  @Override
  public Future<Page<Room>> list(String cursor, int limit) {
    return answer(new Page<>(List.copyOf(rooms.values()), null));
  }

  @Override
  public Future<Room> renewPins(RoomId id, int length) {
    return Future.failedFuture("not asked for here");
  }

  @Override
  public Future<Optional<Room>> delete(RoomId id) {
    return answer(Optional.ofNullable(rooms.remove(id)));
  }

  @Override
  public Future<Conversation> conversation(ApplicationId application, String name) {
    return answer(name)
        .map(asked -> {
          RoomId[] fresh = new RoomId[1];
          RoomId id =
              conversations.computeIfAbsent(
                  application + " " + asked, _ -> fresh[0] = addConversation(application, asked));
          return new Conversation(rooms.get(id), fresh[0] != null);
        });
  }

  private RoomId addConversation(ApplicationId application, String name) {
    RoomId id = add(false, false, "en");
    Room plain = rooms.get(id);
    rooms.put(
        id,
        new Room(
            id,
            plain.slug(),
            name,
            null,
            null,
            4,
            null,
            null,
            false,
            false,
            Announce.OFF,
            Access.TOKEN,
            false,
            false,
            "en",
            null,
            plain.metadata(),
            false,
            application,
            name,
            plain.createdAt(),
            plain.updatedAt(),
            null));
    return id;
  }

  @Override
  public Future<Long> countLive(String number) {
    return answer((long) rooms.size());
  }
}
