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

  private static final int LOSSES_TOLD = 20;
  private static final int LOSSES_SUMMED = 1_000;

  private final Vertx vertx;
  private final EventLog log;
  private final SpoolWorker spool;
  private final LongConsumer committed;

  /** Neither in the database nor on disk, nor on the way to either. */
  private final Deque<Entry> pending = new ArrayDeque<>();

  private boolean spooling;
  private boolean spoolEmpty = true;
  private boolean storing;
  private boolean writing;

  /** The disk refuses what is written to it; it is tried again when a timer says so. */
  private boolean refusing;

  private boolean waiting;
  private boolean finishing;
  private long retryMs = RETRY_MIN_MS;

  /** So many batches of one, to find the event that the database refuses. */
  private int singly;

  private long lost;

  /** The last write to disk failed. */
  private boolean diskFails;

  private Promise<Void> idle;

  Journal(Vertx vertx, EventLog log, SpoolWorker spool, LongConsumer committed) {
    this.vertx = vertx;
    this.log = log;
    this.spool = spool;
    this.committed = committed;
  }

  void accept(Fact fact) {
    try {
      add(FactJson.entry(fact));
    } catch (RuntimeException e) {
      lost++;
      LOG.error("Event {} of type {} has data that is no JSON", fact.id(), fact.type(), e);
    }
  }

  long lost() {
    return lost;
  }

  /** The share of the places in memory that is taken; about so much, on other threads. */
  double crowding() {
    return (double) pending.size() / MAX_PENDING;
  }

  /** How it is, with a spool of so many bytes of so many. */
  JournalReadings readings(long spoolBytes, long spoolMaxBytes) {
    return new JournalReadings(
        pending.size(), spooling, spoolBytes, spoolMaxBytes, diskFails, lost);
  }

  /** Done when everything so far is in the database. {@code spooled}: the spool holds something. */
  Future<Void> drain(boolean spooled) {
    if (spooled && pending.isEmpty() && !spooling) {
      spooling = true;
      spoolEmpty = false;
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
    return late.future().compose(waited -> keepRest());
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
      lose(entry, "neither the database nor the disk takes events");
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
      write();
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
    batch.reversed().forEach(pending::addFirst);
    pump();
  }

  private void write() {
    if (writing || refusing || pending.isEmpty()) {
      return;
    }
    List<Entry> batch = take(BATCH);
    List<byte[]> frames = new ArrayList<>(batch.size());
    List<Entry> framed = new ArrayList<>(batch.size());
    for (Entry entry : batch) {
      byte[] content = FactJson.encode(entry);
      if (content.length > Frames.MAX_BYTES) {
        lose(entry, "it is too long");
      } else {
        frames.add(Frames.encode(content));
        framed.add(entry);
      }
    }
    writing = true;
    spool
        .append(frames)
        .onComplete(done -> {
          writing = false;
          diskFails = done.failed();
          if (done.succeeded()) {
            spoolEmpty &= done.result() == 0;
            framed
                .subList(done.result(), framed.size())
                .forEach(entry -> lose(entry, "the spool is full (journal.spool_max_mib)"));
            pump();
          } else {
            LOG.error("Cannot write events to disk: {}", done.cause().toString());
            framed.reversed().forEach(pending::addFirst);
            refusing = true;
            vertx.setTimer(
                RETRY_MAX_MS,
                timer -> {
                  refusing = false;
                  pump();
                });
          }
        });
  }

  private void replay() {
    if (storing || waiting) {
      return;
    }
    if (spoolEmpty) {
      if (!writing && pending.isEmpty()) {
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
        lost++;
        LOG.error("A record in the spool is no event");
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
    return stored
        .compose(spool::acknowledge)
        .onSuccess(empty -> spoolEmpty = empty && !writing)
        .mapEmpty();
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
      batch.forEach(entry -> lose(entry, "the database refuses it: " + cause.getMessage()));
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

  /** The last act: what is still in memory goes to disk, for the next start. */
  private Future<Void> keepRest() {
    finishing = true;
    List<byte[]> rest =
        pending.stream()
            .map(FactJson::encode)
            .filter(content -> content.length <= Frames.MAX_BYTES)
            .map(Frames::encode)
            .toList();
    if (rest.isEmpty()) {
      return Future.succeededFuture();
    }
    LOG.warn("{} events wait on disk for the next start", rest.size());
    return spool.append(rest).mapEmpty();
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

  private void lose(Entry entry, String why) {
    lost++;
    // Each of the first few, then as a sum: a log that fills the disk helps nobody.
    if (lost <= LOSSES_TOLD || lost % LOSSES_SUMMED == 0) {
      LOG.error("Event {} of type {} is lost, {} by now: {}", entry.id(), entry.type(), lost, why);
    }
  }
}
