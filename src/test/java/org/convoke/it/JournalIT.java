package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.bus.Committed;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.JournalConfig;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.journal.JournalVerticle;
import org.convoke.store.Calls;
import org.convoke.store.DataFolder;
import org.convoke.store.Database;
import org.convoke.store.EmbeddedDatabase;
import org.convoke.store.Events;
import org.convoke.store.Migrations;
import org.convoke.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a PostgreSQL of its own, which may be killed. */
class JournalIT {
  private static final Events.Filter ALL = new Events.Filter(null, null, List.of());

  @TempDir private Path temporary;
  private final Clock clock = Clock.system();
  private Vertx vertx;
  private DataFolder folder;
  private EmbeddedDatabase server;
  private Stores stores;
  private String deployment;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    BusCodec.register(vertx);
    folder = DataFolder.open(temporary.resolve("data"));
    server = EmbeddedDatabase.start(folder, TestDatabase.programs());
    Migrations.apply(server.url(), folder.secrets());
    stores = new Stores(Database.open(vertx, server.url(), 2), folder.secrets(), clock);
    deploy();
  }

  @AfterEach
  void stop() {
    await(vertx.close());
    server.stop();
    folder.close();
  }

  @Test
  void factsBecomeEventsInOrderWithNumbersWithoutGaps() {
    List<Fact> sent = send(2_000);
    assertStored(sent);
  }

  @Test
  void nothingIsLostDoubledOrOutOfOrderWhenPostgresIsKilled() {
    List<Fact> sent = new ArrayList<>(send(300));
    server.process().orElseThrow().destroyForcibly();
    for (int i = 0; i < 20; i++) {
      sent.addAll(send(25));
      pause(50);
    }
    assertStored(sent);
  }

  @Test
  void eventsThatWaitOnDiskAreStoredAtTheNextStart() {
    List<Fact> sent = new ArrayList<>(send(50));
    assertStored(sent);
    server.stop(); // for good: nothing revives it
    sent.addAll(send(100));
    pause(300);
    sent.addAll(send(100));
    await(vertx.undeploy(deployment));
    await(stores.database().close());

    server = EmbeddedDatabase.start(folder, TestDatabase.programs());
    stores = new Stores(Database.open(vertx, server.url(), 2), folder.secrets(), clock);
    deploy();
    sent.addAll(send(10));
    assertStored(sent);
  }

  @Test
  void whatACrashLeftOpenIsClosedExactlyOnce() {
    RoomId room = RoomId.random();
    CallId done = CallId.random();
    CallId open = CallId.random();
    ParticipantId participant = ParticipantId.random();
    publish(Fact.of(EventType.CALL_STARTED, clock.now(), null, done, null, Map.of("from", "a")));
    publish(Fact.of(EventType.CALL_COMPLETED, clock.now(), null, done, null, Map.of("cause", "x")));
    publish(Fact.of(EventType.CALL_STARTED, clock.now(), null, open, null, Map.of("from", "b")));
    publish(Fact.of(EventType.CALL_ANSWERED, clock.now(), null, open, null, Map.of()));
    publish(Fact.of(EventType.ROOM_STARTED, clock.now(), room, null, null, Map.of()));
    Fact last =
        Fact.of(EventType.PARTICIPANT_JOINED, clock.now(), room, open, participant, Map.of());
    publish(last);
    awaitStored(last);
    for (int start = 0; start < 2; start++) {
      await(vertx.undeploy(deployment));
      deploy();
    }
    List<Events.Event> events = await(stores.events().after(0, ALL, 100));
    assertThat(events)
        .extracting(Events.Event::type)
        .containsExactly(
            EventType.CALL_STARTED,
            EventType.CALL_COMPLETED,
            EventType.CALL_STARTED,
            EventType.CALL_ANSWERED,
            EventType.ROOM_STARTED,
            EventType.PARTICIPANT_JOINED,
            EventType.PARTICIPANT_LEFT,
            EventType.ROOM_ENDED,
            EventType.CALL_COMPLETED);
    Calls.Call call = await(stores.calls().find(open)).orElseThrow();
    assertThat(call.state()).isEqualTo("completed");
    assertThat(call.cause()).isEqualTo("bridge_restarted");
    assertThat(call.room()).isEqualTo(room);
    assertThat(call.from()).isEqualTo("b");
    assertThat(await(stores.calls().find(done)).orElseThrow().cause()).isEqualTo("x");
    assertThat(await(stores.calls().unfinished())).isEmpty();
    assertThat(await(stores.events().after(0, filter("participant.*"), 9))).hasSize(2);
    assertThat(await(stores.events().positionOf(last.id()))).isEqualTo(events.get(5).position());
  }

  @Test
  void whatIsOldIsDeletedAndTheNumbersGoOn() {
    CallId call = CallId.random();
    ParticipantId participant = ParticipantId.random();
    RoomId room = RoomId.random();
    java.time.Instant old = clock.now().minus(java.time.Duration.ofDays(91));
    publish(Fact.of(EventType.CALL_STARTED, old, null, call, null, Map.of("from", "a")));
    publish(Fact.of(EventType.PARTICIPANT_JOINED, old, room, call, participant, Map.of()));
    publish(Fact.of(EventType.PARTICIPANT_LEFT, old, room, call, participant, Map.of()));
    publish(Fact.of(EventType.CALL_COMPLETED, old, null, call, null, Map.of("cause", "x")));
    Fact fresh = Fact.of("test.fact", clock.now(), room, null, null, Map.of());
    publish(fresh);
    awaitStored(fresh);
    await(vertx.undeploy(deployment));
    deploy();
    Fact next = Fact.of("test.fact", clock.now(), room, null, null, Map.of());
    publish(next);
    awaitStored(next);
    awaitEvents(2);
    assertThat(await(stores.events().after(0, ALL, 9)))
        .extracting(Events.Event::roomSeq)
        .containsExactly(3L, 4L);
    assertThat(await(stores.calls().find(call))).isEmpty();
  }

  private void awaitEvents(int count) {
    for (int i = 0; i < 300 && await(stores.events().after(0, ALL, 9)).size() != count; i++) {
      pause(50);
    }
  }

  @Test
  void oneEventThatPostgresRefusesDoesNotHoldUpTheOthers() {
    // No time of PostgreSQL, whether the events come straight or by way of the disk.
    Fact bad = Fact.of("x", java.time.Instant.MIN, null, CallId.random(), null, Map.of());
    Fact tooBig =
        Fact.of(
            EventType.CALL_STARTED, java.time.Instant.MAX, null, CallId.random(), null, Map.of());
    publish(bad);
    List<Fact> sent = new ArrayList<>(send(3));
    publish(tooBig);
    sent.addAll(send(3));
    assertStored(sent);
  }

  @Test
  void aTransactionThatIsLateIsStoredWholeOrNotAtAll() {
    CallId call = CallId.random();
    List<Fact> sent = new ArrayList<>();
    sent.add(Fact.of(EventType.CALL_STARTED, clock.now(), null, call, null, Map.of()));
    // Each statement waits less than it may, all of them longer than the journal does.
    Future<?> first = holding("select pg_advisory_xact_lock(" + 0x436f6e766f6b6502L + ")", 1_600);
    Future<?> second = holding("lock table event_counters in access exclusive mode", 3_200);
    pause(200);
    publish(sent.getFirst());
    await(first);
    await(second);
    for (int i = 0; i < 5; i++) {
      sent.add(Fact.of("test.fact", clock.now(), null, call, null, Map.of("n", i)));
      publish(sent.getLast());
    }
    assertStored(sent);
    assertThat(await(stores.calls().find(call))).isPresent();
  }

  /** Takes a lock and keeps it for so long. */
  private Future<?> holding(String lock, long ms) {
    return stores
        .database()
        .transaction(connection ->
            connection
                .query(lock)
                .execute()
                .compose(taken -> vertx.timer(ms, TimeUnit.MILLISECONDS)))
        .otherwiseEmpty();
  }

  private Events.Filter filter(String type) {
    return new Events.Filter(null, null, List.of(type));
  }

  private void deploy() {
    deployment =
        await(
            vertx.deployVerticle(
                new JournalVerticle(
                    stores.eventLog(),
                    stores.calls(),
                    folder.path(),
                    new JournalConfig(16, 90),
                    clock)));
  }

  private List<Fact> send(int count) {
    RoomId[] rooms = {RoomId.random(), RoomId.random()};
    CallId[] calls = {CallId.random(), CallId.random(), CallId.random()};
    List<Fact> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RoomId room = i % 5 == 0 ? null : rooms[i % 2];
      CallId call = i % 7 == 0 ? null : calls[i % 3];
      Fact fact = Fact.of("test.fact", clock.now(), room, call, null, Map.of("n", i));
      sent.add(fact);
      publish(fact);
    }
    return sent;
  }

  private void publish(Fact fact) {
    vertx.eventBus().send(Addresses.FACTS, fact);
  }

  /** Waits by what the journal itself announces, and by looking once in between. */
  private void awaitStored(Fact last) {
    Promise<Void> there = Promise.promise();
    var consumer =
        vertx
            .eventBus()
            .<Committed>localConsumer(
                Addresses.COMMITTED, message -> completeWhenStored(last, there));
    long poll = vertx.setPeriodic(500, timer -> completeWhenStored(last, there));
    completeWhenStored(last, there);
    await(there.future());
    vertx.cancelTimer(poll);
    consumer.unregister();
  }

  private void completeWhenStored(Fact last, Promise<Void> there) {
    stores
        .events()
        .positionOf(last.id())
        .onSuccess(position -> {
          if (position > 0) {
            there.tryComplete();
          }
        });
  }

  private void assertStored(List<Fact> sent) {
    awaitStored(sent.getLast());
    List<Events.Event> events = new ArrayList<>();
    List<Events.Event> page;
    do {
      long from = events.isEmpty() ? 0 : events.getLast().position();
      page = await(stores.events().after(from, ALL, 1000));
      events.addAll(page);
    } while (page.size() == 1000);
    assertThat(events.stream().map(event -> event.id().value()).toList())
        .isEqualTo(sent.stream().map(fact -> fact.id().value()).toList());
    Map<Object, Long> seqs = new HashMap<>();
    for (Events.Event event : events) {
      if (event.room() != null) {
        assertThat(event.roomSeq()).isEqualTo(seqs.merge(event.room(), 1L, Long::sum));
      }
      if (event.call() != null) {
        assertThat(event.callSeq()).isEqualTo(seqs.merge(event.call(), 1L, Long::sum));
      }
    }
    assertThat(
            await(stores.database().query("select count(*) from call_events", Tuple.tuple()))
                .iterator()
                .next()
                .getLong(0))
        .isEqualTo(sent.size());
  }

  private void pause(long ms) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(ms, timer -> over.complete());
    await(over.future());
  }
}
