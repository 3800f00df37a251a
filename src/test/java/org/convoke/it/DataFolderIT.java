package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.store.AdminKey;
import org.convoke.store.DataFolder;
import org.convoke.store.Database;
import org.convoke.store.EmbeddedDatabase;
import org.convoke.store.Migrations;
import org.convoke.store.StoreException;
import org.convoke.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the data folder, over restarts and kills. */
class DataFolderIT {
  @TempDir private Path temporary;
  private Path path;
  private DataFolder folder;
  private EmbeddedDatabase server;
  private Vertx vertx;

  @BeforeEach
  void open() {
    path = temporary.resolve("data");
    folder = DataFolder.open(path);
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() {
    await(vertx.close());
    if (server != null) {
      server.stop();
    }
    folder.close();
  }

  @Test
  void whatWasStoredIsThereAfterARestart() {
    start();
    Stores before = stores();
    String secret = await(before.apiKeys().create("ci", java.util.Set.of("admin"), null)).secret();
    await(before.database().close());
    server.stop();
    start();
    assertThat(await(stores().apiKeys().authenticate(secret, Clock.system().now()))).isPresent();
  }

  @Test
  void theDatabaseIsDurableAndAsksForAPassword() {
    start();
    Stores stores = stores();
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      assertThat(
              await(stores.database().query("select current_setting($1)", Tuple.of(setting)))
                  .iterator()
                  .next()
                  .getString(0))
          .isEqualTo("on");
    }
    DataFolder stranger = DataFolder.open(temporary.resolve("stranger"));
    assertThatThrownBy(() -> Migrations.apply(server.url(), stranger.secrets()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another key");
    stranger.close();
  }

  @Test
  void theServerOfAKilledBridgeIsEndedAndItsDataUsed() throws Exception {
    start();
    ProcessHandle orphan = server.process().orElseThrow();
    // As another bridge would find it, had this process been killed: running, and nobody's.
    server.abandon();
    EmbeddedDatabase second = EmbeddedDatabase.start(folder, TestDatabase.programs());
    orphan.onExit().get(30, TimeUnit.SECONDS);
    server = second;
    assertThat(await(stores().apiKeys().any())).isFalse();
  }

  @Test
  void aProcessThatOnlyHasTheOldServersNumberIsLeftAlone() throws Exception {
    start();
    server.stop();
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(
          path.resolve("postgres/postmaster.pid"),
          bystander.pid() + "\n" + path.resolve("postgres") + "\n1\n1\n\n127.0.0.1\n1 1\nready\n");
      start();
      assertThat(bystander.isAlive()).isTrue();
      assertThat(server.process().orElseThrow().pid()).isNotEqualTo(bystander.pid());
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void aSecondBridgeIsRefusedAndToldWhoHoldsTheFolder() {
    assertThatThrownBy(() -> DataFolder.open(path))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "another Convoke (pid %d) uses the data folder %s",
            ProcessHandle.current().pid(), path.toAbsolutePath());
    folder.close();
    folder = DataFolder.open(path);
  }

  @Test
  void secretsAreForTheOwnersEyesAlone() throws IOException {
    start();
    await(AdminKey.ensure(folder, stores()));
    for (String file : new String[] {"secret.key", "admin.key"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(Files.readAllBytes(path.resolve("secret.key"))).hasSize(32);
    assertThat(path.resolve("postgres.password")).doesNotExist();
  }

  @Test
  void theAdminKeyOutlivesItsFileAndItsDatabase() throws IOException {
    start();
    Stores stores = stores();
    await(AdminKey.ensure(folder, stores));
    String secret = AdminKey.read(folder).orElseThrow();
    assertThat(valid(stores, secret)).isTrue();

    Files.delete(path.resolve("admin.key"));
    await(AdminKey.ensure(folder, stores));
    assertThat(AdminKey.read(folder)).as("no second admin key").isEqualTo(Optional.empty());
    assertThat(valid(stores, secret)).isTrue();

    Files.writeString(path.resolve("admin.key"), secret + "\n");
    await(stores.database().query("delete from api_keys", Tuple.tuple()));
    await(AdminKey.ensure(folder, stores));
    assertThat(valid(stores, secret)).as("a new database takes the file's key").isTrue();
  }

  private static boolean valid(Stores stores, String secret) {
    return await(stores.apiKeys().authenticate(secret, Clock.system().now())).isPresent();
  }

  private void start() {
    server = EmbeddedDatabase.start(folder, TestDatabase.programs());
    Migrations.apply(server.url(), folder.secrets());
  }

  private Stores stores() {
    Database database = Database.open(vertx, server.url(), 2);
    await(database.ready());
    return new Stores(database, folder.secrets(), Clock.system());
  }
}
