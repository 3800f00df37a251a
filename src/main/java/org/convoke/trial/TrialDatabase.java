package org.convoke.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.convoke.store.DataFolder;
import org.convoke.store.EmbeddedDatabase;

/**
 * A PostgreSQL outside of the bridge, behind a port that stays the same: stopped, started,
 * restarted, slowed as a trial likes.
 */
final class TrialDatabase implements AutoCloseable {
  private final DataFolder data;
  private final Path programs;
  private final DatabaseProxy proxy = new DatabaseProxy();
  private EmbeddedDatabase server;

  /**
   * Starts it.
   *
   * @param folder for its files
   * @param programs where PostgreSQL's programs are unpacked to
   */
  TrialDatabase(Path folder, Path programs) throws IOException {
    data = DataFolder.open(folder.resolve("database"));
    this.programs = programs;
    start();
  }

  /** What {@code --database-url} takes. */
  String url() {
    return String.format(
        Locale.ROOT,
        "postgresql://convoke:%s@127.0.0.1:%d/postgres",
        data.secrets().databasePassword(),
        proxy.port());
  }

  /** Nobody listens any more, connections are closed. */
  void stop() {
    proxy.close();
    server.stop();
  }

  /** Returns when it answers. */
  void start() throws IOException {
    server = EmbeddedDatabase.start(data, programs);
    proxy.open(server.port());
  }

  void restart() throws IOException {
    stop();
    start();
  }

  /** Each statement takes so much longer, in ms; connecting does not. */
  void slow(int delayMs) {
    proxy.delay(delayMs);
  }

  /** The first column of the first row, 0 where there is none. */
  long number(String sql) throws IOException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                "convoke",
                data.secrets().databasePassword());
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    data.close();
  }
}
