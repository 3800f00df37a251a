package org.convoke.journal;

import org.convoke.store.EventLog.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that could be kept nowhere: each is counted. On the journal's event loop. */
final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
  private static final int TOLD = 20;
  private static final int SUMMED = 1_000;

  private long count;

  long count() {
    return count;
  }

  void lose(Entry entry, String why) {
    count++;
    // Each of the first few, then as a sum: a log that fills the disk helps nobody.
    if (count <= TOLD || count % SUMMED == 0) {
      LOG.error("Event {} of type {} is lost, {} by now: {}", entry.id(), entry.type(), count, why);
    }
  }

  /** One that is no event: a defect of who wrote it. */
  void broken(String what, Throwable cause) {
    count++;
    LOG.error("{} is lost, {} by now", what, count, cause);
  }
}
