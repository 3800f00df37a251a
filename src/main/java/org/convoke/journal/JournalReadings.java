package org.convoke.journal;

/**
 * How the journal is, a second ago.
 *
 * @param waiting events in memory, neither in the database nor on disk
 * @param spooling events go to the disk, because the database is away or slow
 * @param spoolBytes on disk
 * @param spoolMaxBytes the most of it
 * @param diskFails the last write to the disk failed
 * @param lost events that could not be kept
 */
public record JournalReadings(
    int waiting,
    boolean spooling,
    long spoolBytes,
    long spoolMaxBytes,
    boolean diskFails,
    long lost) {
  /** Whether it can keep what happens while the database is away. */
  public boolean canSpool() {
    return !diskFails && spoolBytes < spoolMaxBytes;
  }
}
