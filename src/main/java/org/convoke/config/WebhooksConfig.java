package org.convoke.config;

/** Section {@code webhooks}. */
public record WebhooksConfig(int maxInFlight, int disableAfterHours, int keepHours) {
  public WebhooksConfig {
    Check.range("webhooks.max_in_flight", maxInFlight, 1, 100);
    Check.range("webhooks.disable_after_hours", disableAfterHours, 1, 720);
    Check.range("webhooks.keep_hours", keepHours, 1, 8760);
  }
}
