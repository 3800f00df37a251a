package org.convoke.it;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.convoke.clock.Clock;
import org.convoke.store.DataFolder;
import org.convoke.store.Database;
import org.convoke.store.DatabaseUrl;
import org.convoke.store.EmbeddedDatabase;
import org.convoke.store.Migrations;
import org.convoke.store.Secrets;
import org.convoke.store.Stores;

/**
 * A database of its own for a test class, migrated and empty, on one PostgreSQL that all tests of a
 * JVM share. Use: {@code TestDatabase database = TestDatabase.create(vertx, clock)} in BeforeAll,
 * {@code close()} in AfterAll.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Server server;
  private final DatabaseUrl url;
  private final Stores stores;

  private TestDatabase(Server server, DatabaseUrl url, Stores stores) {
    this.server = server;
    this.url = url;
    this.stores = stores;
  }

  public static TestDatabase create(Vertx vertx, Clock clock) {
    Server server = Server.shared();
    String name = "test_" + COUNT.incrementAndGet();
    Database admin = Database.open(vertx, server.url, 1);
    await(reached(admin, 5));
    await(admin.ready());
    await(admin.query("create database " + name, Tuple.tuple()));
    await(admin.close());
    DatabaseUrl url = server.url.withDatabase(name);
    Migrations.apply(url, server.folder.secrets());
    Stores stores = new Stores(Database.open(vertx, url, 4), server.folder.secrets(), clock);
    await(reached(stores.database(), 5));
    await(stores.database().ready());
    return new TestDatabase(server, url, stores);
  }

  /** A busy machine may take longer for the first connection than the pool waits. */
  private static Future<?> reached(Database database, int tries) {
    return database
        .query("select 1", Tuple.tuple())
        .<Object>map(rows -> null)
        .recover(failure ->
            tries == 1
                ? Future.failedFuture(failure)
                : reached(database, tries - 1).map(v -> null));
  }

  /** Where PostgreSQL's programs are unpacked to, once for all runs. */
  public static Path programs() {
    return Path.of(System.getProperty("java.io.tmpdir"), "convoke-postgres-programs");
  }

  public Stores stores() {
    return stores;
  }

  public DatabaseUrl url() {
    return url;
  }

  public Secrets secrets() {
    return server.folder.secrets();
  }

  /** The folder of the shared server. */
  public DataFolder folder() {
    return server.folder;
  }

  @Override
  public void close() {
    await(stores.database().close());
  }

  /** The result of {@code future}, or its failure thrown. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }

  private record Server(DataFolder folder, DatabaseUrl url) {
    private static Server shared;

    private static synchronized Server shared() {
      if (shared == null) {
        try {
          DataFolder folder = DataFolder.open(Files.createTempDirectory("convoke-it"));
          EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs());
          Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder, database)));
          shared = new Server(folder, database.url());
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return shared;
    }

    private static void end(DataFolder folder, EmbeddedDatabase database) {
      database.stop();
      folder.close();
      try {
        Folders.delete(folder.path());
      } catch (IOException e) {
        System.err.println("left behind: " + folder.path());
      }
    }
  }
}
