package org.convoke.webhook;

import java.time.Instant;
import java.util.Objects;
import org.convoke.store.Outbox.Target;
import org.convoke.store.Webhooks.DisabledReason;

/** An endpoint that is held: what it is and its deliveries. Belongs to the dispatcher's loop. */
final class Holding {
  private final Lane lane;
  private Target target;
  private Letter letter;
  private Instant writtenSince;
  private DisabledReason toDisable;
  private boolean live;

  Holding(Target target, int most) {
    this.lane = new Lane(most, target.failingSince());
    this.writtenSince = target.failingSince();
    take(target);
  }

  /** What is said of it now; what changed counts from the next attempt on. */
  void update(Target now) {
    boolean changed = now.version() != target.version();
    if (changed) {
      lane.readAgain();
    }
    if (changed || now.live() != live) {
      take(now);
    }
  }

  private void take(Target now) {
    target = now;
    live = now.live();
    letter = new Letter(now);
  }

  int key() {
    return target.key();
  }

  String id() {
    return target.id();
  }

  Lane lane() {
    return lane;
  }

  Letter letter() {
    return letter;
  }

  /** Whether the rows of all its events are there. */
  boolean isLive() {
    return live;
  }

  void caughtUp() {
    live = true;
  }

  /** Why it shall be disabled; null when it shall not. */
  DisabledReason toDisable() {
    return toDisable;
  }

  void disable(DisabledReason reason) {
    toDisable = reason;
  }

  /** Whether the database knows another start of its failures than we do. */
  boolean isHealthUnwritten() {
    return !Objects.equals(writtenSince, lane.pulse().failingSince());
  }

  void healthWritten(Instant since) {
    writtenSince = since;
  }
}
