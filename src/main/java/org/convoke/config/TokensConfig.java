package org.convoke.config;

/** Section {@code tokens}. */
public record TokensConfig(int rotateDays, int linkTtlSeconds) {
  public TokensConfig {
    Check.range("tokens.rotate_days", rotateDays, 1, 3650);
    Check.range("tokens.link_ttl_seconds", linkTtlSeconds, 60, 86_400);
  }
}
