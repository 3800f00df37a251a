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

  /**
   * A wall clock that nobody sets: it begins as that of {@code clock} and goes on by its monotonic
   * time. For what must outlive the process and yet not notice that the machine's time was set to
   * another: budgets, retries, what is deleted when it is old.
   */
  static Clock steady(Clock clock) {
    Instant began = clock.now();
    long beganNs = clock.nowNs();
    return new Clock() {
      @Override
      public long nowNs() {
        return clock.nowNs();
      }

      @Override
      public Instant now() {
        return began.plusNanos(clock.nowNs() - beganNs);
      }
    };
  }

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
