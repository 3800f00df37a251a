package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.convoke.store.Applications.Hook;
import org.convoke.store.EventLog.CallChange;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.EventLog.MeetingChange;
import org.convoke.store.EventLog.Origin;
import org.convoke.store.Numbers.Lead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationsIT {
  private static Vertx vertx;
  private static TestDatabase database;
  private static Stores stores;
  private static Clock clock;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    clock = Clock.system();
    database = TestDatabase.create(vertx, clock);
    stores = database.stores();
  }

  @AfterAll
  static void close() {
    database.close();
    await(vertx.close());
  }

  @BeforeEach
  void empty() {
    sql("truncate rooms, pins, numbers, applications cascade");
  }

  @Test
  void anApplicationIsFoundAsItWasMadeAndItsSecretIsSealed() {
    Application made = make("IVR");
    assertThat(await(stores.applications().find(made.id()))).contains(made);
    assertThat(made.signatureSecret()).isEqualTo("a secret to keep");
    assertThat(made.toString()).doesNotContain("secret");
    assertThat(sql("select string_agg(a::text, ' ') from applications a"))
        .doesNotContain("a secret to keep")
        .doesNotContain("61207365637265742074");
    assertThat(await(stores.applications().find(ApplicationId.random()))).isEmpty();
  }

  @Test
  void whatChangesIsStoredAndTheRestStays() {
    Application made = make("IVR");
    Application changed =
        new Application(
            made.id(),
            "Desk",
            null,
            new Hook("https://a.example/e", "GET"),
            null,
            "another secret of it",
            "k2",
            DtmfFormat.STRING,
            "pem2",
            Instant.EPOCH,
            Instant.EPOCH);
    Application stored = await(stores.applications().update(changed)).orElseThrow();
    assertThat(stored)
        .usingRecursiveComparison()
        .ignoringFields("createdAt", "updatedAt", "oldSecret", "oldSecretUntil")
        .isEqualTo(changed);
    assertThat(stored.oldSecret()).isEqualTo("a secret to keep");
    assertThat(Duration.between(stored.updatedAt(), stored.oldSecretUntil()))
        .isCloseTo(Applications.KEEP_OLD, Duration.ofMinutes(1));
    Application same = await(stores.applications().update(changed)).orElseThrow();
    assertThat(same.oldSecretUntil()).as("the same again").isEqualTo(stored.oldSecretUntil());
    assertThat(stored.createdAt()).isEqualTo(made.createdAt());
    assertThat(stored.updatedAt()).isAfterOrEqualTo(made.updatedAt());
    assertThat(await(stores.applications().find(made.id()))).contains(same);
    await(stores.applications().delete(made.id()));
    assertThat(await(stores.applications().update(changed))).isEmpty();
  }

  @Test
  void thereAreAsManyAsThereMayBeAndThePagesHoldThemAll() {
    List<ApplicationId> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(make("a" + i).id());
    }
    assertThatThrownBy(() -> await(stores.applications().create(application("more"), 5)))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> assertThat(conflict.code()).isEqualTo("applications_exhausted"));
    List<ApplicationId> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Application> page = await(stores.applications().list(cursor, 2));
      page.items().forEach(one -> seen.add(one.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).isEqualTo(made);
    assertThat(await(stores.applications().all(3))).hasSize(3);
  }

  @Test
  void anApplicationThatANumberLeadsToIsNotDeleted() {
    Application made = make("IVR");
    await(stores.numbers().create("2000", "2000", Lead.to(made.id())));
    assertThatThrownBy(() -> await(stores.applications().delete(made.id())))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> {
              assertThat(conflict.code()).isEqualTo("application_in_use");
              assertThat(conflict.getMessage()).contains("2000");
            });
    await(stores.numbers().delete("2000"));
    assertThat(await(stores.applications().delete(made.id()))).isTrue();
    assertThat(await(stores.applications().delete(made.id()))).isFalse();
  }

  @Test
  void aNumberLeadsOneWayAndIsInTheCopy() {
    Application made = make("IVR");
    Rooms.Room room = await(stores.rooms().create(draft(null)));
    Numbers.Number number = await(stores.numbers().create("2000", "two", Lead.to(made.id())));
    assertThat(number.asks()).isFalse();
    assertThat(await(stores.numbers().risks(100))).doesNotContainKey("2000");
    PinLookup.Snapshot copy = await(stores.pins().snapshot(clock.now(), 100));
    assertThat(copy.numbers()).containsEntry("2000", Lead.to(made.id()));
    assertThat(copy.applications()).containsExactly(made.id());
    assertThat(await(stores.pins().application(made.id()))).contains(made.id());
    assertThatThrownBy(() -> await(stores.rooms().create(draft("2000"))))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("number_in_use"));

    assertThat(await(stores.numbers().update("2000", "2", Lead.to(room.id()))))
        .contains(new Numbers.Number("2000", "2", Lead.to(room.id()), number.createdAt()));
    assertThat(await(stores.numbers().update("2000", "2", Lead.ASK)).orElseThrow().asks()).isTrue();
    await(stores.rooms().create(draft("2000")));
    assertThatThrownBy(() -> await(stores.numbers().update("2000", "2", Lead.to(made.id()))))
        .as("a room's PINs count there alone")
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("number_in_use"));
    assertThat(await(stores.numbers().update("2000", "two", Lead.ASK))).isPresent();
    assertThat(await(stores.numbers().update("4711", "x", Lead.ASK))).isEmpty();
    Lead nowhere = Lead.to(ApplicationId.random());
    assertThatThrownBy(() -> await(stores.numbers().create("3000", "x", nowhere)))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> assertThat(conflict.code()).isEqualTo("application_unknown"));
  }

  @Test
  void allWhoNameAConversationAtOnceAreInOneRoom() {
    ApplicationId one = make("one").id();
    ApplicationId other = make("other").id();
    List<Future<Rooms.Conversation>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(stores.rooms().conversation(i % 2 == 0 ? one : other, "sales"));
    }
    Set<RoomId> rooms = new HashSet<>();
    int fresh = 0;
    for (Future<Rooms.Conversation> each : asked) {
      Rooms.Conversation found = await(each);
      rooms.add(found.room().id());
      fresh += found.fresh() ? 1 : 0;
    }
    assertThat(rooms).as("each application has its own").hasSize(2);
    assertThat(fresh).isEqualTo(2);
    Rooms.Room room = await(stores.rooms().conversation(one, "sales")).room();
    assertThat(room.application()).isEqualTo(one);
    assertThat(room.conversation()).isEqualTo("sales");
    assertThat(room.name()).isEqualTo("sales");
    assertThat(room.access()).isEqualTo(Rooms.Access.TOKEN);
    assertThat(room.pin()).isNull();
    assertThat(await(stores.rooms().list(null, 10)).items()).contains(room).hasSize(2);
  }

  @Test
  void aConversationHasNoPinAndCountsInNoPool() {
    ApplicationId one = make("one").id();
    Rooms.Room room = await(stores.rooms().conversation(one, "sales")).room();
    assertThat(await(stores.rooms().countLive(null))).isZero();
    assertThat(await(stores.rooms().countLive("1000"))).isZero();
    assertThat(await(stores.pins().door(room.id(), clock.now())))
        .contains(new PinLookup.Door(0, false, false));
    assertThatThrownBy(() -> await(stores.rooms().renewPins(room.id(), 4)))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("no_pins"));
  }

  @Test
  void theNameOfAConversationIsAnyTextUpTo128Characters() {
    ApplicationId one = make("one").id();
    String longest = "ü😀".repeat(64);
    assertThat(await(stores.rooms().conversation(one, longest)).room().conversation())
        .isEqualTo(longest);
    for (String wrong : new String[] {null, "", "  ", longest + "x", "a\0b"}) {
      assertThatThrownBy(() -> await(stores.rooms().conversation(one, wrong)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> await(stores.rooms().conversation(ApplicationId.random(), "sales")))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aConversationExpiresADayAfterItsLastMeeting() {
    ApplicationId one = make("one").id();
    Rooms.Room room = await(stores.rooms().conversation(one, "sales")).room();
    Instant began = clock.now();
    assertThat(room.expiresAt()).isBetween(began.plus(Duration.ofHours(23)), later(began, 25));
    EventLog log = stores.eventLog();
    meeting(log, room.id(), began, null);
    assertThat(await(stores.rooms().find(room.id())).orElseThrow().expiresAt()).isNull();
    await(stores.rooms().update(with(room, "Sales")));
    assertThat(await(stores.rooms().conversation(one, "sales")).room().expiresAt()).isNull();
    assertThat(await(stores.rooms().expire(later(began, 100), Instant.EPOCH))).isEmpty();

    Instant ended = later(began, 48);
    meeting(log, room.id(), null, ended);
    await(log.close());
    assertThat(await(stores.rooms().conversation(one, "sales")).room().expiresAt())
        .isEqualTo(Sql.time(later(ended, 24)).toInstant());
    assertThat(await(stores.rooms().expire(later(ended, 23), Instant.EPOCH))).isEmpty();
    assertThat(await(stores.rooms().expire(later(ended, 24), Instant.EPOCH)))
        .containsExactly(room.id());
    Rooms.Conversation next = await(stores.rooms().conversation(one, "sales"));
    assertThat(next.fresh()).isTrue();
    assertThat(next.room().id()).isNotEqualTo(room.id());
  }

  @Test
  void anotherRoomsTimeIsItsOwn() {
    Rooms.Room room = await(stores.rooms().create(draft(null)));
    EventLog log = stores.eventLog();
    meeting(log, room.id(), clock.now(), null);
    meeting(log, room.id(), null, clock.now());
    await(log.close());
    assertThat(await(stores.rooms().find(room.id())).orElseThrow().expiresAt()).isNull();
  }

  @Test
  void aRoomMadeByAVisitEndsWhenNobodyMeetsInItForLong() {
    Instant made = clock.now();
    RoomId used = await(stores.rooms().create(visited("used"))).id();
    RoomId unused = await(stores.rooms().create(visited("unused"))).id();
    RoomId plain = await(stores.rooms().create(draft(null))).id();
    EventLog log = stores.eventLog();
    meeting(log, used, later(made, 1), null);
    Instant now = later(made, 100);
    assertThat(await(stores.rooms().expire(now, made.minusSeconds(1)))).isEmpty();
    assertThat(await(stores.rooms().expire(now, later(made, 10)))).containsExactly(unused);
    assertThat(await(stores.rooms().findByLink("unused"))).as("free for the next").isEmpty();

    meeting(log, used, null, later(made, 20));
    await(log.close());
    assertThat(await(stores.rooms().expire(now, later(made, 19)))).isEmpty();
    assertThat(await(stores.rooms().expire(now, later(made, 21)))).containsExactly(used);
    assertThat(await(stores.rooms().find(plain)).orElseThrow().deletedAt()).isNull();
  }

  @Test
  void aRoomMadeByAVisitThatHasAnEndOfItsOwnKeepsIt() {
    Rooms.Room room = await(stores.rooms().create(visited("kept")));
    Instant now = later(clock.now(), 10);
    await(stores.rooms().update(until(room, later(now, 1))));
    assertThat(await(stores.rooms().expire(now, now))).isEmpty();
    assertThat(await(stores.rooms().expire(later(now, 2), now))).containsExactly(room.id());
  }

  @Test
  void aCallKeepsTheApplicationThatRanIt() {
    ApplicationId one = make("one").id();
    CallId call = CallId.random();
    EventLog log = stores.eventLog();
    call(log, call, one);
    call(log, call, null);
    await(log.close());
    assertThat(await(stores.calls().find(call)).orElseThrow().application()).isEqualTo(one);
  }

  private static void meeting(EventLog log, RoomId room, Instant began, Instant ended) {
    MeetingChange change = new MeetingChange(room, began, ended);
    append(log, room, null, new Changes(List.of(), List.of(), List.of(change)));
  }

  private static void call(EventLog log, CallId call, ApplicationId application) {
    Origin origin = new Origin("inbound", null, null, null, null, application);
    CallChange change =
        new CallChange(
            call,
            clock.now(),
            "ringing",
            null,
            null,
            null,
            null,
            origin,
            EventLog.Media.NONE,
            EventLog.Ending.NONE);
    append(log, null, call, new Changes(List.of(change), List.of(), List.of()));
  }

  private static void append(EventLog log, RoomId room, CallId call, Changes changes) {
    Entry entry =
        new Entry(EventId.random(), "a.test", clock.now(), room, call, null, new JsonObject());
    await(log.append(List.of(entry), entries -> changes));
  }

  private static Instant later(Instant from, int hours) {
    return from.plus(Duration.ofHours(hours));
  }

  private static Application make(String name) {
    return await(stores.applications().create(application(name), 100));
  }

  private static Application application(String name) {
    return new Application(
        ApplicationId.random(),
        name,
        new Hook("http://127.0.0.1:3000/answer", "GET"),
        new Hook("http://127.0.0.1:3000/event", "POST"),
        new Hook("http://127.0.0.1:3001/answer", "POST"),
        "a secret to keep",
        "k1",
        DtmfFormat.OBJECT,
        "pem",
        null,
        null);
  }

  private static Rooms.Room with(Rooms.Room room, String name) {
    return changed(room, name, room.expiresAt());
  }

  private static Rooms.Room until(Rooms.Room room, Instant expiresAt) {
    return changed(room, room.name(), expiresAt);
  }

  private static Rooms.Room changed(Rooms.Room room, String name, Instant expiresAt) {
    return new Rooms.Room(
        room.id(),
        room.slug(),
        name,
        room.pin(),
        room.hostPin(),
        room.pinLength(),
        room.number(),
        room.maxParticipants(),
        room.endsWhenHostLeaves(),
        room.waitForHost(),
        room.announce(),
        room.access(),
        room.locked(),
        room.muted(),
        room.language(),
        expiresAt,
        room.metadata(),
        room.createdByVisit(),
        room.application(),
        room.conversation(),
        room.createdAt(),
        room.updatedAt(),
        room.deletedAt());
  }

  private static Rooms.Draft draft(String number) {
    return draft(null, number, false);
  }

  private static Rooms.Draft visited(String slug) {
    return draft(slug, null, true);
  }

  private static Rooms.Draft draft(String slug, String number, boolean createdByVisit) {
    return new Rooms.Draft(
        slug,
        "Ada",
        null,
        4,
        Optional.empty(),
        number,
        null,
        false,
        false,
        Rooms.Announce.TONES,
        Rooms.Access.OPEN,
        null,
        null,
        new JsonObject(),
        createdByVisit);
  }

  private static String sql(String text) {
    var rows = await(stores.database().query(text, Tuple.tuple()));
    return rows.size() == 0 ? "" : Sql.one(rows).getString(0);
  }
}
