package org.convoke.pin;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.CheckHostPin;
import org.convoke.bus.AdmissionQuery.CheckMergeCode;
import org.convoke.bus.AdmissionQuery.MakeMergeCode;
import org.convoke.bus.AdmissionQuery.Route;
import org.convoke.clock.Clock;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.pin.Budgets.Throttle;

/** One-time codes of phones that become a browser's sound, and host PINs keyed on a page. */
final class CodeAdmissions {
  private static final Pattern DIALLED_CODE = Pattern.compile("\\*([0-9]{6})#?");

  private final Clock clock;
  private final PinGateway gateway;
  private final Guesses guesses;
  private final MergeCodes codes;

  /** Host PINs from one source are looked at one after the other, or a budget would come late. */
  private final OneByOne oneByOne = new OneByOne();

  CodeAdmissions(Clock clock, PinGateway gateway, Guesses guesses) {
    this(clock, gateway, guesses, new SecureRandom());
  }

  CodeAdmissions(Clock clock, PinGateway gateway, Guesses guesses, RandomGenerator random) {
    this.clock = clock;
    this.gateway = gateway;
    this.guesses = guesses;
    this.codes = new MergeCodes(random);
  }

  Future<AdmissionAnswer> make(MakeMergeCode query) {
    Pin code = codes.make(new MergeCodes.Owner(query.room(), query.participant()), clock.nowNs());
    return Future.succeededFuture(
        new AdmissionAnswer.MergeCode(
            code, clock.now().plus(Duration.ofNanos(MergeCodes.VALID_NS))));
  }

  Future<AdmissionAnswer> check(CheckMergeCode query) {
    return Dialled.by(query.caller(), gateway)
        .compose(dialled ->
            guesses.begin(
                query.caller(), dialled.number(), dialled.room(), "code", query.attempt()))
        .compose(guess -> guess.judged(() -> judge(guess, query.code())));
  }

  private Future<AdmissionAnswer> judge(Guesses.Guess guess, Pin code) {
    Optional<MergeCodes.Owner> owner = codes.spend(code, clock.nowNs());
    if (owner.isEmpty()) {
      return guess.wrong();
    }
    Throttle throttle = guess.throttle();
    guess.throttled(owner.get().room(), throttle.withoutLobby());
    return Future.succeededFuture(
        new AdmissionAnswer.Merge(
            owner.get().room(), owner.get().participant(), throttle.delayMs()));
  }

  /** The code that was dialled in place of a number or room, or null. */
  static Pin dialledCode(Route query) {
    Matcher code = DIALLED_CODE.matcher(query.caller().dialled().value());
    return code.matches() ? new Pin(code.group(1)) : null;
  }

  /** As with PINs in addresses: strangers get no try, and past a budget none is looked at. */
  Future<AdmissionAnswer> route(Route query, Pin code) {
    if (!query.trusted()) {
      return Future.succeededFuture(new AdmissionAnswer.NotFound());
    }
    return guesses
        .begin(query.caller(), null, null, "code", 0)
        .compose(guess ->
            guess.throttle().any() ? Future.succeededFuture(guess.unseen()) : judge(guess, code));
  }

  /** The room's host PIN lets in; whoever is past his own budget is not looked at. */
  Future<AdmissionAnswer> checkHostPin(CheckHostPin query) {
    return oneByOne.after(query.caller().source(), () -> judge(query));
  }

  private Future<AdmissionAnswer> judge(CheckHostPin query) {
    return guesses
        .begin(query.caller(), null, query.room(), "page", 0)
        .compose(guess ->
            guess.guesserIsPast()
                ? Future.succeededFuture(guess.unseen())
                : guess.judged(() -> judge(guess, query)));
  }

  private Future<AdmissionAnswer> judge(Guesses.Guess guess, CheckHostPin query) {
    return gateway
        .findInRoom(query.room(), query.pin())
        .compose(hit ->
            hit.isPresent() && hit.get().role() == Role.HOST
                ? Future.succeededFuture(guess.accepted(hit.get(), guess.throttle().withoutLobby()))
                : guess.wrong());
  }
}
