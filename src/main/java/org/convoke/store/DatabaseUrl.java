package org.convoke.store;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Properties;

/**
 * Where the database is: {@code postgresql://user:password@host:port/database?sslmode=require},
 * read once for both drivers. It never prints the password.
 */
public final class DatabaseUrl {
  private final PgConnectOptions options;

  private DatabaseUrl(PgConnectOptions options) {
    this.options = options;
  }

  /** Throws IllegalArgumentException when {@code url} is none. */
  public static DatabaseUrl parse(String url) {
    PgConnectOptions options = PgConnectOptions.fromUri(url);
    if (options.getSslMode() != SslMode.DISABLE) {
      boolean verified =
          options.getSslMode() == SslMode.VERIFY_CA || options.getSslMode() == SslMode.VERIFY_FULL;
      // As libpq does: require and prefer encrypt without asking who answers.
      ClientSSLOptions ssl = new ClientSSLOptions().setTrustAll(!verified);
      ssl.setHostnameVerificationAlgorithm(
          options.getSslMode() == SslMode.VERIFY_FULL ? "HTTPS" : "");
      options.setSslOptions(ssl);
    }
    return new DatabaseUrl(options);
  }

  static DatabaseUrl local(int port, String user, String password, String database) {
    return new DatabaseUrl(
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setUser(user)
            .setPassword(password)
            .setDatabase(database));
  }

  /** Another database of the same server. */
  public DatabaseUrl withDatabase(String name) {
    return new DatabaseUrl(connectOptions().setDatabase(name));
  }

  PgConnectOptions connectOptions() {
    return new PgConnectOptions(options);
  }

  String jdbcUrl() {
    String host = options.getHost();
    return "jdbc:postgresql://"
        + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
        + ":"
        + options.getPort()
        + "/"
        + options.getDatabase();
  }

  Properties jdbcProperties() {
    Properties properties = new Properties();
    properties.setProperty("user", options.getUser());
    if (options.getPassword() != null) {
      properties.setProperty("password", options.getPassword());
    }
    properties.setProperty(
        "sslmode",
        options.getSslMode().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("ApplicationName", "convoke");
    return properties;
  }

  /** Host, port and database, for people to read. */
  @Override
  public String toString() {
    return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
  }
}
