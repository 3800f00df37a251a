package org.convoke.config;

/** Section {@code journal}. */
public record JournalConfig(int spoolMaxMib) {
  public JournalConfig {
    Check.range("journal.spool_max_mib", spoolMaxMib, 1, 1_000_000);
  }
}
