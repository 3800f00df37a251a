package org.convoke.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date by the files of {@code sql/}, before anything else is started. */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final int CONNECT_RETRIES = 10;

  private Migrations() {}

  /**
   * Blocks. Waits some seconds for a database that is only just starting, as in a composition of
   * containers. Throws {@link StoreException}.
   */
  public static void apply(DatabaseUrl url, Secrets secrets) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url.jdbcUrl());
    Properties properties = url.jdbcProperties();
    try {
      for (String name : properties.stringPropertyNames()) {
        source.setProperty(name, properties.getProperty(name));
      }
      int applied =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(source)
              .locations("classpath:sql")
              .connectRetries(CONNECT_RETRIES)
              .connectRetriesInterval(2)
              .load()
              .migrate()
              .migrationsExecuted;
      if (applied > 0) {
        LOG.info("Applied {} migration(s) to {}", applied, url);
      }
      checkKey(url, properties, secrets);
    } catch (SQLException | FlywayException e) {
      throw new StoreException("cannot prepare the database " + url + ": " + reason(e), e);
    }
  }

  /** A database written with another key would look fine and let nobody in. */
  private static void checkKey(DatabaseUrl url, Properties properties, Secrets secrets)
      throws SQLException {
    String sql =
        """
        insert into installation (key_check) values (?)
        on conflict (one) do update set one = true
        returning key_check = ?
        """;
    try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, secrets.keyCheck());
      statement.setBytes(2, secrets.keyCheck());
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next() || !result.getBoolean(1)) {
          throw new StoreException(
              "the database "
                  + url
                  + " was written with another key than this data folder's "
                  + Secrets.FILE
                  + ": PINs and passwords in it cannot be read; put the right file back");
        }
      }
    }
  }

  /** Flyway wraps the reason that people need in several others. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage();
  }
}
