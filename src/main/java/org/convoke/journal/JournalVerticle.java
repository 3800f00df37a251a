package org.convoke.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.MessageConsumer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.convoke.bus.Addresses;
import org.convoke.bus.Committed;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.JournalConfig;
import org.convoke.store.Calls;
import org.convoke.store.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes facts from the bus and sees to it that each becomes an event; see the package's text. */
public final class JournalVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(JournalVerticle.class);
  private static final long SEGMENT_BYTES = 8L << 20;
  private static final long RECOVERY_RETRY_MS = 500;
  private static final long FLUSH_MS = 1_500;
  private static final long READ_MS = 1_000;

  private final EventLog log;
  private final Calls calls;
  private final Path folder;
  private final JournalConfig config;
  private final Clock clock;
  private WorkerExecutor disk;
  private Spool spool;
  private Optional<Instant> lastAlive = Optional.empty();
  private Pulse pulse;
  private Journal journal;
  private MessageConsumer<Fact> consumer;
  private Consumer<Fact> witness = fact -> {};
  private volatile JournalReadings readings = new JournalReadings(0, false, 0, 1, false, 0);

  /**
   * @param log closed by this verticle
   * @param dataFolder the spool is its subfolder {@code journal}
   */
  public JournalVerticle(
      EventLog log, Calls calls, Path dataFolder, JournalConfig config, Clock clock) {
    this.log = log;
    this.calls = calls;
    this.folder = dataFolder.resolve("journal");
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    // One thread: the spool's files have one owner, and appends keep their order.
    disk = vertx.createSharedWorkerExecutor("journal-spool", 1, 1, TimeUnit.MINUTES);
    return disk.executeBlocking(
            () -> {
              lastAlive = Pulse.last(folder);
              return Spool.open(folder, (long) config.spoolMaxMib() << 20, SEGMENT_BYTES);
            })
        .compose(opened -> {
          spool = opened;
          journal =
              new Journal(
                  vertx,
                  log,
                  new SpoolWorker(disk, opened),
                  position ->
                      vertx.eventBus().publish(Addresses.COMMITTED, new Committed(position)));
          return journal.drain(!opened.isEmpty());
        })
        .compose(drained -> recover())
        .compose(recovered -> disk.executeBlocking(() -> Pulse.open(folder)))
        .onSuccess(opened -> {
          pulse = opened;
          beat();
          vertx.setPeriodic(Pulse.EVERY_MS, timer -> beat());
          new Retention(vertx, log, clock, config.keepDays()).begin();
          vertx.setPeriodic(READ_MS, timer -> read());
          consumer =
              vertx
                  .eventBus()
                  .<Fact>localConsumer(Addresses.FACTS, message -> take(message.body()));
        });
  }

  @Override
  public Future<?> stop() {
    if (consumer == null) {
      return closeAll();
    }
    return consumer
        .unregister()
        .compose(gone -> journal.finish(FLUSH_MS))
        .eventually(this::closeAll);
  }

  private void beat() {
    Instant now = clock.now();
    disk.executeBlocking(
            () -> {
              pulse.beat(now);
              return null;
            })
        .onFailure(failure -> LOG.debug("no sign of life: {}", failure.toString()));
  }

  /** Told each fact as it comes, on this verticle's event loop; to be set before it is deployed. */
  public void witness(Consumer<Fact> newWitness) {
    witness = newWitness;
  }

  /** How the journal is; any thread. */
  public JournalReadings readings() {
    return readings;
  }

  private void take(Fact fact) {
    witness.accept(fact);
    journal.accept(fact);
  }

  private void read() {
    readings = journal.readings(spool.bytes(), spool.maxBytes());
  }

  /** The share of the memory for events that is in use: while the disk refuses them, it grows. */
  public double crowding() {
    return journal == null ? 0 : journal.crowding();
  }

  /** Closes what a crash left open. The database was there a moment ago; if it went, wait. */
  private Future<Void> recover() {
    return calls
        .open()
        .recover(failure -> {
          LOG.warn("Cannot read what was left open: {}", failure.getMessage());
          Promise<Calls.Open> later = Promise.promise();
          vertx.setTimer(RECOVERY_RETRY_MS, timer -> later.fail(failure));
          return later.future();
        })
        .transform(read -> {
          if (read.failed()) {
            return recover();
          }
          Instant now = clock.now();
          Instant ended = lastAlive.filter(last -> last.isBefore(now)).orElse(now);
          List<Fact> facts = new ArrayList<>(Recovery.facts(read.result(), ended));
          if (!facts.isEmpty()) {
            LOG.info("Closing what the last run left open: {} events", facts.size());
            facts.forEach(journal::accept);
          }
          return journal.drain(!facts.isEmpty());
        });
  }

  private Future<?> closeAll() {
    Future<?> files =
        spool == null
            ? Future.succeededFuture()
            : disk.executeBlocking(() -> {
              spool.close();
              if (pulse != null) {
                pulse.close();
              }
              return null;
            });
    return files.eventually(disk::close).eventually(log::close);
  }
}
