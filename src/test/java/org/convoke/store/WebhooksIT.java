package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.convoke.signing.Secret;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.Webhooks.Delivery;
import org.convoke.store.Webhooks.DisabledReason;
import org.convoke.store.Webhooks.Draft;
import org.convoke.store.Webhooks.Endpoint;
import org.convoke.store.Webhooks.Format;
import org.convoke.store.Webhooks.Range;
import org.convoke.store.Webhooks.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksIT {
  private static final Range ALL = new Range(null, null, null, null, null);
  private static final RoomId ROOM = RoomId.random();
  private static final RoomId OTHER = RoomId.random();
  private static Vertx vertx;
  private static Clock clock;
  private static TestDatabase database;
  private static Stores stores;
  private static Webhooks webhooks;
  private static EventLog log;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
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
  }

  @Test
  void whatIsStoredIsWhatWasGiven() {
    Endpoint made = create(List.of("call.*", "participant.joined"), List.of(ROOM), true);
    assertThat(made.id()).startsWith("whk_");
    assertThat(made.enabled()).isTrue();
    assertThat(await(webhooks.find(made.id()))).contains(made);
    assertThat(await(webhooks.list(null, 10)).items()).containsExactly(made);
    String dump = text("select string_agg(w::text, ' ') from webhook_endpoints w");
    assertThat(dump).doesNotContain(made.secret());
    assertThatThrownBy(() -> await(webhooks.create(draft(List.of("*"), null, true), 1)))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> assertThat(conflict.code()).isEqualTo("webhooks_exhausted"));
    assertThat(await(webhooks.delete(made.id()))).isTrue();
    assertThat(await(webhooks.delete(made.id()))).isFalse();
    assertThat(await(webhooks.find(made.id()))).isEmpty();
  }

  @Test
  void eachEventHasARowForEachWhoTakesIt() {
    Endpoint calls = create(List.of("call.*"), null, true);
    Endpoint hands = create(List.of("participant.hand_raised"), null, true);
    Endpoint room = create(List.of("*"), List.of(ROOM), true);
    CallId call = CallId.random();
    store(
        event("call.started", null, call),
        event("participant.hand_raised", ROOM, call),
        // An underscore stands for itself, not for any character.
        event("participant.handXraised", OTHER, null),
        event("room.locked", OTHER, null));
    assertThat(types(calls)).containsExactly("call.started");
    assertThat(types(hands)).containsExactly("participant.hand_raised");
    assertThat(types(room)).containsExactly("participant.hand_raised");
    Delivery delivery = await(webhooks.deliveries(room.id(), null, null, 10)).items().getFirst();
    assertThat(delivery.seq()).isEqualTo(1);
    assertThat(delivery.room()).isEqualTo(ROOM);
    assertThat(delivery.call()).isEqualTo(call);
    assertThat(delivery.state()).isEqualTo(State.PENDING);
    assertThat(delivery.attempts()).isZero();
  }

  /** Who held them is gone, and by the clock of today its lease lasts until tomorrow. */
  @Test
  void aClockThatWasSetBackKeepsNobodyFromDelivering() {
    Endpoint endpoint = create(List.of("*"), null, true);
    UUID gone = UUID.randomUUID();
    UUID next = UUID.randomUUID();
    assertThat(await(stores.outbox().lease(gone, 10_000, 10))).hasSize(1);
    assertThat(await(stores.outbox().lease(next, 10_000, 10))).as("it is another's").isEmpty();
    run("update webhook_endpoints set leased_until = leased_until + interval '1 day'");
    assertThat(await(stores.outbox().lease(next, 10_000, 10)))
        .extracting(Outbox.Target::id)
        .containsExactly(endpoint.id());
    assertThat(await(stores.outbox().lease(gone, 10_000, 10))).isEmpty();
  }

  @Test
  void deliveriesComeInPagesAndByState() {
    Endpoint all = create(List.of("*"), null, true);
    for (int i = 0; i < 5; i++) {
      store(event("room.locked", ROOM, null));
    }
    run("update webhook_deliveries set state = 'dead', finished_at = now() where id % 2 = 0");
    List<Long> ids = new ArrayList<>();
    String cursor = null;
    do {
      Page<Delivery> page = await(webhooks.deliveries(all.id(), null, cursor, 2));
      page.items().forEach(delivery -> ids.add(delivery.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(ids).hasSize(5).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    Page<Delivery> dead = await(webhooks.deliveries(all.id(), State.DEAD, null, 10));
    assertThat(dead.items()).isNotEmpty().allMatch(delivery -> delivery.id() % 2 == 0);
    long one = dead.items().getFirst().id();
    assertThat(await(webhooks.retry(all.id(), one)).orElseThrow().state()).isEqualTo(State.PENDING);
    assertThat(await(webhooks.retry(all.id(), -1))).isEmpty();
    assertThat(await(webhooks.delivery("whk_none", one))).isEmpty();
  }

  @Test
  void whatWaitsForItsNextTryNeedNotOnceTheEndpointIsChanged() {
    Endpoint endpoint = create(List.of("*"), null, true);
    store(event("room.locked", ROOM, null));
    run(
        "update webhook_deliveries set attempts = 1, first_tried_at = now(),"
            + " next_try_at = now() + interval '10 minutes'");
    assertThat(waiting(endpoint).nextTryAt()).isNotNull();
    await(webhooks.update(with(endpoint, true)));
    assertThat(waiting(endpoint).nextTryAt()).isNull();
    assertThat(waiting(endpoint).attempts()).isOne();
  }

  private static Delivery waiting(Endpoint endpoint) {
    return await(webhooks.deliveries(endpoint.id(), State.PENDING, null, 1)).items().getFirst();
  }

  @Test
  void whatHappensWhileItIsDisabledIsMadeUpForStepByStep() {
    Endpoint endpoint = create(List.of("*"), null, true);
    store(event("room.locked", ROOM, null));
    Endpoint off = await(webhooks.update(with(endpoint, false))).orElseThrow();
    assertThat(off.disabledReason()).isEqualTo(DisabledReason.REQUESTED);
    assertThat(off.disabledAt()).isNotNull();
    store(event("room.unlocked", ROOM, null), event("room.muted", ROOM, null));
    assertThat(types(endpoint)).containsExactly("room.locked");

    Endpoint on = await(webhooks.update(with(off, true))).orElseThrow();
    assertThat(on.enabled()).isTrue();
    assertThat(on.disabledReason()).isNull();
    store(event("room.ended", ROOM, null));
    assertThat(catchUp(endpoint)).isFalse();
    store(event("room.deleted", ROOM, null));
    assertThat(catchUp(endpoint)).as("it is live").isFalse();
    assertThat(types(endpoint))
        .containsExactly(
            "room.locked", "room.unlocked", "room.muted", "room.ended", "room.deleted");
  }

  @Test
  void aNewEndpointIsToldNothingOfThePast() {
    store(event("room.locked", ROOM, null));
    Endpoint off = create(List.of("*"), null, false);
    store(event("room.unlocked", ROOM, null));
    await(webhooks.update(with(off, true)));
    catchUp(off);
    assertThat(types(off)).containsExactly("room.unlocked");
  }

  @Test
  void tooMuchAtOnceIsMadeUpForLater() {
    Endpoint endpoint = create(List.of("room.*"), null, true);
    run(
        "insert into webhook_endpoints (id, url, method, events, patterns, format, secret,"
            + " created_at, updated_at) select 'whk_' || n, url, method, events, patterns, format,"
            + " secret, now(), now() from webhook_endpoints, generate_series(1, 50) n");
    store(event("room.locked", ROOM, null));
    Entry[] many = new Entry[450];
    for (int i = 0; i < many.length; i++) {
      many[i] = event(i % 2 == 0 ? "room.muted" : "call.ringing", ROOM, CallId.random());
    }
    store(many);
    assertThat(types(endpoint)).as("not in the journal's time").hasSize(1);
    catchUp(endpoint);
    assertThat(types(endpoint)).hasSize(226);
    store(event("room.ended", ROOM, null));
    assertThat(types(endpoint)).hasSize(227).endsWith("room.ended");
  }

  @Test
  void eventsAreToldAgainByTimeOrByNumber() {
    Endpoint endpoint = create(List.of("room.*"), null, true);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      RoomId room = i % 2 == 0 ? ROOM : OTHER;
      entries.add(event("room.muted", room, null, start.plusSeconds(i)));
      entries.add(event("call.ringing", null, CallId.random(), start.plusSeconds(i)));
    }
    store(entries.toArray(Entry[]::new));
    run("truncate webhook_deliveries");
    Range time = new Range(start.plusSeconds(3), start.plusSeconds(7), null, null, null);
    assertThat(await(webhooks.replay(endpoint.id(), time))).isEqualTo(4);
    List<Delivery> again = await(webhooks.deliveries(endpoint.id(), null, null, 50)).items();
    assertThat(again.reversed())
        .extracting(delivery -> delivery.event().value())
        .as("with their old ids, in order")
        .containsExactly(
            entries.get(8).id().value(),
            entries.get(10).id().value(),
            entries.get(12).id().value(),
            entries.get(14).id().value());
    assertThat(await(webhooks.replay(endpoint.id(), new Range(null, null, ROOM, null, 3L))))
        .isEqualTo(2);
    assertThat(await(webhooks.replay(endpoint.id(), new Range(null, null, null, null, 3L))))
        .isEqualTo(4);
    assertThat(await(webhooks.replay(endpoint.id(), ALL))).isEqualTo(10);
    assertThatThrownBy(() -> await(webhooks.replay("whk_none", ALL)))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aRotatedSecretSignsForAWhile() {
    Endpoint endpoint = create(List.of("*"), null, true);
    String fresh = Secret.generate().text();
    Instant until = clock.now().plusSeconds(60);
    Endpoint rotated = await(webhooks.rotate(endpoint.id(), fresh, until)).orElseThrow();
    assertThat(rotated.secret()).isEqualTo(fresh);
    assertThat(rotated.oldSecret()).isEqualTo(endpoint.secret());
    assertThat(rotated.oldSecretUntil()).isBetween(until.minusMillis(1), until);
    assertThat(rotated.toString()).doesNotContain(fresh).doesNotContain("example");
  }

  @Test
  void anApplicationsEventUrlIsToldOfItsCallsAlone() {
    ApplicationId id = ApplicationId.random();
    Applications.Hook hook = new Applications.Hook("http://app.example/event", "GET");
    var application =
        new Applications.Application(
            id,
            "app",
            null,
            hook,
            null,
            "signature-secret-1",
            "key",
            Applications.DtmfFormat.OBJECT,
            "pem",
            null,
            null);
    await(stores.applications().create(application, 10));
    Endpoint endpoint = await(webhooks.ofApplication(id)).orElseThrow();
    assertThat(endpoint.method()).isEqualTo("GET");
    assertThat(endpoint.format()).isEqualTo(Format.VONAGE);
    assertThat(endpoint.secret()).isEqualTo("signature-secret-1");
    assertThat(await(webhooks.list(null, 10)).items()).isEmpty();

    CallId mine = CallId.random();
    await(
        log.append(
            List.of(
                event("call.started", null, mine),
                event("call.started", null, CallId.random()),
                event("call.media_silent", null, mine)),
            entries -> new Changes(List.of(), List.of(), List.of())));
    assertThat(types(endpoint)).as("no call is known to be its own").isEmpty();
    run(
        "insert into calls (id, state, started_at, application_id) values ('%s', 'ringing', now(),"
            + " '%s')",
        mine, id);
    store(event("call.answered", null, mine), event("call.media_silent", null, mine));
    assertThat(types(endpoint)).containsExactly("call.answered");

    var rotated =
        new Applications.Application(
            id,
            "app",
            null,
            hook,
            null,
            "signature-secret-2",
            "key",
            Applications.DtmfFormat.OBJECT,
            "pem",
            null,
            null);
    await(stores.applications().update(rotated));
    Endpoint after = await(webhooks.ofApplication(id)).orElseThrow();
    assertThat(after.id()).isEqualTo(endpoint.id());
    assertThat(after.secret()).isEqualTo("signature-secret-2");
    assertThat(after.oldSecret()).isEqualTo("signature-secret-1");
    assertThat(await(stores.applications().delete(id))).isTrue();
    assertThat(await(webhooks.ofApplication(id))).isEmpty();
  }

  @Test
  void theEventUrlOfAConversationIsToldOfItsRoomAndOfTheCallsInIt() {
    ApplicationId id = ApplicationId.random();
    Applications.Hook main = new Applications.Hook("http://app.example/event", "POST");
    Applications.Hook other = new Applications.Hook("http://app.example/meeting", "GET");
    Applications applications = stores.applications();
    await(applications.create(app(id, main, "signature-secret-1"), 10));
    RoomId room = await(stores.rooms().conversation(id, "standup")).room().id();
    assertThat(await(applications.tell(id, room, other))).isTrue();
    assertThat(await(applications.tell(id, room, other))).as("once is enough").isTrue();
    assertThat(await(applications.tell(id, room, main))).isTrue();
    assertThat(await(applications.tell(ApplicationId.random(), room, other))).isFalse();
    Endpoint own = conversation("GET");
    Endpoint same = conversation("POST");
    assertThat(own.rooms()).containsExactly(room);
    assertThat(await(webhooks.list(null, 10)).items()).isEmpty();
    assertThat(await(webhooks.ofApplication(id)).orElseThrow().rooms()).isNull();

    CallId inside = CallId.random();
    CallId outside = CallId.random();
    for (CallId call : List.of(inside, outside)) {
      run(
          "insert into calls (id, state, started_at, application_id)"
              + " values ('%s', 'answered', now(), '%s')",
          call, id);
    }
    run(
        "insert into participants (id, room_id, call_id) values ('%s', '%s', '%s')",
        CallId.random(), room, inside);
    store( // at once, as a busy journal does it
        event("call.started", null, inside),
        event("call.ringing", null, inside),
        event("call.answered", null, inside),
        event("room.started", room, null),
        event("participant.joined", room, inside),
        event("participant.muted", room, inside),
        event("room.started", RoomId.random(), null),
        event("call.completed", null, outside),
        event("participant.left", room, inside),
        event("call.completed", null, inside));
    assertThat(types(own))
        .containsExactly(
            "room.started", "participant.joined", "participant.left", "call.completed");
    assertThat(types(same))
        .as("calls are told there as the application's")
        .containsExactly("room.started", "participant.joined", "participant.left");
    assertThat(types(await(webhooks.ofApplication(id)).orElseThrow()))
        .containsExactly(
            "call.started", "call.ringing", "call.answered", "call.completed", "call.completed");

    await(applications.update(app(id, main, "signature-secret-2")));
    assertThat(conversation("GET").secret()).isEqualTo("signature-secret-2");
    assertThat(conversation("GET").oldSecret()).isEqualTo("signature-secret-1");
    await(applications.update(app(id, null, "signature-secret-2")));
    assertThat(await(webhooks.ofApplication(id))).isEmpty();
    assertThat(conversation("GET").id()).as("the conversation's own stays").isEqualTo(own.id());

    await(stores.rooms().delete(room));
    Instant never = Instant.EPOCH;
    await(stores.outbox().sweep(never));
    assertThat(conversation("GET").id()).as("all is told first").isEqualTo(own.id());
    run("update webhook_deliveries set state = 'delivered', finished_at = now()");
    await(stores.outbox().sweep(never));
    assertThat(text("select count(*)::text from webhook_endpoints where conversation"))
        .isEqualTo("0");
  }

  private static Endpoint conversation(String method) {
    String sql = "select id from webhook_endpoints where conversation and method = '";
    return await(webhooks.find(text(sql + method + "'"))).orElseThrow();
  }

  private static Applications.Application app(
      ApplicationId id, Applications.Hook event, String secret) {
    return new Applications.Application(
        id,
        "app",
        null,
        event,
        null,
        secret,
        "key",
        Applications.DtmfFormat.OBJECT,
        "pem",
        null,
        null);
  }

  private static Endpoint create(List<String> events, List<RoomId> rooms, boolean enabled) {
    return await(webhooks.create(draft(events, rooms, enabled), 100));
  }

  private static Draft draft(List<String> events, List<RoomId> rooms, boolean enabled) {
    String secret = Secret.generate().text();
    return new Draft("http://example.com/", events, rooms, Format.CONVOKE, secret, enabled);
  }

  private static Endpoint with(Endpoint old, boolean enabled) {
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
        enabled,
        null,
        null,
        null,
        old.createdAt(),
        old.updatedAt());
  }

  private static boolean catchUp(Endpoint endpoint) {
    int key =
        Integer.parseInt(
            text("select key::text from webhook_endpoints where id = '" + endpoint.id() + "'"));
    return await(
        stores.database().transaction(connection -> OutboxWriter.catchUp(connection, key)));
  }

  private static List<String> types(Endpoint endpoint) {
    return await(webhooks.deliveries(endpoint.id(), null, null, 1000)).items().reversed().stream()
        .map(Delivery::type)
        .toList();
  }

  private static Entry event(String type, RoomId room, CallId call) {
    return event(type, room, call, clock.now());
  }

  private static Entry event(String type, RoomId room, CallId call, Instant at) {
    return new Entry(EventId.random(), type, at, room, call, null, new JsonObject());
  }

  private static void store(Entry... entries) {
    await(log.append(List.of(entries), fresh -> new Changes(List.of(), List.of(), List.of())));
  }

  private static String text(String sql) {
    return Sql.one(await(stores.database().query(sql, Tuple.tuple()))).getString(0);
  }

  private static void run(String sql, Object... arguments) {
    await(
        stores
            .database()
            .query(String.format(sql.replace("% 2", "%% 2"), arguments), Tuple.tuple()));
  }
}
