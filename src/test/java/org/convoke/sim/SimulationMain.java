package org.convoke.sim;

/** Plays seeds until the time is over, or one alone; see scripts/soak. */
public final class SimulationMain {
  private SimulationMain() {}

  public static void main(String[] arguments) {
    long seed = Long.parseLong(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    for (long one = seed; one < seed + count; one++) {
      long t = System.nanoTime();
      Simulation.Outcome outcome = Simulation.run(one, Simulation.Size.LONG);
      System.out.println(outcome + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
      if (!outcome.isGood()) {
        if (count == 1) {
          System.out.println(outcome.story());
        }
        System.out.println(String.join("\n", outcome.violations()));
      }
    }
  }
}
