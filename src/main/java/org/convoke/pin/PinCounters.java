package org.convoke.pin;

import java.util.concurrent.atomic.LongAdder;

/** What is counted since the start. */
public final class PinCounters {
  /** Right PINs. */
  public final LongAdder accepted = new LongAdder();

  /** Wrong PINs. */
  public final LongAdder rejected = new LongAdder();

  /** Answers that were slowed because a budget was exceeded. */
  public final LongAdder throttled = new LongAdder();

  /** Right PINs that led to the lobby because a budget was exceeded. */
  public final LongAdder lobby = new LongAdder();

  /** PINs that were not looked at, right or wrong, because too many wrong ones came before. */
  public final LongAdder unseen = new LongAdder();

  /** Queries that neither the database nor the copy could answer. */
  public final LongAdder unavailable = new LongAdder();
}
