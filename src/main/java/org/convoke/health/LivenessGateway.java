package org.convoke.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that asks, and what it tells of a part that died or came back. */
public final class LivenessGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LivenessGateway.class);
  private static final long TURN_NS = 100_000_000L;
  private static final long STOP_MS = 1_000;

  private final Clock clock;
  private final List<Probe> probes;
  private final EventLoopsProbe eventLoops;
  private final Round round;
  private final Consumer<Fact> facts;
  private final Thread thread;
  private volatile HealthReadings readings = HealthReadings.NONE;
  private volatile boolean closed;
  private boolean dead;

  /**
   * Begins to ask.
   *
   * @param eventLoops asked as the others; it also measures
   * @param others closed by this
   * @param facts takes alarms, from any thread
   */
  public LivenessGateway(
      Clock clock, EventLoopsProbe eventLoops, List<Probe> others, Consumer<Fact> facts) {
    this.clock = clock;
    this.eventLoops = eventLoops;
    this.facts = facts;
    List<Probe> all = new ArrayList<>(others);
    all.add(eventLoops);
    probes = List.copyOf(all);
    round = new Round(probes, clock.nowNs());
    thread = Thread.ofPlatform().daemon().name("liveness").start(this::run);
  }

  /** What is known by now; any thread. */
  public HealthReadings readings() {
    return readings;
  }

  private void run() {
    while (!closed) {
      try {
        if (round.turn(clock.nowNs())) {
          read();
          tell();
        }
      } catch (RuntimeException e) {
        LOG.error("a round of questions whether the bridge lives failed", e);
      }
      LockSupport.parkNanos(this, TURN_NS);
    }
    probes.forEach(Probe::close);
  }

  private void read() {
    readings =
        new HealthReadings(
            round.liveness().states(),
            new LinkedHashMap<>(round.reasons()),
            round.liveness().misses(),
            Map.copyOf(round.answerSeconds()),
            eventLoops.delays(),
            eventLoops.delaySeconds());
  }

  /** Once when it dies, and once when it is back. */
  private void tell() {
    boolean now = round.liveness().anyDead();
    if (now == dead) {
      return;
    }
    dead = now;
    String detail = String.join(" ", round.reasons().values());
    if (dead) {
      LOG.error("The bridge does not answer itself: {} /health/live says 503.", detail);
      tell(EventType.ALARM_RAISED, detail);
    } else {
      LOG.info("The bridge answers itself again.");
      tell(EventType.ALARM_CLEARED, "Every part answers again.");
    }
  }

  private void tell(String type, String detail) {
    facts.accept(
        Fact.of(
            type, clock.now(), null, null, null, Map.of("alarm", "liveness", "detail", detail)));
  }

  /** Asks no more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
