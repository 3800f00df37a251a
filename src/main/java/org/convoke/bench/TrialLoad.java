package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;
import org.convoke.phone.Keyer;

/**
 * Makes events, whatever befalls the bridge: phones that mute and unmute themselves by their keys,
 * which goes on while the database is away, and changes of rooms by the API for the rest.
 */
final class TrialLoad {
  /** {@code *6} in 0.44 s is two digits and a muting. */
  private static final double EVENTS_A_PHONE = 6.8;

  private static final int CALL_SECONDS = 12;
  private static final int MAX_IN_FLIGHT = 64;

  private final Clock clock;
  private final TrialBridge bridge;
  private final List<String> rooms;
  private final double changesASecond;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * @param rooms whose events they are
   * @param rate events a second in all, about
   */
  TrialLoad(Clock clock, TrialBridge bridge, List<String> rooms, double rate) {
    this.clock = clock;
    this.bridge = bridge;
    this.rooms = rooms;
    int phones = (int) (rate / 2 / EVENTS_A_PHONE);
    changesASecond = rate - phones * EVENTS_A_PHONE;
    for (int i = 0; i < phones; i++) {
      String room = rooms.get(i % rooms.size());
      String from = "trial-" + i;
      threads.add(Thread.ofPlatform().daemon().unstarted(() -> phone(room, from)));
    }
    threads.add(Thread.ofPlatform().daemon().unstarted(this::change));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void phone(String room, String from) {
    while (!stopped) {
      try (Keyer keyer = new Keyer(clock, bridge.sip(), room, from, "*6", CALL_SECONDS)) {
        keyer.run();
      } catch (IOException gone) {
        refused.incrementAndGet();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
    }
  }

  private void change() {
    long stepNs = (long) (1e9 / changesASecond);
    long nextNs = clock.nowNs();
    Semaphore free = new Semaphore(MAX_IN_FLIGHT);
    for (int i = 0; !stopped; i++) {
      JsonObject name = new JsonObject().put("name", "trial " + i);
      String path = "/v1/rooms/" + rooms.get(i % rooms.size());
      if (free.tryAcquire()) {
        bridge
            .send("PATCH", path, name)
            .whenComplete((status, failure) -> {
              free.release();
              if (failure != null || status != 200) {
                refused.incrementAndGet();
              }
            });
      } else {
        refused.incrementAndGet();
      }
      nextNs = Math.max(nextNs + stepNs, clock.nowNs() - TimeUnit.SECONDS.toNanos(1));
      LockSupport.parkNanos(nextNs - clock.nowNs());
    }
  }

  /** Returns when the phones have hung up. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(CALL_SECONDS + 40));
    }
  }

  /** Requests and calls that came to nothing. */
  int refused() {
    return refused.get();
  }
}
