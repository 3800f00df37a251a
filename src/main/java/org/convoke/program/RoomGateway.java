package org.convoke.program;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.Fetcher;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.ncco.Webhook;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Hook;
import org.convoke.store.Rooms;
import org.convoke.store.Rooms.Room;
import org.convoke.store.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of applications. Those met of late are remembered, so that who is on the way to one
 * finds it while the database is away. Owned by the program verticle's event loop.
 */
final class RoomGateway {
  private static final Logger LOG = LoggerFactory.getLogger(RoomGateway.class);
  private static final int REMEMBERED = 2_000;
  private static final long PATIENCE_MS = 1_500;

  /** In a room's metadata. */
  private static final String RECORD = "record";

  private record Key(ApplicationId application, String name) {}

  private record Told(RoomId room, Hook hook) {}

  private final Context context;
  private final Fetcher fetcher;
  private final Applications applications;
  private final Rooms rooms;
  private final Clock clock;
  private final Consumer<Fact> facts;
  private final Map<Key, RoomId> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RoomId> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Who is told of which room by now. */
  private final Map<Told, Boolean> told =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  RoomGateway(
      Context context,
      Fetcher fetcher,
      Applications applications,
      Rooms rooms,
      Clock clock,
      Consumer<Fact> facts) {
    this.context = context;
    this.fetcher = fetcher;
    this.applications = applications;
    this.rooms = rooms;
    this.clock = clock;
    this.facts = facts;
  }

  /**
   * The application's room of that name, made where there is none.
   *
   * @param record it shall be recorded: remembered with the room
   */
  Future<RoomId> conversation(ApplicationId application, String name, boolean record) {
    Key key = new Key(application, name);
    return here(rooms.conversation(application, name))
        .map(found -> {
          RoomId room = found.room().id();
          known.put(key, room);
          if (found.fresh()) {
            facts.accept(created(found.room()));
          }
          if (record && !isToBeRecorded(found.room())) {
            rememberRecord(found.room());
          }
          return room;
        })
        .recover(failure -> {
          RoomId before = failure instanceof Unavailable ? known.get(key) : null;
          return before == null ? Future.failedFuture(failure) : Future.succeededFuture(before);
        });
  }

  /**
   * Has the event URL of a conversation action told what befalls the room; {@code failed} is told
   * in a sentence where it is not. Never fails: nobody is kept out for that.
   */
  Future<RoomId> tell(
      ApplicationId application, RoomId room, Webhook webhook, Consumer<String> failed) {
    if (webhook == null) {
      return Future.succeededFuture(room);
    }
    Told mine = new Told(room, new Hook(webhook.url(), webhook.method()));
    if (told.containsKey(mine)) {
      return Future.succeededFuture(room);
    }
    try {
      fetcher.check(webhook.url());
    } catch (FetchRefused refused) {
      failed.accept(Attempts.reason(refused));
      return Future.succeededFuture(room);
    }
    return here(applications.tell(application, room, mine.hook()))
        .transform(done -> {
          if (done.succeeded() && done.result()) {
            told.put(mine, true);
          } else {
            failed.accept(
                done.succeeded()
                    ? "The application has too many event URLs of conversations."
                    : "The event URL cannot be stored now.");
          }
          return Future.succeededFuture(room);
        });
  }

  private static boolean isToBeRecorded(Room room) {
    return room.metadata() != null && Boolean.TRUE.equals(room.metadata().getValue(RECORD));
  }

  /** Nobody waits for it: a room that is not remembered so now is the next time. */
  private void rememberRecord(Room room) {
    JsonObject metadata = room.metadata() == null ? new JsonObject() : room.metadata().copy();
    here(rooms.update(room.withMetadata(metadata.put(RECORD, true))))
        .onSuccess(now ->
            facts.accept(
                Fact.of(
                    EventType.ROOM_UPDATED,
                    clock.now(),
                    now.id(),
                    null,
                    null,
                    Map.of("changed", List.of("metadata")))))
        .onFailure(failure -> LOG.info("room {}: {}", room.id(), failure.getMessage()));
  }

  /** Whether this is a live room of the application: itself, or nothing. */
  Future<Optional<RoomId>> ofApplication(ApplicationId application, RoomId id) {
    return here(rooms.find(id))
        .map(found ->
            found
                .filter(room -> application.equals(room.application()))
                .filter(room -> room.deletedAt() == null)
                .map(Room::id));
  }

  private Fact created(Room room) {
    Map<String, Object> data =
        Map.of(
            "name", room.name(),
            "application_id", room.application().value(),
            "conversation", room.conversation());
    return Fact.of(EventType.ROOM_CREATED, clock.now(), room.id(), null, null, data);
  }

  /** On our own event loop, and no later than a caller can wait for. */
  private <T> Future<T> here(Future<T> stored) {
    Promise<T> here = Promise.promise();
    stored
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .onComplete(done ->
            context.runOnContext(_ -> {
              if (done.failed() && done.cause() instanceof java.util.concurrent.TimeoutException) {
                here.fail(new Unavailable(done.cause()));
              } else {
                here.handle(done);
              }
            }));
    return here.future();
  }
}
