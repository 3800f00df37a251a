package org.convoke.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.JournalConfig;
import org.convoke.config.WebhooksConfig;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.convoke.journal.JournalVerticle;
import org.convoke.signing.Secret;
import org.convoke.store.DataFolder;
import org.convoke.store.Database;
import org.convoke.store.EmbeddedDatabase;
import org.convoke.store.Migrations;
import org.convoke.store.Stores;
import org.convoke.store.Webhooks.Draft;
import org.convoke.store.Webhooks.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journal and webhooks on a PostgreSQL of their own, which is killed. */
class OutageIT {
  private static final String URL = "http://consumer/";

  @TempDir private Path temporary;
  private final Clock clock = Clock.system();
  private final Consumers consumers = new Consumers();
  private Vertx vertx;
  private DataFolder folder;
  private EmbeddedDatabase server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    BusCodec.register(vertx);
    folder = DataFolder.open(temporary.resolve("data"));
    server = EmbeddedDatabase.start(folder, TestDatabase.programs());
    Migrations.apply(server.url(), folder.secrets());
    Stores stores = new Stores(Database.open(vertx, server.url(), 4), folder.secrets(), clock);
    String secret = Secret.generate().text();
    await(stores.database().ready());
    await(
        stores
            .webhooks()
            .create(new Draft(URL, List.of("*"), null, Format.CONVOKE, secret, true), 10));
    await(
        vertx.deployVerticle(
            new JournalVerticle(
                stores.eventLog(),
                stores.calls(),
                folder.path(),
                new JournalConfig(16, 90),
                clock)));
    await(
        vertx.deployVerticle(
            new WebhookVerticle(stores.outbox(), consumers, clock, new WebhooksConfig(8, 72, 24))));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
    server.stop();
    folder.close();
  }

  @Test
  void nothingIsLostOrOutOfOrderWhenPostgresIsKilledAndTheConsumerStumbles() {
    Random random = new Random(9);
    consumers.answer(
        URL, request -> random.nextInt(50) == 0 ? Consumers.away() : Consumers.status(200));
    List<String> sent = new ArrayList<>(send(300));
    server.process().orElseThrow().destroyForcibly();
    for (int i = 0; i < 20; i++) {
      sent.addAll(send(25));
      await(vertx.timer(50, TimeUnit.MILLISECONDS));
    }
    long end = clock.nowNs() + TimeUnit.SECONDS.toNanos(120);
    while (consumers.distinct(URL) < sent.size()) {
      assertThat(clock.nowNs() - end).as("%s arrived", consumers.distinct(URL)).isNegative();
      await(vertx.timer(50, TimeUnit.MILLISECONDS));
    }
    List<JsonObject> events = consumers.events(URL);
    assertThat(events)
        .extracting(event -> event.getString("id"))
        .containsExactlyInAnyOrderElementsOf(sent);
    Map<String, Long> last = new HashMap<>();
    for (JsonObject event : events) {
      follows(last, event.getString("room_id"), event.getLong("room_seq"));
      follows(last, event.getString("call_id"), event.getLong("call_seq"));
    }
  }

  private static void follows(Map<String, Long> last, String scope, Long seq) {
    if (scope != null) {
      Long before = last.put(scope, seq);
      assertThat(seq).as(scope).isEqualTo(before == null ? 1 : before + 1);
    }
  }

  private final RoomId[] rooms = {RoomId.random(), RoomId.random()};
  private final CallId[] calls = {CallId.random(), CallId.random(), CallId.random()};

  private List<String> send(int count) {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RoomId room = i % 5 == 0 ? null : rooms[i % 2];
      CallId call = i % 7 == 0 ? null : calls[i % 3];
      Fact fact = Fact.of("test.fact", clock.now(), room, call, null, Map.of("n", i));
      sent.add(fact.id().value());
      vertx.eventBus().send(Addresses.FACTS, fact);
    }
    return sent;
  }
}
