package org.convoke.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.bus.Committed;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.WebhooksConfig;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.convoke.signing.Secret;
import org.convoke.signing.StandardWebhook;
import org.convoke.store.EventLog;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.Stores;
import org.convoke.store.Webhooks;
import org.convoke.store.Webhooks.Delivery;
import org.convoke.store.Webhooks.Endpoint;
import org.convoke.store.Webhooks.Format;
import org.convoke.store.Webhooks.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox on a real PostgreSQL, delivered to consumers that behave as each test says. */
class DeliveryIT {
  private static final WebhooksConfig CONFIG = new WebhooksConfig(8, 72, 24);
  private static Vertx vertx;
  private static Clock clock;
  private static TestDatabase database;
  private static Stores stores;
  private static Webhooks webhooks;
  private static EventLog log;
  private final Consumers consumers = new Consumers();
  private final ConcurrentLinkedQueue<Fact> facts = new ConcurrentLinkedQueue<>();
  private final List<String> deployed = new ArrayList<>();
  private MessageConsumer<Fact> journal;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    BusCodec.register(vertx);
    clock = Clock.system();
    database = TestDatabase.create(vertx, clock);
    stores = database.stores();
    webhooks = stores.webhooks();
    log = stores.eventLog();
  }

  @AfterAll
  static void close() {
    await(log.close());
    database.close();
    await(vertx.close());
  }

  @BeforeEach
  void empty() {
    run("truncate webhook_endpoints, webhook_deliveries, call_events, event_counters, calls");
    journal =
        vertx.eventBus().<Fact>localConsumer(Addresses.FACTS, message -> facts.add(message.body()));
  }

  @AfterEach
  void stop() {
    deployed.forEach(id -> await(vertx.undeploy(id)));
    await(journal.unregister());
  }

  @Test
  void eventsArriveOnceEachInTheOrderOfTheirRooms() {
    Endpoint one = create("http://one/");
    create("http://two/");
    deploy();
    for (int batch = 0; batch < 10; batch++) {
      store(60, 3);
    }
    until(
        () -> consumers.distinct("http://one/") == 600 && consumers.distinct("http://two/") == 600);
    assertOrder("http://one/");
    assertOrder("http://two/");
    assertThat(consumers.attempts("http://one/")).as("no duplicates").hasSize(600);
    var request = consumers.attempts("http://one/").getFirst();
    assertThat(
            StandardWebhook.verify(
                one.secret(),
                request.headers().get("webhook-id"),
                request.headers().get("webhook-timestamp"),
                request.headers().get("webhook-signature"),
                request.body().getBytes(),
                clock.now().getEpochSecond()))
        .isEqualTo(StandardWebhook.Verdict.GENUINE);
    until(() -> pending(one) == 0);
    Delivery delivery = await(webhooks.deliveries(one.id(), null, null, 1)).items().getFirst();
    assertThat(delivery.state()).isEqualTo(State.DELIVERED);
    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(delivery.lastStatus()).isEqualTo(204);
    assertThat(delivery.finishedAt()).isNotNull();
  }

  @Test
  void anEndpointThatWasAwayGetsEverythingSoonAfterItIsBack() {
    Endpoint endpoint = create("http://away/");
    consumers.answer("http://away/", request -> Consumers.away());
    deploy();
    store(400, 4);
    until(() -> consumers.attempts("http://away/").size() >= 4);
    until(() -> await(webhooks.find(endpoint.id())).orElseThrow().failingSince() != null);
    consumers.answer("http://away/", request -> Consumers.status(200));
    until(() -> pending(endpoint) == 0);
    assertThat(consumers.distinct("http://away/")).isEqualTo(400);
    assertOrder("http://away/");
    until(() -> await(webhooks.find(endpoint.id())).orElseThrow().failingSince() == null);
  }

  @Test
  void slowEndpointsHarmNoOther() {
    for (int i = 0; i < 20; i++) {
      create("http://slow" + i + "/");
      consumers.answer(
          "http://slow" + i + "/",
          request -> Promise.<org.convoke.fetch.Fetched>promise().future());
    }
    create("http://quick/");
    deploy();
    store(300, 10);
    until(() -> consumers.distinct("http://quick/") == 300);
    assertOrder("http://quick/");
    for (int i = 0; i < 20; i++) {
      assertThat(consumers.attempts("http://slow" + i + "/")).hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void anEventThatIsRefusedHoldsUpItsOwnRoomAlone() {
    RoomId sick = RoomId.random();
    RoomId well = RoomId.random();
    Endpoint endpoint = create("http://picky/");
    consumers.answer(
        "http://picky/",
        request -> Consumers.status(request.body().toString().contains("\"poison\"") ? 400 : 200));
    deploy();
    List<Entry> entries = new ArrayList<>();
    entries.add(entry("poison", sick));
    for (int i = 0; i < 600; i++) {
      entries.add(entry("room.muted", i % 2 == 0 ? sick : well));
    }
    store(entries);
    until(() -> consumers.distinct("http://picky/") == 301);
    assertThat(pending(endpoint)).isGreaterThanOrEqualTo(301);
    consumers.answer("http://picky/", request -> Consumers.status(200));
    until(() -> pending(endpoint) == 0);
    assertThat(consumers.distinct("http://picky/")).isEqualTo(601);
    assertOrder("http://picky/");
  }

  @Test
  void whoeverAnswers410IsDisabledAndGetsEverythingSinceOnceEnabled() {
    Endpoint endpoint = create("http://gone/");
    consumers.answer("http://gone/", request -> Consumers.status(410));
    deploy();
    store(20, 2);
    until(() -> !await(webhooks.find(endpoint.id())).orElseThrow().enabled());
    Endpoint disabled = await(webhooks.find(endpoint.id())).orElseThrow();
    assertThat(disabled.disabledReason()).isEqualTo(Webhooks.DisabledReason.GONE);
    until(() -> facts.stream().anyMatch(this::tellsOfTheEnd));
    assertThat(facts.stream().filter(this::tellsOfTheEnd).findFirst().orElseThrow().data())
        .containsEntry("webhook_id", endpoint.id())
        .containsEntry("reason", "gone");
    int attempts = consumers.attempts("http://gone/").size();
    store(30, 2);
    consumers.answer("http://gone/", request -> Consumers.status(200));
    assertThat(consumers.attempts("http://gone/")).as("nothing goes out").hasSize(attempts);
    await(webhooks.update(enabled(disabled)));
    until(() -> consumers.distinct("http://gone/") == 50 && pending(endpoint) == 0);
    assertOrder("http://gone/");
    store(10, 2);
    until(() -> consumers.distinct("http://gone/") == 60);
  }

  @Test
  void whenTheOneWhoDeliversIsGoneAnotherGoesOnWhereItWas() {
    Endpoint endpoint = create("http://heir/");
    consumers.answer(
        "http://heir/",
        request ->
            consumers.attempts("http://heir/").size() > 40
                ? Promise.<org.convoke.fetch.Fetched>promise().future()
                : Consumers.status(200));
    // It is never told to stop, and gives nothing back: as if it had been killed.
    Dispatcher killed = dispatcher();
    vertx.runOnContext(now -> killed.tick());
    store(200, 2);
    vertx.runOnContext(now -> killed.hint());
    until(() -> consumers.distinct("http://heir/") > 40);
    consumers.answer("http://heir/", request -> Consumers.status(200));
    deploy();
    until(() -> pending(endpoint) == 0);
    assertThat(consumers.distinct("http://heir/")).isEqualTo(200);
    assertOrder("http://heir/");
  }

  @Test
  void twoWhoDeliverShareTheWorkAndDoNothingTwice() {
    for (int i = 0; i < 10; i++) {
      create("http://shared" + i + "/");
    }
    deploy();
    deploy();
    store(100, 5);
    until(() -> {
      int all = 0;
      for (int i = 0; i < 10; i++) {
        all += consumers.distinct("http://shared" + i + "/");
      }
      return all == 1_000;
    });
    for (int i = 0; i < 10; i++) {
      assertThat(consumers.attempts("http://shared" + i + "/")).hasSize(100);
      assertOrder("http://shared" + i + "/");
    }
  }

  @Test
  void retriesAndReplaysGoOutAtOnce() {
    Endpoint endpoint = create("http://again/");
    deploy();
    store(5, 1);
    until(() -> pending(endpoint) == 0 && consumers.distinct("http://again/") == 5);
    Delivery first = await(webhooks.deliveries(endpoint.id(), null, null, 10)).items().getLast();
    await(webhooks.retry(endpoint.id(), first.id()));
    until(() -> consumers.attempts("http://again/").size() == 6);
    assertThat(consumers.attempts("http://again/").getLast().headers())
        .containsEntry("webhook-id", first.event().value())
        .containsEntry("webhook-attempt", "2");
    await(webhooks.replay(endpoint.id(), new Webhooks.Range(null, null, null, null, 2L)));
    until(() -> consumers.attempts("http://again/").size() == 8);
    assertThat(consumers.distinct("http://again/")).isEqualTo(5);
  }

  @Test
  void whatWasDeliveredLongAgoIsForgotten() {
    Endpoint endpoint = create("http://old/");
    deploy();
    store(10, 1);
    until(() -> pending(endpoint) == 0);
    run(
        "update webhook_deliveries set finished_at = finished_at - interval '2 days'"
            + " where id in (select id from webhook_deliveries order by id limit 7)");
    assertThat(await(stores.outbox().sweep(clock.now().minusSeconds(86_400)))).isFalse();
    assertThat(await(webhooks.deliveries(endpoint.id(), null, null, 20)).items()).hasSize(3);
    await(webhooks.delete(endpoint.id()));
    while (await(stores.outbox().sweep(clock.now().minusSeconds(86_400)))) {
      // The rest of what the deleted one left.
    }
    assertThat(count("select count(*) from webhook_deliveries")).isZero();
    assertThat(count("select count(*) from webhook_graves")).isZero();
  }

  private boolean tellsOfTheEnd(Fact fact) {
    return fact.type().equals(EventType.WEBHOOK_DISABLED);
  }

  private void deploy() {
    deployed.add(
        await(
            vertx.deployVerticle(new WebhookVerticle(stores.outbox(), consumers, clock, CONFIG))));
  }

  private Dispatcher dispatcher() {
    return new Dispatcher(
        vertx, stores.outbox(), consumers, clock, CONFIG, new SplittableRandom(1), () -> {});
  }

  private static Endpoint create(String url) {
    String secret = Secret.generate().text();
    return await(
        webhooks.create(
            new Webhooks.Draft(url, List.of("*"), null, Format.CONVOKE, secret, true), 1000));
  }

  private static Endpoint enabled(Endpoint old) {
    return new Endpoint(
        old.id(),
        null,
        old.url(),
        old.method(),
        old.events(),
        old.rooms(),
        old.format(),
        old.secret(),
        null,
        null,
        true,
        null,
        null,
        null,
        old.createdAt(),
        old.updatedAt());
  }

  private static Entry entry(String type, RoomId room) {
    return new Entry(EventId.random(), type, clock.now(), room, null, null, new JsonObject());
  }

  /** Events in {@code rooms} rooms, each of them with a call that goes on over all of them. */
  private static void store(int count, int rooms) {
    RoomId[] ids = new RoomId[rooms];
    java.util.Arrays.setAll(ids, i -> RoomId.random());
    CallId[] calls = {CallId.random(), CallId.random(), null};
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RoomId room = i % 7 == 0 && i % 3 != 2 ? null : ids[i % rooms];
      entries.add(
          new Entry(
              EventId.random(),
              "test.fact",
              clock.now(),
              room,
              calls[i % 3],
              null,
              new JsonObject().put("n", i)));
    }
    store(entries);
  }

  private static void store(List<Entry> entries) {
    long position =
        await(log.append(entries, fresh -> new Changes(List.of(), List.of(), List.of())));
    vertx.eventBus().publish(Addresses.COMMITTED, new Committed(position));
  }

  /** Within each room and each call the numbers go up by one. */
  private void assertOrder(String url) {
    Map<String, Long> last = new HashMap<>();
    for (JsonObject event : consumers.events(url)) {
      follows(last, url, event.getString("room_id"), event.getLong("room_seq"));
      follows(last, url, event.getString("call_id"), event.getLong("call_seq"));
    }
  }

  private static void follows(Map<String, Long> last, String url, String scope, Long seq) {
    if (scope != null) {
      Long before = last.put(scope, seq);
      assertThat(seq).as("%s %s", url, scope).isEqualTo(before == null ? 1 : before + 1);
    }
  }

  private static long pending(Endpoint endpoint) {
    return count(
        "select count(*) from webhook_deliveries where state = 'pending' and endpoint ="
            + " (select key from webhook_endpoints where id = '"
            + endpoint.id()
            + "')");
  }

  private static long count(String sql) {
    return await(stores.database().query(sql, Tuple.tuple())).iterator().next().getLong(0);
  }

  private static void run(String sql) {
    await(stores.database().query(sql, Tuple.tuple()));
  }

  private static void until(BooleanSupplier condition) {
    long end = clock.nowNs() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      assertThat(clock.nowNs() - end).as("it takes too long").isNegative();
      await(Future.succeededFuture().compose(now -> vertx.timer(20, TimeUnit.MILLISECONDS)));
    }
  }
}
