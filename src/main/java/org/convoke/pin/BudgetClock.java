package org.convoke.pin;

import java.time.Instant;
import org.convoke.clock.Clock;

/**
 * The time that budgets are counted by: the wall clock's when the bridge started, going on by the
 * monotonic clock. So a machine whose time is set to another forgets no wrong PIN and keeps none
 * for too long, and a restart finds them again.
 */
final class BudgetClock {
  private final Clock clock;
  private final Instant began;
  private final long beganNs;

  BudgetClock(Clock clock) {
    this.clock = clock;
    began = clock.now();
    beganNs = clock.nowNs();
  }

  Instant now() {
    return began.plusNanos(clock.nowNs() - beganNs);
  }
}
