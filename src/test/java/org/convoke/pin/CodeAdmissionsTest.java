package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionAnswer.Admit;
import org.convoke.bus.AdmissionAnswer.Merge;
import org.convoke.bus.AdmissionAnswer.MergeCode;
import org.convoke.bus.AdmissionAnswer.NotFound;
import org.convoke.bus.AdmissionAnswer.Reject;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.BusCodec;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.PinChange;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.sim.Story;
import org.convoke.store.PinLookup.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One-time codes and host PINs of pages, over the bus; two wrong ones an hour are allowed. */
@ExtendWith(VertxExtension.class)
class CodeAdmissionsTest {
  private static final Pin GUEST = new Pin("5839");
  private static final Pin HOST = new Pin("7264");

  private final RoomId room = RoomId.random();
  private final ParticipantId ada = ParticipantId.random();
  private final SilentDatabase database = new SilentDatabase();
  private final Story<Fact> facts = new Story<>();
  private Vertx vertx;

  @BeforeEach
  void aPinVerticle(Vertx with) {
    vertx = with;
    BusCodec.register(vertx);
    vertx.eventBus().<Fact>consumer(Addresses.FACTS, fact -> facts.add(fact.body()));
    database.snapshots.add(Future.succeededFuture(new Snapshot(List.of(), Map.of(), Set.of())));
    Map<String, String> options =
        Map.of(
            "pin.budget_caller_hour", "2",
            "pin.budget_source_hour", "2",
            "pin.budget_room_day", "4");
    await(
        vertx.deployVerticle(
            new PinVerticle(
                ConfigLoader.load(null, Map.of(), options),
                Clock.system(),
                database,
                database.numbers(),
                new PinVerticle.Copying(3_600_000, 3_600_000))));
    vertx
        .eventBus()
        .send(Addresses.PIN_CHANGES, new PinChange.RoomPins(room, null, GUEST, HOST, null));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Future<AdmissionAnswer> asked(AdmissionQuery query) {
    return vertx
        .eventBus()
        .<AdmissionAnswer>request(Addresses.ADMISSION, query)
        .map(it -> it.body());
  }

  private AdmissionAnswer ask(AdmissionQuery query) {
    return await(asked(query));
  }

  private static Caller phone(String from, String dialled) {
    return new Caller(
        CallId.random(), new PhoneNumber(from), "ip:127.0.0.1", new PhoneNumber(dialled));
  }

  private Pin code() {
    return ((MergeCode) ask(new AdmissionQuery.MakeMergeCode(room, ada))).code();
  }

  /** A code that is not {@code code}. */
  private static Pin wrong(Pin code) {
    return new Pin(code.digits().equals("000000") ? "000001" : "000000");
  }

  private AdmissionAnswer key(String from, Pin code) {
    return ask(new AdmissionQuery.CheckMergeCode(phone(from, "1000"), code, 1));
  }

  private AdmissionAnswer dial(String from, Pin code, boolean trusted) {
    return ask(new AdmissionQuery.Route(phone(from, "*" + code.digits()), null, trusted));
  }

  private Future<AdmissionAnswer> host(String address, Pin pin) {
    Caller caller =
        new Caller(null, new PhoneNumber(""), "ip:" + address, new PhoneNumber(room.value()));
    return asked(new AdmissionQuery.CheckHostPin(caller, room, pin));
  }

  @Test
  void aCodeNamesItsParticipantOnce() {
    MergeCode made = (MergeCode) ask(new AdmissionQuery.MakeMergeCode(room, ada));
    assertThat(Duration.between(Instant.EPOCH, made.expiresAt()))
        .isGreaterThan(Duration.between(Instant.EPOCH, Clock.system().now()));
    assertThat(key("4930", made.code())).isEqualTo(new Merge(room, ada, 0));
    assertThat(key("4930", made.code())).isEqualTo(new Reject(300, false));
  }

  @Test
  void aCodeThatIsDialledNamesItsParticipantToThoseWeTrust() {
    Pin code = code();
    assertThat(dial("4930", code, false)).isEqualTo(new NotFound());
    assertThat(dial("4930", code, true)).isEqualTo(new Merge(room, ada, 0));
    assertThat(dial("4930", code, true)).isEqualTo(new Reject(300, false));
    assertThat(ask(new AdmissionQuery.Route(phone("4930", "*12345"), null, true)))
        .isNotInstanceOf(Reject.class);
  }

  @Test
  void wrongCodesCountAsWrongPinsDo() {
    Pin code = code();
    for (int i = 0; i < 2; i++) {
      assertThat(key("4930", wrong(code))).isEqualTo(new Reject(300, false));
    }
    assertThat(key("4930", wrong(code))).isEqualTo(new Reject(2_000, true));
    assertThat(ask(new AdmissionQuery.Check(phone("4930", "1000"), HOST, 1)))
        .isEqualTo(new Admit(room, Role.HOST, false, 2_000));
    assertThat(dial("4930", code, true)).isEqualTo(new Reject(2_000, true));
    assertThat(key("4930", code)).isEqualTo(new Merge(room, ada, 2_000));
    assertThat(facts.rest().toString()).doesNotContain(code.digits(), wrong(code).digits());
  }

  @Test
  void aWrongCodeIsToldWithoutIt() {
    Pin code = code();
    key("4930", wrong(code));
    Fact told = facts.next("a rejection", it -> it.type().equals(EventType.PIN_REJECTED));
    assertThat(told.data())
        .isEqualTo(Map.of("attempt", 1, "attempts_left", 2, "why", "wrong", "via", "code"));
  }

  @Test
  void callersAtAProviderAreToldApart() {
    Caller caller =
        new Caller(
            null,
            new PhoneNumber("4930"),
            "provider:twilio",
            new PhoneNumber("1000"),
            new AdmissionQuery.Elsewhere("twilio", "CA1"));
    ask(new AdmissionQuery.Check(caller, new Pin("0000"), 1));
    ask(new AdmissionQuery.Check(caller, HOST, 2));
    for (String type : List.of(EventType.PIN_REJECTED, EventType.PIN_ACCEPTED)) {
      assertThat(facts.next(type, it -> it.type().equals(type)).data())
          .containsEntry("provider", "twilio")
          .containsEntry("provider_call_id", "CA1");
    }
  }

  @Test
  void theHostPinOfTheRoomMakesAHostAndNoOtherDoes() {
    assertThat(await(host("192.0.2.7", HOST))).isEqualTo(new Admit(room, Role.HOST, false, 0));
    assertThat(await(host("192.0.2.7", GUEST))).isEqualTo(new Reject(300, false));
    Caller caller = new Caller(null, new PhoneNumber(""), "ip:192.0.2.8", new PhoneNumber("other"));
    assertThat(ask(new AdmissionQuery.CheckHostPin(caller, RoomId.random(), HOST)))
        .isEqualTo(new Reject(300, false));
  }

  @Test
  void whoGuessesHostPinsIsNotLookedAtHoweverManyHeSendsAtOnce() {
    List<Future<AdmissionAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(host("192.0.2.7", GUEST));
    }
    answers.add(host("192.0.2.7", HOST));
    assertThat(await(answers.get(1))).isEqualTo(new Reject(300, false));
    assertThat(await(answers.get(2))).isEqualTo(new Reject(2_000, true));
    assertThat(await(answers.getLast())).isEqualTo(new Reject(2_000, true));
    assertThat(await(host("192.0.2.8", HOST))).isEqualTo(new Admit(room, Role.HOST, false, 0));
  }

  @Test
  void aRoomWhoseHostPinIsGuessedIsSlowedAndNeverLocked() {
    for (int i = 0; i < 5; i++) {
      await(host("192.0.2." + i, GUEST));
    }
    assertThat(await(host("198.51.100.1", HOST)))
        .isEqualTo(new Admit(room, Role.HOST, false, 2_000));
  }
}
