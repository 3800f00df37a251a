package org.convoke.journal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.convoke.store.EventLog.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's way to the disk: at any time at most one write is under way. What the disk refuses
 * goes back to the head of the queue and is tried again after a while. On the journal's event loop.
 */
final class SpoolWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
  private static final int BATCH = 500;
  private static final long RETRY_MS = 2_000;

  private final Vertx vertx;
  private final SpoolWorker spool;
  private final Losses losses;

  /** Neither in the database nor on disk, nor on the way to either. */
  private final Deque<Entry> pending;

  private final Runnable changed;
  private boolean empty = true;
  private boolean writing;

  /** The disk refuses what is written to it; it is tried again when a timer says so. */
  private boolean refusing;

  /** The last write to disk failed. */
  private boolean failed;

  /** Nobody will try again. */
  private boolean last;

  /** Entries as they are written; those that are too long are lost. */
  private record Framed(List<Entry> entries, List<byte[]> frames) {}

  /**
   * @param pending the queue, which is the journal's
   * @param changed called when a write is done, or may be tried again
   */
  SpoolWriter(
      Vertx vertx, SpoolWorker spool, Losses losses, Deque<Entry> pending, Runnable changed) {
    this.vertx = vertx;
    this.spool = spool;
    this.losses = losses;
    this.pending = pending;
    this.changed = changed;
  }

  /** Nothing is on disk. */
  boolean isEmpty() {
    return empty;
  }

  boolean isWriting() {
    return writing;
  }

  boolean hasFailed() {
    return failed;
  }

  /** Something is on disk from before. */
  void found() {
    empty = false;
  }

  /** What was read was acknowledged; {@code rest}: nothing is left. */
  void acknowledged(boolean rest) {
    empty = rest && !writing;
  }

  /** The next of the queue go to disk, unless some are on their way. */
  void write() {
    if (writing || refusing || pending.isEmpty()) {
      return;
    }
    List<Entry> batch = new ArrayList<>(Math.min(BATCH, pending.size()));
    while (batch.size() < BATCH && !pending.isEmpty()) {
      batch.add(pending.poll());
    }
    Framed framed = framed(batch);
    writing = true;
    spool
        .append(framed.frames)
        .onComplete(done -> {
          writing = false;
          failed = done.failed();
          if (done.succeeded()) {
            empty &= done.result() == 0;
            loseRest(framed, done.result());
            changed.run();
          } else if (last) {
            loseAll(framed, done.cause());
          } else {
            LOG.error("Cannot write events to disk: {}", done.cause().toString());
            framed.entries.reversed().forEach(pending::addFirst);
            refusing = true;
            vertx.setTimer(
                RETRY_MS,
                timer -> {
                  refusing = false;
                  changed.run();
                });
          }
        });
  }

  /** The last act: what is still in memory goes to disk, for the next start. */
  Future<Void> keepRest() {
    last = true;
    if (pending.isEmpty()) {
      return Future.succeededFuture();
    }
    Framed framed = framed(List.copyOf(pending));
    LOG.warn("{} events wait on disk for the next start", framed.entries.size());
    return spool
        .append(framed.frames)
        .onSuccess(count -> loseRest(framed, count))
        .onFailure(cause -> loseAll(framed, cause))
        .mapEmpty();
  }

  private Framed framed(List<Entry> batch) {
    List<Entry> entries = new ArrayList<>(batch.size());
    List<byte[]> frames = new ArrayList<>(batch.size());
    for (Entry entry : batch) {
      byte[] content = FactJson.encode(entry);
      if (content.length > Frames.MAX_BYTES) {
        losses.lose(entry, "it is too long");
      } else {
        frames.add(Frames.encode(content));
        entries.add(entry);
      }
    }
    return new Framed(entries, frames);
  }

  private void loseAll(Framed framed, Throwable cause) {
    framed.entries.forEach(entry -> losses.lose(entry, "the disk refuses it: " + cause));
  }

  private void loseRest(Framed framed, int written) {
    framed
        .entries
        .subList(written, framed.entries.size())
        .forEach(entry -> losses.lose(entry, "the spool is full (journal.spool_max_mib)"));
  }
}
