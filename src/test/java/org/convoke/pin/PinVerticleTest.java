package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionAnswer.Admit;
import org.convoke.bus.AdmissionAnswer.AskPin;
import org.convoke.bus.AdmissionAnswer.NotFound;
import org.convoke.bus.AdmissionAnswer.Reject;
import org.convoke.bus.AdmissionAnswer.Run;
import org.convoke.bus.AdmissionAnswer.Unavailable;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.BusCodec;
import org.convoke.bus.PinChange;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.PinLookup.Held;
import org.convoke.store.PinLookup.Hit;
import org.convoke.store.PinLookup.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is let in by the copy of the PINs while the database is away. */
@ExtendWith(VertxExtension.class)
class PinVerticleTest {
  private static final Pin GUEST = new Pin("5839");
  private static final Pin HOST = new Pin("7264");
  private static final Pin RENEWED = new Pin("6150");
  private static final PinVerticle.Copying ONCE = new PinVerticle.Copying(3_600_000, 3_600_000);
  private static final Snapshot NOTHING =
      new Snapshot(List.of(), Map.of("1000", Lead.ASK), Set.of());

  private final RoomId room = RoomId.random();
  private final ApplicationId application = ApplicationId.random();
  private final SilentDatabase database = new SilentDatabase();
  private Vertx vertx;

  @BeforeEach
  void aBus(Vertx with) {
    vertx = with;
    BusCodec.register(vertx);
  }

  @Test
  void aRoomIsInTheCopyFromTheMomentItIsMadeUntilItIsGone() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    assertThat(check(GUEST)).isInstanceOf(Reject.class);
    change(new PinChange.RoomPins(room, null, GUEST, HOST, null));
    assertThat(check(GUEST)).isEqualTo(new Admit(room, Role.GUEST, false, 0));
    assertThat(check(HOST)).isEqualTo(new Admit(room, Role.HOST, false, 0));
    change(new PinChange.RoomPins(room, null, RENEWED, null, null));
    assertThat(check(GUEST)).isInstanceOf(Reject.class);
    assertThat(check(HOST)).isInstanceOf(Reject.class);
    assertThat(check(RENEWED)).isEqualTo(new Admit(room, Role.GUEST, false, 0));
    change(new PinChange.RoomGone(room));
    assertThat(check(RENEWED)).isInstanceOf(Reject.class);
    assertThat(database.copies).isEqualTo(1);
  }

  @Test
  void aRoomOfAnotherNumberOrThatExpiredIsNotOpened() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    change(new PinChange.RoomPins(room, "2000", GUEST, null, null));
    change(new PinChange.RoomPins(RoomId.random(), null, HOST, null, Instant.EPOCH));
    assertThat(check(GUEST)).isInstanceOf(Reject.class);
    assertThat(check(HOST)).isInstanceOf(Reject.class);
  }

  @Test
  void aNumberIsInTheCopyFromTheMomentItIsMadeUntilItIsGone() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    change(new PinChange.RoomPins(room, null, GUEST, null, null));
    assertThat(routeOfStranger("2000")).isEqualTo(new NotFound());
    change(new PinChange.NumberMade("2000", room, null));
    assertThat(routeOfStranger("2000")).isEqualTo(new Admit(room, Role.GUEST, false, 0));
    change(new PinChange.NumberMade("3000", null, null));
    assertThat(routeOfStranger("3000")).isEqualTo(new AskPin(4));
    change(new PinChange.NumberGone("2000"));
    assertThat(routeOfStranger("2000")).isEqualTo(new NotFound());
  }

  @Test
  void aFreshCopySaysWhereItsNumbersLeadAndTheDatabaseIsNotAsked() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    change(new PinChange.RoomPins(room, null, GUEST, null, null));
    assertThat(routeOfStranger("1000")).isEqualTo(new AskPin(4));
    assertThat(database.routes).isZero();
    change(new PinChange.RoomPins(RoomId.random(), null, new Pin("482913"), null, null));
    assertThat(routeOfStranger("1000")).isEqualTo(new AskPin(0));
    assertThat(database.routes).isZero();
    assertThat(routeOfStranger("2000")).isEqualTo(new NotFound());
    assertThat(database.routes).isPositive();
  }

  @Test
  void aNumberOfAnApplicationRunsItWhateverPinComesAlong() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    change(new PinChange.RoomPins(room, null, GUEST, null, null));
    change(new PinChange.NumberMade("2000", null, application));
    assertThat(routeOfStranger("2000")).isEqualTo(new Run(application));
    assertThat(route("2000", GUEST.digits(), true)).isEqualTo(new Run(application));
    change(new PinChange.NumberMade("2000", null, null));
    assertThat(routeOfStranger("2000")).isEqualTo(new AskPin(4));
    assertThat(route("2000", GUEST.digits(), true))
        .isEqualTo(new Admit(room, Role.GUEST, false, 0));
  }

  @Test
  void anApplicationsOwnAddressRunsItForWhomWeTrust() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    String address = application.value().toUpperCase(Locale.ROOT);
    assertThat(route(address, null, true)).isEqualTo(new Unavailable());
    change(new PinChange.ApplicationMade(application));
    assertThat(route(address, GUEST.digits(), true)).isEqualTo(new Run(application));
    assertThat(routeOfStranger(address)).isEqualTo(new NotFound());
    change(new PinChange.ApplicationGone(application));
    assertThat(route(address, null, true)).isEqualTo(new Unavailable());
  }

  @Test
  void aRoomWhoseIdIsDialledIsNotDeniedByACopyThatDoesNotKnowIt() {
    begin(ONCE, Future.succeededFuture(NOTHING));
    assertThat(route(room.value(), null, true)).isEqualTo(new Unavailable());
    assertThat(routeOfStranger(room.value())).isEqualTo(new Unavailable());
    change(new PinChange.RoomPins(room, null, GUEST, null, null));
    assertThat(route(room.value(), null, true)).isEqualTo(new Admit(room, Role.GUEST, false, 0));
    assertThat(check(HOST)).as("a PIN that is not known is wrong").isInstanceOf(Reject.class);
  }

  @Test
  void applicationsAreInTheCopyThatIsTaken() {
    Map<String, Lead> numbers = Map.of("2000", Lead.to(application));
    begin(ONCE, Future.succeededFuture(new Snapshot(List.of(), numbers, Set.of(application))));
    assertThat(routeOfStranger("2000")).isEqualTo(new Run(application));
    assertThat(route(application.value(), null, true)).isEqualTo(new Run(application));
  }

  @Test
  void whatChangesWhileACopyIsTakenIsInIt() {
    Promise<Snapshot> slow = Promise.promise();
    begin(new PinVerticle.Copying(1, 3_600_000), Future.succeededFuture(NOTHING), slow.future());
    database.awaitCopies(2);
    change(new PinChange.RoomPins(room, null, GUEST, null, null));
    assertThat(check(GUEST)).isInstanceOf(Admit.class);
    slow.complete(
        new Snapshot(List.of(), Map.of("1000", Lead.ASK, "4000", Lead.to(room)), Set.of()));
    // The third one fails, after the second was taken.
    database.awaitCopies(3);
    assertThat(routeOfStranger("4000")).isInstanceOf(Admit.class);
    assertThat(check(GUEST)).isInstanceOf(Admit.class);
  }

  @Test
  void aCopyThatFailedIsTakenAgainSoon() {
    Held held = new Held(database.hmac(GUEST), null, 4, new Hit(room, Role.GUEST), null);
    begin(
        new PinVerticle.Copying(3_600_000, 1),
        database.away(),
        database.away(),
        Future.succeededFuture(new Snapshot(List.of(held), Map.of("1000", Lead.ASK), Set.of())));
    database.awaitCopies(3);
    AdmissionAnswer answer = check(GUEST);
    for (int i = 0; i < 1_000 && answer instanceof Unavailable; i++) {
      answer = check(GUEST);
    }
    assertThat(answer).isEqualTo(new Admit(room, Role.GUEST, false, 0));
    assertThat(database.copies).isEqualTo(3);
  }

  @SafeVarargs
  private void begin(PinVerticle.Copying copying, Future<Snapshot>... snapshots) {
    database.snapshots.addAll(List.of(snapshots));
    await(
        vertx.deployVerticle(
            new PinVerticle(
                ConfigLoader.load(null, Map.of(), Map.of()),
                Clock.system(),
                database,
                database.numbers(),
                copying)));
  }

  private void change(PinChange change) {
    vertx.eventBus().send(Addresses.PIN_CHANGES, change);
  }

  private AdmissionAnswer check(Pin pin) {
    return ask(new AdmissionQuery.Check(caller("1000"), pin, 1));
  }

  private AdmissionAnswer routeOfStranger(String number) {
    return route(number, null, false);
  }

  private AdmissionAnswer route(String dialled, String headerPin, boolean trusted) {
    return ask(new AdmissionQuery.Route(caller(dialled), headerPin, trusted));
  }

  private static Caller caller(String dialled) {
    return new Caller(
        CallId.random(), new PhoneNumber("anna"), "ip:127.0.0.1", new PhoneNumber(dialled));
  }

  private AdmissionAnswer ask(AdmissionQuery query) {
    return await(vertx.eventBus().<AdmissionAnswer>request(Addresses.ADMISSION, query)).body();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
