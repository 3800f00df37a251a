package org.convoke;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands what is logged to a thread of its own and never waits: a log that nobody takes (a full
 * disk, a pipe whose reader sleeps) stops no event loop. What does not fit is dropped and counted.
 * Named by {@code logback.xml}, where the queue's size stands.
 */
public final class LogQueue extends AsyncAppender {
  private static final LongAdder DROPPED = new LongAdder();

  /** What is in the queue at the end is written, if it takes no longer than this. */
  private static final int FLUSH_MS = 1000;

  public LogQueue() {
    setNeverBlock(true);
    // By default a queue that is nearly full drops all but warnings, and counts nothing.
    setDiscardingThreshold(0);
    setMaxFlushTime(FLUSH_MS);
  }

  /** Log events that found the queue full, since the start of the process. */
  static long dropped() {
    return DROPPED.sum();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (getRemainingCapacity() == 0) {
      DROPPED.increment();
      return;
    }
    super.append(event);
  }
}
