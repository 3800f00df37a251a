package org.convoke.pin;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.AdmissionQuery.Check;
import org.convoke.bus.AdmissionQuery.Route;
import org.convoke.config.Config;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.pin.Budgets.Throttle;
import org.convoke.store.PinLookup.Door;
import org.convoke.store.PinLookup.Hit;
import org.convoke.store.Unavailable;

/** Where calls lead and what PINs open, as the package's text tells. */
final class Admissions {
  private final Config config;
  private final PinGateway gateway;
  private final Guesses guesses;

  Admissions(Config config, PinGateway gateway, Guesses guesses) {
    this.config = config;
    this.gateway = gateway;
    this.guesses = guesses;
  }

  // --- where a call leads

  Future<AdmissionAnswer> route(Route query) {
    return Dialled.by(query.caller(), gateway).compose(dialled -> route(query, dialled));
  }

  private Future<AdmissionAnswer> route(Route query, Dialled dialled) {
    if (dialled.lead().application() != null) {
      return done(new AdmissionAnswer.Run(dialled.lead().application()));
    }
    if (dialled.lead().room() != null) {
      return enter(dialled.lead().room(), door -> done(guest(dialled.lead().room())));
    }
    if (dialled.room() != null) {
      return enter(dialled.room(), door -> atRoom(query, dialled, door));
    }
    if (dialled.application() != null) {
      return atApplication(query, dialled.application());
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
    if (!door.hasPins()) {
      return done(query.trusted() ? guest(dialled.room()) : new AdmissionAnswer.NotFound());
    }
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

  /** No PIN is looked at: what to do with the call is the application's alone. */
  private Future<AdmissionAnswer> atApplication(Route query, ApplicationId id) {
    return query.trusted()
        ? gateway
            .application(id)
            .map(found ->
                found.isPresent() ? new AdmissionAnswer.Run(id) : new AdmissionAnswer.NotFound())
        : done(new AdmissionAnswer.NotFound());
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
    return guesses
        .begin(caller, dialled.number(), dialled.room(), via, 0)
        .compose(guess -> {
          if (guess.throttle().any()) {
            return Future.succeededFuture(Optional.empty());
          }
          return lookUp(dialled, pin, number)
              .compose(hit ->
                  hit.isPresent()
                      ? Future.succeededFuture(
                          Optional.of(guess.accepted(hit.get(), Throttle.NONE)))
                      : guess.wrongUnanswered().map(Optional.empty()));
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

  // --- whether a PIN lets in

  /** The same steps for a right PIN and a wrong one. */
  Future<AdmissionAnswer> check(Check query) {
    return Dialled.by(query.caller(), gateway)
        .compose(dialled ->
            guesses
                .begin(query.caller(), dialled.number(), dialled.room(), "keypad", query.attempt())
                .compose(guess -> guess.judged(() -> judge(guess, dialled, query.pin()))));
  }

  private Future<AdmissionAnswer> judge(Guesses.Guess guess, Dialled dialled, Pin pin) {
    return lookUp(dialled, pin, dialled.text())
        .compose(hit -> hit.isPresent() ? admit(guess, hit.get()) : guess.wrong());
  }

  private Future<AdmissionAnswer> admit(Guesses.Guess guess, Hit hit) {
    Throttle throttle = guess.throttle();
    if (!throttle.lobby() || hit.role() == Role.HOST) {
      return done(guess.accepted(hit, throttle.withoutLobby()));
    }
    return gateway
        .door(hit.room())
        .recover(failure ->
            failure instanceof Unavailable
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure))
        .map(door ->
            guess.accepted(
                hit,
                door.isPresent() && door.get().hasHost() ? throttle : throttle.withoutLobby()));
  }

  private Future<Optional<Hit>> lookUp(Dialled dialled, Pin pin, String number) {
    return dialled.room() != null
        ? gateway.findInRoom(dialled.room(), pin)
        : gateway.find(number, pin);
  }

  private static Future<AdmissionAnswer> done(AdmissionAnswer answer) {
    return Future.succeededFuture(answer);
  }
}
