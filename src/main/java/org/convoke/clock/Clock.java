package org.convoke.clock;

import java.time.Instant;

/** The one door to the machine's time: everything else takes time as an argument. */
public interface Clock {
  /**
   * Monotonic time in nanoseconds; only differences mean anything. All timers and durations use it.
   */
  long nowNs();

  /** Wall-clock time, for what people and other systems read (events, tokens); never for timers. */
  Instant now();

  /** The machine's clocks. */
  static Clock system() {
    return new Clock() {
      @Override
      public long nowNs() {
        return System.nanoTime();
      }

      @Override
      public Instant now() {
        return Instant.now();
      }
    };
  }
}
