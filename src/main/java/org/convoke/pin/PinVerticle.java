package org.convoke.pin;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.PinChange;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.EntryPass;
import org.convoke.id.Pin;
import org.convoke.store.Numbers;
import org.convoke.store.PinLookup;
import org.convoke.store.Stores;
import org.convoke.store.Unavailable;
import org.convoke.store.WrongPins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers who may enter; see the package's text. */
public final class PinVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PinVerticle.class);
  private static final Copying COPYING = new Copying(15_000, 1_000);
  private static final long RISK_MS = 60_000;
  private static final long PURGE_MS = 3_600_000;

  private static final long KNOWN_MS = 5_000;

  /** Nobody looks back further. */
  private static final Duration KEPT = Strangers.REMEMBERED.plusHours(1);

  /**
   * How long after a copy of the PINs the next one is taken.
   *
   * @param againMs after one that failed: the database may be back any moment, or gone for long
   */
  record Copying(long everyMs, long againMs) {}

  private final Config config;
  private final Clock clock;
  private final Copying copying;
  private final Path folder;
  private final Numbers numbers;
  private final PinLookup pins;
  private final PinCounters counters = new PinCounters();
  private final AlarmHandler alarms;
  private FailureFile file;
  private PinGateway gateway;
  private Admissions admissions;
  private CodeAdmissions codes;
  private PassAdmissions passes;
  private boolean stopped;

  /** Wrong PINs that the database does not know of live in memory alone. */
  public PinVerticle(Config config, Clock clock, Stores stores) {
    this(config, clock, stores.pins(), stores.numbers(), stores.wrongPins(), COPYING, null);
  }

  /**
   * @param folder the data folder, where they wait for the database
   */
  public PinVerticle(Config config, Clock clock, Stores stores, Path folder) {
    this(config, clock, stores.pins(), stores.numbers(), stores.wrongPins(), COPYING, folder);
  }

  /** With these stores. */
  public PinVerticle(Config config, Clock clock, PinLookup pins, Numbers numbers) {
    this(config, clock, pins, numbers, COPYING);
  }

  PinVerticle(Config config, Clock clock, PinLookup pins, Numbers numbers, Copying copying) {
    this(config, clock, pins, numbers, null, copying, null);
  }

  PinVerticle(
      Config config,
      Clock clock,
      PinLookup pins,
      Numbers numbers,
      WrongPins wrongPins,
      Copying copying,
      Path folder) {
    this.alarms =
        new AlarmHandler(
            counters,
            wrongPins,
            (raised, data) -> {
              String type = raised ? EventType.ALARM_RAISED : EventType.ALARM_CLEARED;
              vertx
                  .eventBus()
                  .send(Addresses.FACTS, Fact.of(type, clock.now(), null, null, null, data));
            });
    this.folder = folder;
    this.config = config;
    this.clock = clock;
    this.pins = pins;
    this.numbers = numbers;
    this.copying = copying;
  }

  public PinCounters counters() {
    return counters;
  }

  /** How likely PINs are guessed; any thread. */
  public PinReadings readings() {
    return alarms.readings();
  }

  @Override
  public Future<?> start() {
    if (folder == null) {
      return start(List.of());
    }
    file = new FailureFile(vertx, folder);
    return file.open().compose(this::start);
  }

  private Future<?> start(List<FailureLedger.Failure> left) {
    gateway = new PinGateway(pins, numbers, clock, file);
    gateway.left(left);
    Guesses guesses =
        new Guesses(
            config.pin(),
            clock,
            gateway,
            counters,
            fact -> vertx.eventBus().send(Addresses.FACTS, fact));
    admissions = new Admissions(config, gateway, guesses);
    codes = new CodeAdmissions(clock, gateway, guesses);
    passes =
        new PassAdmissions(
            new EntryPasses(new SecureRandom()),
            clock,
            fact -> vertx.eventBus().send(Addresses.FACTS, fact));
    vertx.setPeriodic(KNOWN_MS, timer -> gateway.writeKnown());
    vertx.setPeriodic(RISK_MS, timer -> watchRisk());
    vertx.setPeriodic(
        PURGE_MS,
        timer -> {
          pins.purge(gateway.budgetTime().minus(KEPT));
          alarms.purge(gateway.budgetTime());
        });
    watchRisk();
    vertx
        .eventBus()
        .<PinChange>localConsumer(Addresses.PIN_CHANGES, change -> gateway.change(change.body()));
    return refresh()
        .map(done ->
            vertx.eventBus().<AdmissionQuery>localConsumer(Addresses.ADMISSION, this::answer));
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    Future<Void> told = gateway == null ? Future.succeededFuture() : gateway.writeKnown();
    return file == null ? told : told.compose(done -> file.close());
  }

  private void answer(Message<AdmissionQuery> message) {
    Future<? extends AdmissionAnswer> answer =
        switch (message.body()) {
          case AdmissionQuery.Route route
              when EntryPass.isEntryPass(route.caller().dialled().value()) ->
              passes.route(route);
          case AdmissionQuery.Route route -> {
            Pin code = CodeAdmissions.dialledCode(route);
            yield code == null ? admissions.route(route) : codes.route(route, code);
          }
          case AdmissionQuery.Check check -> admissions.check(check);
          case AdmissionQuery.MakeMergeCode make -> codes.make(make);
          case AdmissionQuery.CheckMergeCode check -> codes.check(check);
          case AdmissionQuery.CheckHostPin check -> codes.checkHostPin(check);
          case AdmissionQuery.MakePass make -> passes.make(make);
          case AdmissionQuery.CheckPass check -> passes.check(check);
        };
    answer.onComplete(done -> {
      if (done.succeeded()) {
        message.reply(done.result());
        return;
      }
      if (!(done.cause() instanceof Unavailable)) {
        LOG.error("An admission failed", done.cause());
      }
      counters.unavailable.increment();
      message.reply(new AdmissionAnswer.Unavailable());
    });
  }

  /** Now and from now on. Never fails: without a copy we depend on the database alone. */
  private Future<?> refresh() {
    return gateway
        .refresh()
        .transform(done -> {
          if (done.failed() && !(done.cause() instanceof Unavailable)) {
            LOG.error("Cannot copy the PINs", done.cause());
          }
          if (!stopped) {
            vertx.setTimer(
                done.succeeded() ? copying.everyMs() : copying.againMs(), timer -> refresh());
          }
          return Future.succeededFuture();
        });
  }

  private void watchRisk() {
    alarms.count(gateway.budgetTime());
    numbers
        .risks(config.pin().budgetNumberDay())
        .onSuccess(alarms::risks)
        .onFailure(failure -> LOG.debug("No risk this time: {}", failure.getMessage()));
  }
}
