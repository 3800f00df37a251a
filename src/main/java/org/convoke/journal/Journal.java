package org.convoke.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.convoke.bus.Fact;
import org.convoke.store.EventLog;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live or spooling, as the package's text tells. Everything here runs on one event loop; at any
 * time at most one transaction and one write to disk are under way.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int BATCH = 500;

  /** A transaction that takes longer turns the journal to the disk: memory is lost in a crash. */
  private static final long SLOW_MS = 500;

  private static final long RETRY_MIN_MS = 200;
  private static final long RETRY_MAX_MS = 2_000;

  /** In memory while even the disk refuses; about 50 MB. */
  private static final int MAX_PENDING = 100_000;

  private final Vertx vertx;
  private final EventLog log;
  private final SpoolWorker spool;
  private final LongConsumer committed;
  private final Losses losses = new Losses();

  /** Neither in the database nor on disk, nor on the way to either. */
  private final Deque<Entry> pending = new ArrayDeque<>();

  private final SpoolWriter disk;

  /** On its way to the database, and not on disk. */
  private List<Entry> live = List.of();

  private boolean spooling;
  private boolean storing;
  private boolean waiting;
  private boolean finishing;
  private long retryMs = RETRY_MIN_MS;

  /** So many batches of one, to find the event that the database refuses. */
  private int singly;

  private Promise<Void> idle;

  Journal(Vertx vertx, EventLog log, SpoolWorker spool, LongConsumer committed) {
    this.vertx = vertx;
    this.log = log;
    this.spool = spool;
    this.committed = committed;
    disk = new SpoolWriter(vertx, spool, losses, pending, this::pump);
  }

  void accept(Fact fact) {
    try {
      add(FactJson.entry(fact));
    } catch (RuntimeException e) {
      losses.broken("Event " + fact.id() + " of type " + fact.type() + ", which is no JSON,", e);
    }
  }

  long lost() {
    return losses.count();
  }

  /** The share of the places in memory that is taken; about so much, on other threads. */
  double crowding() {
    return (double) pending.size() / MAX_PENDING;
  }

  /** How it is, with a spool of so many bytes of so many. */
  JournalReadings readings(long spoolBytes, long spoolMaxBytes) {
    return new JournalReadings(
        pending.size(), spooling, spoolBytes, spoolMaxBytes, disk.hasFailed(), losses.count());
  }

  /** Done when everything so far is in the database. {@code spooled}: the spool holds something. */
  Future<Void> drain(boolean spooled) {
    if (spooled && pending.isEmpty() && !spooling) {
      spooling = true;
      disk.found();
    }
    return whenIdle();
  }

  /** Done when everything is in the database, or after {@code ms} on disk. */
  Future<Void> finish(long ms) {
    Promise<Void> late = Promise.promise();
    long timer = vertx.setTimer(ms, fired -> late.tryComplete());
    // While the database is away there is nothing to wait for but the disk.
    Future<Void> settled = spooling ? Future.succeededFuture() : whenIdle();
    settled.onComplete(done -> {
      vertx.cancelTimer(timer);
      late.tryComplete();
    });
    return late.future()
        .compose(waited -> {
          finishing = true;
          // Nobody will see what becomes of it; that it is kept twice does no harm.
          live.reversed().forEach(pending::addFirst);
          return disk.keepRest();
        });
  }

  private Future<Void> whenIdle() {
    if (idle == null) {
      idle = Promise.promise();
    }
    Future<Void> future = idle.future();
    pump();
    return future;
  }

  private void add(Entry entry) {
    if (pending.size() >= MAX_PENDING) {
      losses.lose(entry, "neither the database nor the disk takes events");
      return;
    }
    pending.add(entry);
    pump();
  }

  private void pump() {
    if (finishing) {
      return;
    }
    if (spooling) {
      disk.write();
      replay();
    } else if (!storing && !pending.isEmpty()) {
      storeLive();
    }
    if (idle != null && !spooling && !storing && pending.isEmpty()) {
      Promise<Void> reached = idle;
      idle = null;
      reached.complete();
    }
  }

  private void storeLive() {
    List<Entry> batch = take(batchSize());
    live = batch;
    boolean[] spooled = new boolean[1];
    long timer =
        vertx.setTimer(
            SLOW_MS,
            fired -> {
              spooled[0] = true;
              toDisk(batch, "slow");
            });
    store(batch)
        .onComplete(done -> {
          vertx.cancelTimer(timer);
          live = List.of();
          if (done.failed()) {
            if (!spooled[0] && isAway(done.cause())) {
              toDisk(batch, done.cause().getMessage());
            } else if (!spooled[0]) {
              refused(batch, done.cause()).forEach(pending::addFirst);
            }
            if (isAway(done.cause())) {
              retryLater();
            }
          }
          pump();
        });
  }

  /** The batch goes to the head of the queue for the disk, where all that follow queue behind. */
  private void toDisk(List<Entry> batch, String why) {
    if (!spooling) {
      LOG.warn("Events wait on disk: {}", why);
    }
    spooling = true;
    live = List.of();
    batch.reversed().forEach(pending::addFirst);
    pump();
  }

  private void replay() {
    if (storing || waiting) {
      return;
    }
    if (disk.isEmpty()) {
      if (!disk.isWriting() && pending.isEmpty()) {
        spooling = false;
        LOG.info("All events are in the database again");
      }
      return;
    }
    storing = true;
    spool
        .peek(batchSize())
        .compose(this::storeSpooled)
        .onComplete(done -> {
          storing = false;
          if (done.failed()) {
            if (!isAway(done.cause())) {
              LOG.error("Cannot store events from disk", done.cause());
            }
            retryLater();
          } else {
            retryMs = RETRY_MIN_MS;
          }
          pump();
        });
  }

  private Future<Void> storeSpooled(List<byte[]> records) {
    List<Entry> batch = new ArrayList<>(records.size());
    for (byte[] record : records) {
      Optional<Entry> entry = FactJson.decode(record);
      if (entry.isPresent()) {
        batch.add(entry.get());
      } else {
        losses.broken("A record in the spool, which is no event,", null);
      }
    }
    Future<Integer> stored =
        append(batch)
            .map(position -> records.size())
            .recover(failure ->
                isAway(failure)
                    ? Future.failedFuture(failure)
                    : Future.succeededFuture(
                        refused(batch, failure).isEmpty() ? records.size() : 0));
    return stored.compose(spool::acknowledge).onSuccess(disk::acknowledged).mapEmpty();
  }

  private Future<Long> store(List<Entry> batch) {
    storing = true;
    return append(batch)
        .onComplete(done -> {
          storing = false;
          if (done.succeeded()) {
            retryMs = RETRY_MIN_MS;
          }
        });
  }

  private Future<Long> append(List<Entry> batch) {
    if (singly > 0) {
      singly -= batch.size();
    }
    if (batch.isEmpty()) {
      return Future.succeededFuture(0L);
    }
    return log.append(batch, Projection::of)
        .onSuccess(position -> {
          if (position > 0) {
            committed.accept(position);
          }
        });
  }

  /**
   * The database answers, but not with yes: one event is to blame. Returns, last first, what shall
   * be tried again one by one; nothing when the batch was that one.
   */
  private List<Entry> refused(List<Entry> batch, Throwable cause) {
    if (batch.size() <= 1) {
      batch.forEach(entry -> losses.lose(entry, "the database refuses it: " + cause.getMessage()));
      return List.of();
    }
    singly = batch.size();
    return batch.reversed();
  }

  private int batchSize() {
    return singly > 0 ? 1 : BATCH;
  }

  private void retryLater() {
    if (waiting) {
      return;
    }
    waiting = true;
    vertx.setTimer(
        retryMs,
        timer -> {
          waiting = false;
          pump();
        });
    retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
  }

  private List<Entry> take(int max) {
    List<Entry> batch = new ArrayList<>(Math.min(max, pending.size()));
    while (batch.size() < max && !pending.isEmpty()) {
      batch.add(pending.poll());
    }
    return batch;
  }

  private static boolean isAway(Throwable failure) {
    return failure instanceof Unavailable;
  }
}
