package org.convoke.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.convoke.bus.Fact;
import org.convoke.id.RoomId;
import org.convoke.store.EventLog;
import org.convoke.store.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a journal whose database does not help it: what it has is on disk, or is counted. */
class JournalTest {
  private static final long SPOOL_BYTES = 4L << 20;

  @TempDir private Path folder;
  private Vertx vertx;
  private Context loop;
  private WorkerExecutor disk;
  private Spool spool;
  private Future<Long> database = away();
  private Journal journal;

  private static Future<Long> away() {
    return Future.failedFuture(new Unavailable(new TimeoutException("silent")));
  }

  /** A database that says what it is told to. */
  private final class Log implements EventLog {
    @Override
    public Future<Long> append(List<Entry> entries, Function<List<Entry>, Changes> project) {
      return database;
    }

    @Override
    public Future<Boolean> forget(Instant before) {
      return Future.succeededFuture(false);
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  @BeforeEach
  void begin() {
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
    disk = vertx.createSharedWorkerExecutor("journal-test", 1);
  }

  @AfterEach
  void end() throws Exception {
    spool.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void open(long bytes) throws Exception {
    spool = Spool.open(folder, bytes, 1 << 20);
    journal = new Journal(vertx, new Log(), new SpoolWorker(disk, spool), position -> {});
  }

  @Test
  void whatTheDatabaseDoesNotTakeIsOnDiskAtTheEnd() throws Exception {
    open(SPOOL_BYTES);
    run(() -> accept("one", "two", "three"));
    finish();
    assertThat(kept()).containsExactly("one", "two", "three");
    assertThat(journal.lost()).isZero();
  }

  @Test
  void whatIsOnItsWayToADatabaseThatHangsIsOnDiskAtTheEnd() throws Exception {
    open(SPOOL_BYTES);
    database = Promise.<Long>promise().future();
    run(() -> accept("one", "two", "three"));
    finish();
    assertThat(kept()).containsExactly("one", "two", "three");
    assertThat(journal.lost()).isZero();
  }

  @Test
  void whatIsTooLongForTheDiskIsCountedAlsoAtTheEnd() throws Exception {
    open(SPOOL_BYTES);
    database = Promise.<Long>promise().future();
    run(() -> accept("one", "x".repeat(Frames.MAX_BYTES), "three"));
    finish();
    assertThat(kept()).containsExactly("one", "three");
    assertThat(journal.lost()).isEqualTo(1);
  }

  @Test
  void whatAFullSpoolDoesNotTakeIsCountedAlsoAtTheEnd() throws Exception {
    open(1_000);
    database = Promise.<Long>promise().future();
    run(() -> accept("one", "x".repeat(2_000), "three"));
    finish();
    assertThat(kept()).containsExactly("one");
    assertThat(journal.lost()).isEqualTo(2);
  }

  private Void accept(String... names) {
    for (String name : names) {
      journal.accept(
          Fact.of(
              "a.test",
              Instant.EPOCH,
              RoomId.random(),
              null,
              null,
              Map.<String, Object>of("name", name)));
    }
    return null;
  }

  private void finish() throws Exception {
    run(() -> journal.finish(1)).await(20, TimeUnit.SECONDS);
  }

  /** On the event loop, as all that the journal is asked. */
  private <T> T run(Callable<T> what) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(now -> {
      try {
        done.complete(what.call());
      } catch (Exception e) {
        done.fail(e);
      }
    });
    return done.future().await(20, TimeUnit.SECONDS);
  }

  private List<String> kept() throws Exception {
    return disk.executeBlocking(
            () -> {
              List<String> names = new ArrayList<>();
              for (byte[] record : spool.peek(100)) {
                names.add(FactJson.decode(record).orElseThrow().data().getString("name"));
              }
              return names;
            })
        .await(20, TimeUnit.SECONDS);
  }
}
