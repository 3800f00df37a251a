package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convoke.bench.TrialCalls;
import org.convoke.clock.Clock;

/**
 * What people do all the time: some come by their PIN and go, others mute and unmute themselves.
 * All of it is remembered, to be compared with the events.
 */
final class People implements AutoCloseable {
  private static final long EVERY_MS = 250;
  private static final int STAY_SECONDS = 4;

  /** A key takes 0.1 s, and the star's time to be followed must not run out. */
  private static final long BETWEEN_PRESSES_NS = 1_500_000_000L;

  private record Guest(int index, long leavesNs) {}

  private final Clock clock;
  private final TrialCalls phones;
  private final int first;
  private final int calls;
  private final Random random;
  private final int[] presses;
  private final long[] pressedNs;
  private final List<Integer> guests = new ArrayList<>();
  private final Deque<Guest> inside = new ArrayDeque<>();
  private final Thread thread = Thread.ofPlatform().name("people").unstarted(this::run);
  private volatile boolean stopping;
  private volatile Exception failure;

  /**
   * Begins.
   *
   * @param first the first call that does not talk and may mute itself
   * @param calls that are there all the time
   */
  People(Clock clock, TrialCalls phones, int first, int calls, long seed) {
    this.clock = clock;
    this.phones = phones;
    this.first = first;
    this.calls = calls;
    random = new Random(seed);
    presses = new int[calls];
    pressedNs = new long[calls];
    thread.start();
  }

  /** How many spare calls are needed for so long. */
  static int spare(double seconds) {
    return (int) (seconds * 1000 / EVERY_MS / 2) + 10;
  }

  private void run() {
    try {
      for (boolean come = true; !stopping; come = !come) {
        if (come) {
          guests.add(phones.dial());
          long stay = TimeUnit.SECONDS.toNanos(STAY_SECONDS);
          inside.add(new Guest(guests.getLast(), clock.nowNs() + stay));
        } else if (first < calls) {
          press(first + random.nextInt(calls - first));
        }
        while (!inside.isEmpty() && inside.peek().leavesNs() - clock.nowNs() <= 0) {
          phones.hangUp(inside.poll().index());
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
      for (Guest guest : inside) {
        long leftNs = guest.leavesNs() - clock.nowNs();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, leftNs));
        phones.hangUp(guest.index());
      }
    } catch (InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  private void press(int index) {
    long nowNs = clock.nowNs();
    if (presses[index] == 0 || nowNs - pressedNs[index] > BETWEEN_PRESSES_NS) {
      presses[index]++;
      pressedNs[index] = nowNs;
      phones.key(index, "*6");
    }
  }

  /** Nobody comes or mutes any more; returns when all guests have been told to go. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.join();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /** How many came. */
  int guests() {
    return guests.size();
  }

  /** To be called when all have gone: leaves out those whom an overloaded bridge did not take. */
  int leaveOutRefused() throws IOException, InterruptedException {
    int before = guests.size();
    for (int i = before - 1; i >= 0; i--) {
      if (phones.refused(guests.get(i))) {
        guests.remove(i);
      }
    }
    return before - guests.size();
  }

  /** The longest time from a guest's INVITE to the room's sound, in seconds; -1: not all got in. */
  double longestJoin() throws IOException, InterruptedException {
    double longest = 0;
    for (int guest : guests) {
      double seconds = phones.secondsToJoin(guest);
      if (seconds < 0) {
        return -1;
      }
      longest = Math.max(longest, seconds);
    }
    return longest;
  }

  /** How many guests were in their room's sound. */
  int joined() throws IOException, InterruptedException {
    int joined = 0;
    for (int guest : guests) {
      joined += phones.joined(guest) ? 1 : 0;
    }
    return joined;
  }

  /** What the events lack of what was done, in words; empty when nothing. */
  List<String> lacks(List<JsonObject> events) {
    Map<String, Map<String, Integer>> told = Story.byCaller(events);
    List<String> lacks = new ArrayList<>();
    for (int guest : guests) {
      Map<String, Integer> counts = told.getOrDefault("bench" + guest, Map.of());
      for (String type :
          List.of(
              "call.started",
              "call.answered",
              "pin.accepted",
              "participant.joined",
              "participant.left",
              "call.completed")) {
        expect(lacks, "bench" + guest, type, counts.getOrDefault(type, 0), 1);
      }
    }
    for (int i = first; i < calls; i++) {
      Map<String, Integer> counts = told.getOrDefault("bench" + i, Map.of());
      int toggled =
          counts.getOrDefault("participant.muted", 0)
              + counts.getOrDefault("participant.unmuted", 0);
      expect(lacks, "bench" + i, "participant.muted and unmuted", toggled, presses[i]);
    }
    return lacks;
  }

  private static void expect(List<String> lacks, String who, String what, int is, int should) {
    if (is != should) {
      lacks.add(who + " has " + is + " " + what + ", not " + should);
    }
  }
}
