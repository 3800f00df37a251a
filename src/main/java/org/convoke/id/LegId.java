package org.convoke.id;

import java.util.concurrent.atomic.AtomicInteger;

/** Names a leg, a call's one audio connection, within this process; it dies with the leg. */
public record LegId(int value) {
  private static final AtomicInteger LAST = new AtomicInteger();

  /** An id that no leg of this process had before. */
  public static LegId next() {
    return new LegId(Fresh.number(LAST));
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
