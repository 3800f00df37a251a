package org.convoke.pin;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.convoke.bus.PinChange;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.PinLookup;
import org.convoke.store.PinLookup.Door;
import org.convoke.store.PinLookup.Hit;
import org.convoke.store.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database as the pin verticle sees it: when it does not answer, the copy does. After a failure
 * it is not asked for two seconds, so that callers do not each wait for the same silence.
 */
final class PinGateway {
  private static final Logger LOG = LoggerFactory.getLogger(PinGateway.class);
  private static final long ANSWER_MS = 800;
  private static final long PATIENT_MS = 1_500;
  private static final long COPYING_MS = 5_000;
  private static final long REST_NS = 2_000_000_000L;
  private static final int COPY_MAX_PINS = 500_000;

  private final PinLookup pins;
  private final Numbers numbers;
  private final Clock clock;
  private final Clock steady;
  private final PinCopy copy;
  private final FailureLedger ledger = new FailureLedger();
  private final KnownCallers known = new KnownCallers();

  /** Null: what the database does not know of lives in memory alone. */
  private final FailureFile file;

  private boolean away;
  private long askAgainAtNs;
  private boolean writing;

  /**
   * @param file open; or null
   */
  PinGateway(PinLookup pins, Numbers numbers, Clock clock, FailureFile file) {
    this.pins = pins;
    this.numbers = numbers;
    this.clock = clock;
    this.steady = Clock.steady(clock);
    this.file = file;
    this.copy = new PinCopy(pins, clock);
  }

  /** Wrong PINs that an earlier run could not write to the database. */
  void left(List<FailureLedger.Failure> failures) {
    failures.forEach(ledger::add);
  }

  /** The time that budgets are counted by: a clock that is set empties none. */
  Instant budgetTime() {
    return steady.now();
  }

  /**
   * Where a number leads; empty: no such number. The copy's word counts either way: most of what is
   * dialled is no number, and a call that rings cannot wait for a slow database twice. While the
   * copy is fresh and knows the number, a call that rings does not wait at all.
   */
  Future<Optional<Lead>> number(String number) {
    Lead known = copy.isFresh() ? copy.answers().number(number) : null;
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    return ask(
        () -> numbers.find(number).map(found -> found.map(Numbers.Number::lead)),
        now -> Optional.ofNullable(copy.answers().number(number)));
  }

  /**
   * The same id when there is such an application; fails with {@link Unavailable} where only the
   * database could say so and does not.
   */
  Future<Optional<ApplicationId>> application(ApplicationId id) {
    return known(
        () -> pins.application(id),
        now -> copy.answers().has(id) ? Optional.of(id) : Optional.empty());
  }

  Future<Optional<Hit>> find(String number, Pin pin) {
    return lookUp(
        () -> pins.find(number, pin, clock.now()),
        now -> copy.answers().find(number, pins.hmac(pin), now));
  }

  Future<Optional<Hit>> findInRoom(RoomId room, Pin pin) {
    return lookUp(
        () -> pins.findInRoom(room, pin, clock.now()),
        now -> copy.answers().findInRoom(room, pins.hmac(pin), now));
  }

  /** As {@link #application}: an id is no guess, and a room that is there must not be denied. */
  Future<Optional<Door>> door(RoomId room) {
    return known(() -> pins.door(room, clock.now()), now -> copy.answers().door(room, now));
  }

  /** How many digits a caller is waited for, which says nothing of what he keys. */
  Future<Integer> sharedLength(String number) {
    if (copy.isFresh()) {
      return Future.succeededFuture(copy.answers().sharedLength(number));
    }
    return ask(() -> pins.sharedLength(number), now -> copy.answers().sharedLength(number));
  }

  Future<Boolean> anyOfLength(int length) {
    return ask(() -> pins.anyOfLength(length), now -> copy.answers().anyOfLength(length));
  }

  Future<Map<String, Integer>> counts(Map<String, Instant> since) {
    return ask(
        () ->
            pins.countFailures(since)
                .onSuccess(ledger::learn)
                .map(counts -> ledger.plusPending(counts, since)),
        now -> ledger.counts(since));
  }

  /** The same over other times than a budget's; where the database is away, over those. */
  Future<Map<String, Integer>> countsOver(Map<String, Instant> since) {
    return since.isEmpty()
        ? Future.succeededFuture(Map.of())
        : ask(
            () -> pins.countFailures(since).map(counts -> ledger.plusPending(counts, since)),
            now -> ledger.counts(since));
  }

  /** Whether that caller keyed a right PIN since. */
  Future<Boolean> isKnown(String key, Instant since) {
    return known.has(key)
        ? Future.succeededFuture(true)
        : ask(() -> pins.isKnown(key, since), now -> false);
  }

  /** That caller keyed a right PIN; {@link #writeKnown} tells the database. */
  void know(String key) {
    known.add(key, clock.nowNs());
  }

  /** Whom the database does not know of yet; to be called every few seconds. Never fails. */
  Future<Void> writeKnown() {
    List<String> keys = isResting() ? List.of() : known.take();
    return keys.isEmpty()
        ? Future.succeededFuture()
        : bounded(pins.recordKnown(keys, budgetTime()))
            .recover(cause -> {
              known.putBack(keys);
              return Future.succeededFuture();
            });
  }

  /** Never fails: what cannot be written to the database now is written there later. */
  Future<Void> record(List<String> keys) {
    FailureLedger.Failure failure = new FailureLedger.Failure(keys, budgetTime());
    return isResting()
        ? keep(failure)
        : bounded(pins.recordFailure(keys, failure.at())).recover(cause -> keep(failure));
  }

  private Future<Void> keep(FailureLedger.Failure failure) {
    ledger.add(failure);
    return file == null
        ? Future.succeededFuture()
        : file.append(failure)
            .recover(cause -> {
              LOG.warn("A wrong PIN is counted in memory alone: {}", cause.getMessage());
              return Future.succeededFuture();
            });
  }

  /**
   * Takes a new copy, and begins to write the wrong PINs that wait; to be called every few seconds,
   * but not before the last one completed.
   */
  Future<?> refresh() {
    copy.begin();
    return bounded(pins.snapshot(clock.now(), COPY_MAX_PINS), COPYING_MS)
        .onSuccess(snapshot -> {
          copy.take(snapshot);
          writePending();
        })
        .eventually(() -> {
          copy.end();
          return Future.succeededFuture();
        });
  }

  /** What was changed through this bridge is in the copy at once. */
  void change(PinChange change) {
    copy.change(change);
  }

  /** One after the other; what cannot be written waits for the next copy. */
  private void writePending() {
    FailureLedger.Failure next = ledger.first();
    if (writing || next == null) {
      return;
    }
    writing = true;
    pins.recordFailure(next.keys(), next.at())
        .onComplete(done -> {
          writing = false;
          if (done.failed()) {
            return;
          }
          ledger.written(next);
          if (!ledger.isEmpty()) {
            writePending();
          } else if (file != null) {
            file.clear().onFailure(cause -> LOG.warn("Cannot empty {}", cause.getMessage()));
          }
        });
  }

  /**
   * The copy can say that something is there, not that it is not: a room made a moment ago by
   * another hand than this bridge's is missing from it. So a miss is asked of the database once
   * more, with more patience. Where that stays silent a miss is a miss: guessing must not be free
   * while the database is away.
   */
  private <T> Future<Optional<T>> lookUp(
      Supplier<Future<Optional<T>>> database, Function<Instant, Optional<T>> fromCopy) {
    return known(database, fromCopy)
        .recover(failure ->
            failure instanceof Unavailable && copy.isThere()
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure));
  }

  /** The same, but that a miss stays open where the database is silent. */
  private <T> Future<Optional<T>> known(
      Supplier<Future<Optional<T>>> database, Function<Instant, Optional<T>> fromCopy) {
    boolean[] guessed = new boolean[1];
    return ask(
            database,
            now -> {
              guessed[0] = true;
              return fromCopy.apply(now);
            })
        .compose(found ->
            found.isPresent() || !guessed[0]
                ? Future.succeededFuture(found)
                : bounded(database.get(), PATIENT_MS));
  }

  private <T> Future<T> ask(Supplier<Future<T>> database, Function<Instant, T> fromCopy) {
    if (isResting()) {
      return fromCopy(fromCopy);
    }
    return bounded(database.get())
        .recover(failure ->
            failure instanceof Unavailable ? fromCopy(fromCopy) : Future.failedFuture(failure));
  }

  private <T> Future<T> fromCopy(Function<Instant, T> answer) {
    if (!copy.isThere()) {
      return Future.failedFuture(new Unavailable(new TimeoutException("no copy of the PINs")));
    }
    return Future.succeededFuture(answer.apply(clock.now()));
  }

  private <T> Future<T> bounded(Future<T> future) {
    return bounded(future, ANSWER_MS);
  }

  private <T> Future<T> bounded(Future<T> future, long ms) {
    return future
        .timeout(ms, TimeUnit.MILLISECONDS)
        .onSuccess(answer -> back())
        .recover(failure -> {
          boolean silent = failure instanceof Unavailable || failure instanceof TimeoutException;
          if (!silent) {
            return Future.failedFuture(failure);
          }
          gone(failure);
          return Future.failedFuture(
              failure instanceof Unavailable ? failure : new Unavailable(failure));
        });
  }

  private boolean isResting() {
    return away && askAgainAtNs - clock.nowNs() > 0;
  }

  private void gone(Throwable failure) {
    if (!away) {
      LOG.warn("PINs are checked against a copy: {}", failure.getMessage());
    }
    away = true;
    askAgainAtNs = clock.nowNs() + REST_NS;
  }

  private void back() {
    if (away) {
      LOG.info("PINs are checked against the database again");
    }
    away = false;
  }
}
