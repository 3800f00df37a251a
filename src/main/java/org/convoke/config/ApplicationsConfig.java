package org.convoke.config;

/** Section {@code applications}. */
public record ApplicationsConfig(int maxApplications, int tokenAgeSeconds) {
  public ApplicationsConfig {
    Check.range("applications.max_applications", maxApplications, 1, 10_000);
    Check.range("applications.token_age_seconds", tokenAgeSeconds, 60, 86_400);
  }
}
