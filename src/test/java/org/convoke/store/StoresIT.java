package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.convoke.clock.Clock;
import org.convoke.id.Pin;
import org.convoke.id.PinRules;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoresIT {
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
    await(
        stores
            .database()
            .query(
                "truncate rooms, pins, numbers, api_keys, trunks, pin_failures, known_callers,"
                    + " idempotency_keys"
                    + " cascade",
                Tuple.tuple()));
    await(stores.numbers().ensureDefault("1000", "1000"));
  }

  @Test
  void aNewRoomHasFitPinsThatLeadToIt() {
    Rooms.Room room = await(stores.rooms().create(draft("Ada", null, 4, Optional.empty(), null)));
    assertThat(PinRules.fault(room.pin().digits(), 4)).isEmpty();
    assertThat(PinRules.fault(room.hostPin().digits(), 4)).isEmpty();
    assertThat(find("1000", room.pin())).contains(new PinLookup.Hit(room.id(), Role.GUEST));
    assertThat(find("1000", room.hostPin())).contains(new PinLookup.Hit(room.id(), Role.HOST));
    assertThat(await(stores.rooms().find(room.id()))).contains(room);
    assertThat(await(stores.pins().sharedLength("1000"))).isEqualTo(4);
    assertThat(await(stores.rooms().countLive("1000"))).isEqualTo(1);
  }

  @Test
  void noPinStandsInTheDatabaseInTheClear() {
    Pin pin = new Pin("583920");
    await(stores.rooms().create(draft("Ada", pin, 6, null, null)));
    String dump =
        Sql.one(
                await(
                    stores
                        .database()
                        .query("select string_agg(p::text, ' ') from pins p", Tuple.tuple())))
            .getString(0);
    assertThat(dump)
        .doesNotContain("583920")
        .doesNotContain("353833393230"); // the same in hex, as bytea prints
  }

  @Test
  void aChosenPinIsGivenOncePerNumber() {
    await(stores.numbers().create("2000", "2000", Numbers.Lead.ASK));
    Pin pin = new Pin("5839");
    await(stores.rooms().create(draft("here", pin, 4, null, "1000")));
    await(stores.rooms().create(draft("there", pin, 4, null, "2000")));
    assertThatThrownBy(() -> await(stores.rooms().create(draft("again", pin, 4, null, "1000"))))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> {
              assertThat(conflict.code()).isEqualTo("pin_taken");
              assertThat(conflict.field()).isEqualTo("pin");
            });
    // A room of all numbers collides with either.
    assertThatThrownBy(() -> await(stores.rooms().create(draft("all", pin, 4, null, null))))
        .isInstanceOf(Conflict.class);
    assertThat(find("1000", pin)).isPresent();
    assertThat(find("2000", pin)).isPresent();
    assertThat(find(null, pin)).as("named by no number it leads nowhere").isEmpty();
    assertThat(await(stores.rooms().list(null, 10)).items()).hasSize(2);
  }

  @Test
  void guestAndHostNeverShareAPin() {
    Pin pin = new Pin("5839");
    assertThatThrownBy(
            () -> await(stores.rooms().create(draft("x", pin, 4, Optional.of(pin), null))))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.field()).isEqualTo("host_pin"));
  }

  @Test
  void roomsMadeAtOnceNeverShareAPin() {
    List<Future<Rooms.Room>> made = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      made.add(stores.rooms().create(draft("room " + i, null, 4, Optional.empty(), null)));
    }
    Set<String> pins = new HashSet<>();
    for (Future<Rooms.Room> room : made) {
      pins.add(await(room).pin().digits());
      pins.add(await(room).hostPin().digits());
    }
    assertThat(pins).hasSize(60);
  }

  /** One in 90 would be near by chance, so with 400 pairs one is found. */
  @Test
  void roomsMayBeNumberedForNoHostPinIsNearThePinOfItsRoom() {
    List<Rooms.Room> rooms = new ArrayList<>();
    for (int i = 5000; i < 5100; i++) {
      Pin chosen = new Pin("" + i);
      rooms.add(
          await(stores.rooms().create(draft("room " + i, chosen, 4, Optional.empty(), null))));
    }
    for (int i = 0; i < 300; i++) {
      rooms.add(await(stores.rooms().renewPins(rooms.get(i).id(), 4)));
    }
    assertThat(rooms)
        .hasSize(400)
        .noneMatch(room -> room.hostPin().digits().startsWith(room.pin().digits().substring(0, 2)));
  }

  @Test
  void aNumberThatRunsShortOfPinsSaysSoAndSuggestsLongerOnes() {
    Rooms.Room room = await(stores.rooms().create(draft("one", null, 4, null, null)));
    await(
        stores
            .database()
            .query(
                """
                insert into rooms select 'f' || n, name, 4, null, null, false, false, 'off', false,
                  false, null, null, '{}', created_at, updated_at, null, 'f' || n
                from rooms, generate_series(1, 4500) n where id = $1
                """,
                Tuple.of(room.id().value())));
    await(
        stores
            .database()
            .query(
                """
                insert into pins select 'f' || n, 'guest', null, sha256(n::text::bytea), '', 4
                from generate_series(1, 4500) n
                """,
                Tuple.tuple()));
    assertThatThrownBy(() -> await(stores.rooms().create(draft("two", null, 4, null, null))))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> {
              assertThat(conflict.code()).isEqualTo("pins_exhausted");
              assertThat(conflict.field()).isEqualTo("pin_length");
              assertThat(conflict).hasMessageContaining("pin_length 5");
            });
    assertThat(await(stores.rooms().create(draft("two", null, 5, null, null))).pin().digits())
        .hasSize(5);
    assertThat(await(stores.pins().sharedLength("1000"))).as("lengths differ").isZero();
    assertThat(await(stores.numbers().risks(100)).get("1000").probabilityPerDay()).isEqualTo(1.0);
  }

  @Test
  void renewedPinsReplaceTheOldOnesAtOnce() {
    Rooms.Room old = await(stores.rooms().create(draft("Ada", null, 4, Optional.empty(), null)));
    Rooms.Room renewed = await(stores.rooms().renewPins(old.id(), 6));
    assertThat(renewed.pinLength()).isEqualTo(6);
    assertThat(renewed.pin().digits()).hasSize(6);
    assertThat(renewed.hostPin().digits()).hasSize(6);
    assertThat(find("1000", old.pin())).isEmpty();
    assertThat(find("1000", old.hostPin())).isEmpty();
    assertThat(find("1000", renewed.hostPin())).isPresent();
    RoomId unknown = RoomId.random();
    assertThatThrownBy(() -> await(stores.rooms().renewPins(unknown, 4)))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aDeletedOrExpiredRoomGivesItsPinsBack() {
    Pin pin = new Pin("5839");
    Rooms.Room first = await(stores.rooms().create(draft("first", pin, 4, null, null)));
    Rooms.Room dead = await(stores.rooms().delete(first.id())).orElseThrow();
    assertThat(dead.deletedAt()).isNotNull();
    assertThat(dead.pin()).isNull();
    assertThat(await(stores.rooms().delete(first.id()))).as("only once").isEmpty();

    Instant soon = clock.now().plusSeconds(60);
    Rooms.Room second = await(stores.rooms().create(expiring("second", pin, soon)));
    assertThat(await(stores.pins().find("1000", pin, soon.minusSeconds(1)))).isPresent();
    assertThat(await(stores.pins().find("1000", pin, soon.plusSeconds(1)))).isEmpty();
    assertThat(await(stores.rooms().expire(soon.minusSeconds(1), Instant.EPOCH))).isEmpty();
    assertThat(await(stores.rooms().expire(soon.plusSeconds(1), Instant.EPOCH)))
        .containsExactly(second.id());
    assertThat(await(stores.rooms().expire(soon.plusSeconds(1), Instant.EPOCH))).isEmpty();
    await(stores.rooms().create(draft("third", pin, 4, null, null)));
  }

  @Test
  void aListIsPagedNewestFirstWithoutGapOrRepeat() {
    List<RoomId> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.addFirst(await(stores.rooms().create(draft("r" + i, null, 4, null, null))).id());
    }
    List<RoomId> seen = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Rooms.Room> page = await(stores.rooms().list(cursor, 3));
      page.items().forEach(room -> seen.add(room.id()));
      cursor = page.next();
      pages++;
    } while (cursor != null);
    assertThat(seen).isEqualTo(made);
    assertThat(pages).isEqualTo(3);
    assertThat(Page.isCursor(await(stores.rooms().list(null, 3)).next())).isTrue();
    assertThat(Page.isCursor("nonsense")).isFalse();
  }

  @Test
  void aLinkLeadsToOneRoomByItsSlugOrItsId() {
    Rooms.Room plain = await(stores.rooms().create(draft("Ada", null, 4, null, null)));
    assertThat(plain.slug()).isEqualTo(plain.id().value());
    Rooms.Room named = await(stores.rooms().create(visited("engines")));
    assertThat(named.createdByVisit()).isTrue();
    assertThat(named.access()).isEqualTo(Rooms.Access.KNOCK);
    assertThat(await(stores.rooms().findByLink("engines"))).contains(named);
    assertThat(await(stores.rooms().findByLink(named.id().value()))).contains(named);
    assertThat(await(stores.rooms().findByLink(plain.slug()))).contains(plain);
    assertThat(await(stores.rooms().findByLink("nobody"))).isEmpty();
    assertThatThrownBy(() -> await(stores.rooms().create(visited("engines"))))
        .isInstanceOfSatisfying(
            Conflict.class, taken -> assertThat(taken.code()).isEqualTo("slug_taken"));
    await(stores.rooms().delete(named.id()));
    assertThat(await(stores.rooms().findByLink("engines"))).isEmpty();
    assertThat(await(stores.rooms().create(visited("engines"))).id()).isNotEqualTo(named.id());
  }

  @Test
  void roomsMadeAtOnceNeverGetOneSlug() {
    List<Future<Rooms.Room>> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(stores.rooms().create(visited("rush")));
    }
    await(Future.join(made).otherwiseEmpty());
    assertThat(made.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(made.stream().filter(Future::failed).map(Future::cause))
        .allSatisfy(cause -> assertThat(cause).isInstanceOf(Conflict.class));
  }

  private static Rooms.Draft visited(String slug) {
    return new Rooms.Draft(
        slug,
        "Ada",
        null,
        4,
        Optional.empty(),
        null,
        null,
        false,
        false,
        Rooms.Announce.TONES,
        Rooms.Access.KNOCK,
        null,
        null,
        new JsonObject(),
        true);
  }

  @Test
  void settingsAreStoredAndTheRestIsLeftAlone() {
    Rooms.Room room = await(stores.rooms().create(draft("Ada", null, 4, null, null)));
    Rooms.Room changed =
        new Rooms.Room(
            room.id(),
            "engines",
            "Babbage",
            new Pin("9999"),
            null,
            10,
            "77",
            5,
            true,
            true,
            Rooms.Announce.NAMES,
            Rooms.Access.KNOCK,
            true,
            true,
            "de",
            null,
            new JsonObject().put("a", 1),
            true,
            null,
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    Rooms.Room stored = await(stores.rooms().update(changed));
    assertThat(stored.name()).isEqualTo("Babbage");
    assertThat(stored.maxParticipants()).isEqualTo(5);
    assertThat(stored.announce()).isEqualTo(Rooms.Announce.NAMES);
    assertThat(stored.metadata()).isEqualTo(new JsonObject().put("a", 1));
    assertThat(stored.slug()).isEqualTo("engines");
    assertThat(stored.access()).isEqualTo(Rooms.Access.KNOCK);
    assertThat(stored.createdByVisit()).isFalse();
    assertThat(stored.pin()).isEqualTo(room.pin());
    assertThat(stored.number()).isNull();
    assertThat(stored.createdAt()).isEqualTo(room.createdAt());
  }

  @Test
  void numbersAskOrLeadStraightToARoom() {
    Rooms.Room room = await(stores.rooms().create(draft("Ada", null, 4, null, null)));
    Numbers.Number direct =
        await(stores.numbers().create("3000", "+49 3000", Numbers.Lead.to(room.id())));
    assertThat(await(stores.numbers().find("3000"))).contains(direct);
    assertThatThrownBy(() -> await(stores.numbers().create("3000", "x", Numbers.Lead.ASK)))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("number_taken"));
    RoomId nowhere = RoomId.random();
    assertThatThrownBy(() -> await(stores.numbers().create("3001", "x", Numbers.Lead.to(nowhere))))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("room_unknown"));
    await(stores.rooms().create(draft("bound", null, 4, null, "1000")));
    assertThatThrownBy(() -> await(stores.numbers().delete("1000")))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("number_in_use"));
    assertThat(await(stores.numbers().find("1000"))).as("still there").isPresent();
    assertThat(await(stores.numbers().delete("3000"))).isTrue();
    assertThat(await(stores.numbers().delete("3000"))).isFalse();
    assertThatThrownBy(() -> await(stores.rooms().create(draft("nowhere", null, 4, null, "4711"))))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("number_unknown"));
  }

  @Test
  void anApiKeyIsKnownByItsSecretAlone() {
    Instant now = clock.now();
    ApiKeys.Created made = await(stores.apiKeys().create("ci", Set.of("rooms:read"), null));
    ApiKeys.Created brief =
        await(stores.apiKeys().create("brief", Set.of("admin"), now.plusSeconds(60)));
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(await(stores.apiKeys().authenticate(made.secret(), now))).contains(made.key());
    String forged = made.secret().substring(0, made.secret().length() - 1) + "!";
    assertThat(await(stores.apiKeys().authenticate(forged, now))).isEmpty();
    char last = made.secret().charAt(made.secret().length() - 1);
    String other =
        made.secret().substring(0, made.secret().length() - 1) + (last == 'a' ? 'b' : 'a');
    assertThat(await(stores.apiKeys().authenticate(other, now))).isEmpty();
    assertThat(await(stores.apiKeys().authenticate(brief.secret(), now.plusSeconds(61)))).isEmpty();
    assertThat(await(stores.apiKeys().delete(made.key().id()))).isTrue();
    assertThat(await(stores.apiKeys().authenticate(made.secret(), now))).isEmpty();
  }

  @Test
  void rotatingCredentialsLeavesOneAndItsPasswordIsSealed() {
    ApiKeys.Created key = await(stores.apiKeys().create("ci", Set.of("admin"), null));
    Credentials.Credential first = await(stores.credentials().rotate(key.key().id(), "MD5"));
    Credentials.Credential second = await(stores.credentials().rotate(key.key().id(), "SHA-256"));
    assertThat(await(stores.credentials().findByUsername(first.username()))).isEmpty();
    assertThat(await(stores.credentials().findByUsername(second.username()))).contains(second);
    assertThat(second.password()).isNotEqualTo(first.password()).hasSize(24);
    await(stores.apiKeys().delete(key.key().id()));
    assertThat(await(stores.credentials().list())).as("they die with their key").isEmpty();
  }

  @Test
  void trunksKeepTheirNamesApart() {
    Trunks.Trunk trunk =
        new Trunks.Trunk(
            null,
            "provider",
            List.of("192.0.2.0/24"),
            "user",
            "secret",
            "MD5",
            Trunks.Srtp.REQUIRED,
            true,
            null);
    Trunks.Trunk made = await(stores.trunks().create(trunk));
    assertThat(made.password()).isEqualTo("secret");
    assertThat(await(stores.trunks().find(made.id()))).contains(made);
    assertThatThrownBy(() -> await(stores.trunks().create(trunk)))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("name_taken"));
    assertThat(await(stores.trunks().update(made))).contains(made);
    assertThat(await(stores.trunks().delete(made.id()))).isTrue();
    assertThat(await(stores.trunks().update(made))).isEmpty();
  }

  @Test
  void wrongPinsAreCountedByKeyAndTime() {
    Instant now = clock.now();
    await(
        stores.pins().recordFailure(List.of("caller:+491", "source:trk"), now.minusSeconds(7200)));
    await(stores.pins().recordFailure(List.of("caller:+491", "source:trk"), now.minusSeconds(60)));
    await(stores.pins().recordFailure(List.of("source:trk"), now));
    assertThat(
            await(
                stores
                    .pins()
                    .countFailures(
                        java.util.Map.of(
                            "caller:+491", now.minusSeconds(3600),
                            "source:trk", now.minusSeconds(86_400),
                            "number:1", now.minusSeconds(86_400)))))
        .containsEntry("caller:+491", 1)
        .containsEntry("source:trk", 3)
        .containsEntry("number:1", 0);
    await(stores.pins().purge(now.minusSeconds(3600)));
    assertThat(await(stores.pins().countFailures(java.util.Map.of("source:trk", Instant.EPOCH))))
        .containsEntry("source:trk", 2);
  }

  @Test
  void whoKeyedARightPinIsKnownFromHisLastOneOn() {
    Instant now = clock.now();
    await(stores.pins().recordKnown(List.of("known:+491@trk"), now));
    await(stores.pins().recordKnown(List.of("known:+491@trk", "a", "a"), now.minusSeconds(60)));
    assertThat(await(stores.pins().isKnown("known:+491@trk", now.minusSeconds(1)))).isTrue();
    assertThat(await(stores.pins().isKnown("a", now.minusSeconds(1)))).isFalse();
    assertThat(await(stores.pins().isKnown("known:+492@trk", Instant.EPOCH))).isFalse();
    await(stores.pins().purge(now.minusSeconds(30)));
    assertThat(await(stores.pins().isKnown("known:+491@trk", Instant.EPOCH))).isTrue();
    assertThat(await(stores.pins().isKnown("a", Instant.EPOCH))).isFalse();
  }

  @Test
  void anIdempotencyKeyIsTakenOnceAndAnswersAgain() {
    Instant now = clock.now();
    Idempotency store = stores.idempotency();
    assertThat(await(store.claim("k", "a", "h1", now))).isInstanceOf(Idempotency.Claim.Fresh.class);
    assertThat(await(store.claim("k", "a", "h1", now)))
        .isInstanceOf(Idempotency.Claim.InProgress.class);
    assertThat(await(store.claim("other", "a", "h1", now)))
        .isInstanceOf(Idempotency.Claim.Fresh.class);
    Idempotency.Answer answer = new Idempotency.Answer(201, "/v1/rooms/x", "{\"pin\":\"5839\"}");
    await(store.complete("k", "a", answer));
    assertThat(await(store.claim("k", "a", "h1", now)))
        .isEqualTo(new Idempotency.Claim.Replay(answer));
    assertThat(await(store.claim("k", "a", "h2", now)))
        .isInstanceOf(Idempotency.Claim.Mismatch.class);
    assertThat(await(store.claim("k", "a", "h2", now.plusSeconds(86_401))))
        .isInstanceOf(Idempotency.Claim.Fresh.class);
    await(store.release("k", "a"));
    assertThat(await(store.claim("k", "a", "h3", now.plusSeconds(86_402))))
        .isInstanceOf(Idempotency.Claim.Fresh.class);
    assertThat(await(store.claim("k", "a", "h3", now.plusSeconds(86_463))))
        .as("its first holder died")
        .isInstanceOf(Idempotency.Claim.Fresh.class);
  }

  private Optional<PinLookup.Hit> find(String number, Pin pin) {
    return await(stores.pins().find(number, pin, clock.now()));
  }

  private static Rooms.Draft draft(
      String name, Pin pin, int length, Optional<Pin> hostPin, String number) {
    return new Rooms.Draft(
        null,
        name,
        pin,
        length,
        hostPin,
        number,
        null,
        false,
        false,
        Rooms.Announce.TONES,
        Rooms.Access.OPEN,
        null,
        null,
        new JsonObject(),
        false);
  }

  private static Rooms.Draft expiring(String name, Pin pin, Instant at) {
    return new Rooms.Draft(
        null,
        name,
        pin,
        4,
        null,
        null,
        null,
        false,
        false,
        Rooms.Announce.OFF,
        null,
        "en",
        at,
        null,
        false);
  }
}
