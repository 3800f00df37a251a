package org.convoke.config;

/** Section {@code journal}. */
public record JournalConfig(int spoolMaxMib, int keepDays) {
  public JournalConfig {
    Check.range("journal.spool_max_mib", spoolMaxMib, 1, 1_000_000);
    Check.range("journal.keep_days", keepDays, 0, 36_500);
  }
}
