package org.convoke.pin;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.AdmissionQuery.Check;
import org.convoke.bus.AdmissionQuery.Route;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.pin.Budgets.Budget;
import org.convoke.pin.Budgets.Throttle;
import org.convoke.store.PinLookup.Door;
import org.convoke.store.PinLookup.Hit;

/** Route and Check, as the package's text tells. */
final class Admissions {
  private final Config config;
  private final Clock clock;
  private final PinGateway gateway;
  private final PinCounters counters;
  private final Consumer<Fact> facts;
  private final Budgets budgets;

  Admissions(
      Config config, Clock clock, PinGateway gateway, PinCounters counters, Consumer<Fact> facts) {
    this.config = config;
    this.clock = clock;
    this.gateway = gateway;
    this.counters = counters;
    this.facts = facts;
    this.budgets = new Budgets(config.pin());
  }

  /**
   * What was dialled.
   *
   * @param number it, when it is one of ours
   * @param room the room that was dialled by its id
   * @param leadsTo the room that the number is bound to
   */
  private record Dialled(String text, String number, RoomId room, RoomId leadsTo) {}

  // --- where a call leads

  Future<AdmissionAnswer> route(Route query) {
    return dialled(query.caller()).compose(dialled -> route(query, dialled));
  }

  private Future<AdmissionAnswer> route(Route query, Dialled dialled) {
    if (dialled.leadsTo() != null) {
      return enter(dialled.leadsTo(), door -> done(guest(dialled.leadsTo())));
    }
    if (dialled.room() != null) {
      return enter(dialled.room(), door -> atRoom(query, dialled, door));
    }
    if (!query.trusted()) {
      return dialled.number() == null ? done(new AdmissionAnswer.NotFound()) : ask(dialled);
    }
    if (Pin.isPin(query.headerPin())) {
      Pin pin = new Pin(query.headerPin());
      return direct(query.caller(), dialled, pin, "header", dialled.text())
          .compose(hit -> hit.map(Admissions::done).orElseGet(() -> ask(dialled)));
    }
    if (dialled.number() == null && Pin.isPin(dialled.text())) {
      return dialledPin(query.caller(), dialled);
    }
    return ask(dialled);
  }

  /** The room's id was dialled: who is trusted comes in, unless he brings a PIN and it is wrong. */
  private Future<AdmissionAnswer> atRoom(Route query, Dialled dialled, Door door) {
    AdmissionAnswer asked = new AdmissionAnswer.AskPin(door.pinLength());
    if (!query.trusted()) {
      return done(asked);
    }
    if (!Pin.isPin(query.headerPin())) {
      return done(guest(dialled.room()));
    }
    return direct(query.caller(), dialled, new Pin(query.headerPin()), "header", null)
        .map(hit -> hit.orElse(asked));
  }

  private Future<AdmissionAnswer> dialledPin(Caller caller, Dialled dialled) {
    Pin pin = new Pin(dialled.text());
    return gateway
        .anyOfLength(pin.digits().length())
        .compose(any ->
            any
                ? direct(caller, dialled, pin, "address", null)
                : Future.succeededFuture(Optional.<AdmissionAnswer>empty()))
        .compose(hit -> hit.map(Admissions::done).orElseGet(() -> ask(dialled)));
  }

  /** A PIN that came with the call; empty when it is wrong, or not looked at past a budget. */
  private Future<Optional<AdmissionAnswer>> direct(
      Caller caller, Dialled dialled, Pin pin, String via, String number) {
    List<Budget> counted = budgets.of(caller, dialled.number(), dialled.room());
    return gateway
        .counts(Budgets.since(counted, clock.now()))
        .compose(counts -> {
          if (Budgets.throttle(counted, counts, 0).any()) {
            return Future.succeededFuture(Optional.empty());
          }
          return lookUp(dialled, pin, number)
              .compose(hit -> {
                if (hit.isPresent()) {
                  return Future.succeededFuture(
                      Optional.of(accepted(caller, hit.get(), Throttle.NONE, 0, via)));
                }
                rejected(caller, 0, via);
                return gateway.record(keys(counted)).map(Optional.empty());
              });
        });
  }

  private Future<AdmissionAnswer> enter(RoomId room, Function<Door, Future<AdmissionAnswer>> open) {
    return gateway
        .door(room)
        .compose(door ->
            door.isPresent() ? open.apply(door.get()) : done(new AdmissionAnswer.NotFound()));
  }

  private static AdmissionAnswer guest(RoomId room) {
    return new AdmissionAnswer.Admit(room, Role.GUEST, false, 0);
  }

  private Future<AdmissionAnswer> ask(Dialled dialled) {
    return dialled.number() == null && !config.sip().anyNumberAsksPin()
        ? done(new AdmissionAnswer.NotFound())
        : gateway.sharedLength(dialled.text()).map(AdmissionAnswer.AskPin::new);
  }

  private Future<Dialled> dialled(Caller caller) {
    String text = caller.dialled().value();
    return gateway
        .number(text)
        .map(known -> {
          if (known.isPresent()) {
            return new Dialled(text, text, null, known.get().orElse(null));
          }
          String id = text.toLowerCase(Locale.ROOT);
          RoomId room = RoomId.isRoomId(id) ? new RoomId(id) : null;
          return new Dialled(text, null, room, null);
        });
  }

  // --- whether a PIN lets in

  Future<AdmissionAnswer> check(Check query) {
    return dialled(query.caller())
        .compose(dialled ->
            lookUp(dialled, query.pin(), dialled.text())
                .compose(hit -> judge(query, dialled, hit)));
  }

  /** The same steps for a right PIN and a wrong one up to here. */
  private Future<AdmissionAnswer> judge(Check query, Dialled dialled, Optional<Hit> hit) {
    Caller caller = query.caller();
    List<Budget> counted = budgets.of(caller, dialled.number(), dialled.room());
    return gateway
        .counts(Budgets.since(counted, clock.now()))
        .compose(counts -> {
          if (hit.isPresent()) {
            return admit(query, hit.get(), Budgets.throttle(counted, counts, 0));
          }
          Throttle throttle = Budgets.throttle(counted, counts, 1);
          rejected(caller, query.attempt(), "keypad");
          throttled(caller, null, throttle, throttle.lobby());
          long delayMs = Math.max(Budgets.BASE_DELAY_MS, throttle.delayMs());
          return gateway
              .record(keys(counted))
              .map(recorded -> new AdmissionAnswer.Reject(delayMs, throttle.any()));
        });
  }

  private Future<AdmissionAnswer> admit(Check query, Hit hit, Throttle throttle) {
    if (!throttle.lobby() || hit.role() == Role.HOST) {
      Throttle delayed = new Throttle(throttle.budget(), throttle.delayMs(), false);
      return done(accepted(query.caller(), hit, delayed, query.attempt(), "keypad"));
    }
    return gateway
        .door(hit.room())
        .map(door -> {
          boolean lobby = door.isPresent() && door.get().hasHost();
          Throttle applied = new Throttle(throttle.budget(), throttle.delayMs(), lobby);
          return accepted(query.caller(), hit, applied, query.attempt(), "keypad");
        });
  }

  private Future<Optional<Hit>> lookUp(Dialled dialled, Pin pin, String number) {
    return dialled.room() != null
        ? gateway.findInRoom(dialled.room(), pin)
        : gateway.find(number, pin);
  }

  // --- what is told of it

  private AdmissionAnswer accepted(
      Caller caller, Hit hit, Throttle throttle, int attempt, String via) {
    counters.accepted.increment();
    fact(
        EventType.PIN_ACCEPTED,
        caller,
        hit.room(),
        Map.of("role", hit.role().wire(), "attempt", attempt, "via", via));
    throttled(caller, hit.room(), throttle, throttle.lobby());
    return new AdmissionAnswer.Admit(hit.room(), hit.role(), throttle.lobby(), throttle.delayMs());
  }

  private void rejected(Caller caller, int attempt, String via) {
    counters.rejected.increment();
    Map<String, Object> data = new HashMap<>();
    data.put("attempt", attempt);
    data.put("attempts_left", Math.max(0, config.pin().tries() - attempt));
    data.put("why", "wrong");
    data.put("via", via);
    fact(EventType.PIN_REJECTED, caller, null, data);
  }

  private void throttled(Caller caller, RoomId room, Throttle throttle, boolean lobby) {
    if (!throttle.any()) {
      return;
    }
    counters.throttled.increment();
    if (room != null && lobby) {
      counters.lobby.increment();
    }
    fact(
        EventType.PIN_THROTTLED,
        caller,
        room,
        Map.of("budget", throttle.budget(), "delay_ms", throttle.delayMs(), "lobby", lobby));
  }

  private void fact(String type, Caller caller, RoomId room, Map<String, Object> data) {
    facts.accept(Fact.of(type, clock.now(), room, caller.call(), null, data));
  }

  private static List<String> keys(List<Budget> budgets) {
    return budgets.stream().map(Budget::key).toList();
  }

  private static Future<AdmissionAnswer> done(AdmissionAnswer answer) {
    return Future.succeededFuture(answer);
  }
}
