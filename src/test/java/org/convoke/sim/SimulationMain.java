package org.convoke.sim;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convoke.sim.Simulation.Outcome;
import org.convoke.sim.Simulation.Size;

/** Plays fresh seeds for some time, 200 at most, or one alone; see scripts/soak. */
public final class SimulationMain {
  private static final int FINDS_TOLD = 20;

  /**
   * Vert.x never lets go of one that was killed with a worker executor open: each evening leaves
   * some megabytes. Whoever wants more evenings starts anew.
   */
  private static final int MOST_RUNS = 200;

  private SimulationMain() {}

  public static void main(String[] arguments) {
    boolean good =
        arguments[0].equals("seed")
            ? one(Long.parseLong(arguments[1]))
            : many(TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1])));
    System.exit(good ? 0 : 1);
  }

  private static boolean one(long seed) {
    Outcome outcome = Simulation.run(seed, Size.LONG);
    System.out.println(outcome);
    outcome.violations().forEach(System.out::println);
    return outcome.isGood();
  }

  private static boolean many(long ns) {
    long beganNs = System.nanoTime();
    long seed = new SecureRandom().nextInt(Integer.MAX_VALUE) * 1_000L;
    List<Outcome> finds = new ArrayList<>();
    long runs = 0;
    long calls = 0;
    long mixed = 0;
    long wrong = 0;
    long kills = 0;
    long events = 0;
    double hours = 0;
    while (System.nanoTime() - beganNs < ns && runs < MOST_RUNS) {
      Outcome outcome = Simulation.run(seed++, Size.LONG);
      runs++;
      calls += outcome.calls();
      mixed += outcome.mixed();
      wrong += outcome.wrongPins();
      kills += outcome.kills();
      events += outcome.events();
      hours += outcome.virtualMs() / 3_600_000.0;
      if (!outcome.isGood()) {
        finds.add(outcome);
        if (finds.size() <= FINDS_TOLD) {
          System.out.println("FIND in " + outcome);
          outcome.violations().stream().limit(3).forEach(it -> System.out.println("  " + it));
          System.out.println("  again: scripts/soak --seed " + outcome.seed());
        }
      }
    }
    System.out.printf(
        "simulation  %d runs, %.1f hours, %d calls, %d times into a room, %d wrong PINs, %d kills,"
            + " %d events: %d finds%n",
        runs, hours, calls, mixed, wrong, kills, events, finds.size());
    return finds.isEmpty();
  }
}
