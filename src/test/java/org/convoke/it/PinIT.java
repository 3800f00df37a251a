package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionAnswer.Admit;
import org.convoke.bus.AdmissionAnswer.AskPin;
import org.convoke.bus.AdmissionAnswer.NotFound;
import org.convoke.bus.AdmissionAnswer.Reject;
import org.convoke.bus.AdmissionAnswer.Run;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BusCodec;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.pin.PinVerticle;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Application;
import org.convoke.store.DataFolder;
import org.convoke.store.Database;
import org.convoke.store.EmbeddedDatabase;
import org.convoke.store.Migrations;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms;
import org.convoke.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may enter, each test on an empty database. */
class PinIT {
  private static final Pin GUEST = new Pin("5839");
  private static final Pin HOST = new Pin("7264");
  private static final Pin WRONG = new Pin("9105");
  private static final Fact MARK = Fact.of("test.mark", Instant.EPOCH, null, null, null, Map.of());

  @TempDir private Path temporary;
  private final Clock clock = Clock.system();
  private final List<Fact> facts = Collections.synchronizedList(new ArrayList<>());
  private Vertx vertx;
  private TestDatabase database;
  private Stores stores;
  private Rooms.Room room;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    BusCodec.register(vertx);
    vertx
        .eventBus()
        .<Fact>localConsumer(
            Addresses.FACTS,
            message -> {
              if (message.body().equals(MARK)) {
                message.reply(new AdmissionAnswer.NotFound());
              } else {
                facts.add(message.body());
              }
            });
    database = TestDatabase.create(vertx, clock);
    begin(database.stores());
  }

  private void begin(Stores with) {
    stores = with;
    await(stores.numbers().ensureDefault("1000", "1000"));
    room = await(stores.rooms().create(draft(GUEST, Optional.of(HOST))));
    Config config = ConfigLoader.load(null, Map.of(), Map.of());
    await(vertx.deployVerticle(new PinVerticle(config, clock, stores)));
  }

  @AfterEach
  void stop() {
    database.close();
    await(vertx.close());
  }

  @Test
  void aDialledNumberAsksOrLeadsStraightIn() {
    assertThat(route("1000", null)).isEqualTo(new AskPin(4));
    assertThat(route("anything", null)).isEqualTo(new AskPin(4));
    assertThat(ask(new AdmissionQuery.Route(caller("a", "anything"), null, false)))
        .isEqualTo(new NotFound());
    await(stores.numbers().create("2000", "2000", Numbers.Lead.to(room.id())));
    assertThat(route("2000", null)).isEqualTo(new Admit(room.id(), Role.GUEST, false, 0));
    assertThat(route(room.id().value(), null))
        .isEqualTo(new Admit(room.id(), Role.GUEST, false, 0));
    assertThat(ask(new AdmissionQuery.Route(caller("a", room.id().value()), null, false)))
        .isEqualTo(new AskPin(4));
    await(stores.rooms().delete(room.id()));
    assertThat(route("2000", null)).isEqualTo(new NotFound());
    assertThat(route(room.id().value(), null)).isEqualTo(new NotFound());
  }

  @Test
  void aPinInAddressOrHeaderLeadsStraightInAndAWrongOneCounts() {
    assertThat(route("5839", null)).isEqualTo(new Admit(room.id(), Role.GUEST, false, 0));
    assertThat(route("7264", null)).isEqualTo(new Admit(room.id(), Role.HOST, false, 0));
    assertThat(route("1000", "7264")).isEqualTo(new Admit(room.id(), Role.HOST, false, 0));
    assertThat(route(room.id().value(), "7264"))
        .isEqualTo(new Admit(room.id(), Role.HOST, false, 0));
    assertThat(types()).hasSize(4).containsOnly(EventType.PIN_ACCEPTED);
    facts.clear();
    assertThat(route("1000", "9105")).isEqualTo(new AskPin(4));
    assertThat(route("9105", null)).isEqualTo(new AskPin(4));
    assertThat(types()).containsExactly(EventType.PIN_REJECTED, EventType.PIN_REJECTED);
    facts.clear();
    assertThat(route("4930123456", null)).as("no PIN has 10 digits").isEqualTo(new AskPin(4));
    assertThat(ask(new AdmissionQuery.Route(caller("a", "1000"), "5839", false)))
        .as("a stranger's header is not looked at")
        .isEqualTo(new AskPin(4));
    assertThat(types()).isEmpty();
  }

  @Test
  void wrongClosedAndUnknownAreAnsweredAlike() {
    Reject no = new Reject(300, false);
    assertThat(check("a", WRONG)).isEqualTo(no);
    await(stores.rooms().delete(room.id()));
    assertThat(check("b", GUEST)).isEqualTo(no);
    assertThat(facts)
        .allSatisfy(fact -> assertThat(fact.data().toString()).doesNotContain("5839", "9105"));
  }

  @Test
  void pastABudgetAnswersSlowDownAndGuestsWaitForAHostButNobodyIsRefused() {
    for (int i = 0; i < 10; i++) {
      assertThat(check("guesser", WRONG)).isEqualTo(new Reject(300, false));
    }
    assertThat(check("guesser", WRONG)).isEqualTo(new Reject(2_000, true));
    assertThat(check("guesser", GUEST)).isEqualTo(new Admit(room.id(), Role.GUEST, false, 2_000));
    assertThat(check("guesser", WRONG)).isEqualTo(new Reject(4_000, true));
    assertThat(check("guesser", WRONG)).isEqualTo(new Reject(8_000, true));
    assertThat(check("guesser", GUEST)).isEqualTo(new Admit(room.id(), Role.GUEST, true, 8_000));
    assertThat(check("guesser", HOST)).isEqualTo(new Admit(room.id(), Role.HOST, false, 8_000));
    assertThat(check("honest", GUEST)).isEqualTo(new Admit(room.id(), Role.GUEST, false, 0));
    Rooms.Room hostless = await(stores.rooms().create(draft(new Pin("6407"), null)));
    assertThat(check("guesser", new Pin("6407")))
        .as("nobody could let him in")
        .isEqualTo(new Admit(hostless.id(), Role.GUEST, false, 8_000));
    assertThat(types()).contains(EventType.PIN_THROTTLED);
    assertThat(ask(new AdmissionQuery.Route(caller("guesser", "1000"), "5839", true)))
        .as("past a budget a header is not looked at")
        .isEqualTo(new AskPin(4));
  }

  @Test
  void admissionsGoOnFromTheCopyWhilePostgresIsAway() {
    DataFolder folder = DataFolder.open(temporary.resolve("data"));
    EmbeddedDatabase server = EmbeddedDatabase.start(folder, TestDatabase.programs());
    Migrations.apply(server.url(), folder.secrets());
    vertx.deploymentIDs().forEach(id -> await(vertx.undeploy(id)));
    begin(new Stores(Database.open(vertx, server.url(), 2), folder.secrets(), clock));
    server.stop();
    folder.close();
    assertThat(check("a", GUEST)).isEqualTo(new Admit(room.id(), Role.GUEST, false, 0));
    assertThat(route("1000", null)).isEqualTo(new AskPin(4));
    for (int i = 0; i < 10; i++) {
      assertThat(check("guesser", WRONG)).isEqualTo(new Reject(300, false));
    }
    assertThat(check("guesser", WRONG)).isEqualTo(new Reject(2_000, true));
  }

  @Test
  void aRoomMadeAMomentAgoIsFoundThoughTheDatabaseIsSlow() {
    Pin fresh = new Pin("7305");
    // The copy was taken before; the lock lasts longer than the first question waits.
    await(stores.rooms().create(draft(fresh, Optional.empty())));
    Promise<Void> locked = Promise.promise();
    Future<?> slow =
        stores
            .database()
            .transaction(connection ->
                connection
                    .query("lock table pins in access exclusive mode")
                    .execute()
                    .onSuccess(taken -> locked.complete())
                    .compose(taken -> vertx.timer(1_500, TimeUnit.MILLISECONDS)));
    await(locked.future());
    assertThat(check("slow", fresh)).isInstanceOf(Admit.class);
    await(slow);
  }

  @Test
  void anApplicationsNumberAndAddressRunItWhateverPinComesAlong() {
    ApplicationId application = application();
    await(stores.numbers().create("2000", "2000", Numbers.Lead.to(application)));
    assertThat(route("2000", null)).isEqualTo(new Run(application));
    assertThat(route("2000", GUEST.digits())).isEqualTo(new Run(application));
    assertThat(route(application.value(), GUEST.digits())).isEqualTo(new Run(application));
    assertThat(ask(new AdmissionQuery.Route(caller("a", application.value()), null, false)))
        .as("a stranger")
        .isEqualTo(new NotFound());
    assertThat(route(ApplicationId.random().value(), null)).isEqualTo(new NotFound());
    assertThat(types()).isEmpty();
    await(stores.numbers().update("2000", "2000", Numbers.Lead.ASK));
    assertThat(route("2000", GUEST.digits())).isEqualTo(new Admit(room.id(), Role.GUEST, false, 0));
  }

  @Test
  void aConversationHasNoPinToAskFor() {
    RoomId sales = await(stores.rooms().conversation(application(), "sales")).room().id();
    assertThat(route(sales.value(), null)).isEqualTo(new Admit(sales, Role.GUEST, false, 0));
    assertThat(route(sales.value(), GUEST.digits()))
        .isEqualTo(new Admit(sales, Role.GUEST, false, 0));
    assertThat(ask(new AdmissionQuery.Route(caller("a", sales.value()), null, false)))
        .isEqualTo(new NotFound());
    assertThat(route("1000", null)).as("the length of PINs is as it was").isEqualTo(new AskPin(4));
  }

  private ApplicationId application() {
    Application draft =
        new Application(
            ApplicationId.random(),
            "IVR",
            null,
            null,
            null,
            "a secret to keep",
            "k",
            Applications.DtmfFormat.OBJECT,
            "pem",
            null,
            null);
    return await(stores.applications().create(draft, 10)).id();
  }

  private static Rooms.Draft draft(Pin pin, Optional<Pin> hostPin) {
    return new Rooms.Draft(
        null,
        "Ada",
        pin,
        4,
        hostPin,
        null,
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

  private AdmissionAnswer route(String dialled, String headerPin) {
    return ask(new AdmissionQuery.Route(caller("a", dialled), headerPin, true));
  }

  private AdmissionAnswer check(String from, Pin pin) {
    return ask(new AdmissionQuery.Check(caller(from, "1000"), pin, 1));
  }

  private AdmissionAnswer ask(AdmissionQuery query) {
    AdmissionAnswer answer =
        await(vertx.eventBus().<AdmissionAnswer>request(Addresses.ADMISSION, query)).body();
    // What was told before the answer has arrived now.
    await(vertx.eventBus().request(Addresses.FACTS, MARK));
    return answer;
  }

  private List<String> types() {
    synchronized (facts) {
      return facts.stream().map(Fact::type).toList();
    }
  }

  private static AdmissionQuery.Caller caller(String from, String dialled) {
    return new AdmissionQuery.Caller(
        CallId.random(), new PhoneNumber(from), "ip:" + from, new PhoneNumber(dialled));
  }
}
