package org.convoke.config;

/** Section {@code database}. */
public record DatabaseConfig(String url, int pool) {
  public DatabaseConfig {
    Check.that(
        url.isEmpty() || url.startsWith("postgresql://") || url.startsWith("postgres://"),
        "database.url",
        "begins with postgresql://");
    Check.range("database.pool", pool, 1, 100);
  }

  /** The URL may hold a password. */
  @Override
  public String toString() {
    return "DatabaseConfig[" + (url.isEmpty() ? "embedded" : "external") + ", pool=" + pool + "]";
  }
}
