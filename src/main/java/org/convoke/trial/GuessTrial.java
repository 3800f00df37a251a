package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial guess}: somebody guesses PINs on many lines, while honest callers come. */
@Command(
    name = "guess",
    description =
        "PINs are guessed on many lines under many numbers while the bridge is killed and restarted.")
final class GuessTrial extends Trial {
  private static final int ROOMS = 5;
  private static final int TALKERS = 3;

  /** One honest caller a second. */
  private static final double HONEST_SECONDS = 1;

  /** An answer that is slowed comes after half a minute at most. */
  private static final double HONEST_PATIENCE_SECONDS = 40;

  private static final double HONEST_IN = 0.995;

  /**
   * What is tried.
   *
   * @param lines that guess at one time
   * @param numbers that the guesser calls under
   * @param rounds after each the bridge is killed, restarted, or killed while PostgreSQL is away,
   *     in turn
   * @param roundSeconds of each
   * @param budget wrong PINs at the number a day
   */
  record Plan(int lines, int numbers, int rounds, int roundSeconds, int budget, long seed) {}

  @Option(names = "--lines", paramLabel = "N", description = "That guess (${DEFAULT-VALUE}).")
  private int lines = 50;

  @Option(
      names = "--numbers",
      paramLabel = "N",
      description = "Callers' numbers of the guesser (${DEFAULT-VALUE}).")
  private int numbers = 5000;

  @Override
  void check(OptionCheck check) {
    check.within("--lines", lines, 1, 1000).within("--numbers", numbers, 1, 10_000_000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    int each = Math.max(10, seconds(300) / 6);
    play(place, report, new Plan(lines, numbers, 6, each, 100, seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    String yaml = "pin: {budget_number_day: " + plan.budget + "}\n";
    try (TrialDatabase database = place.database();
        TrialBridge bridge = place.startWith(yaml, "--database-url", database.url())) {
      new Run(place, report, plan, database, bridge).all();
    }
  }

  /** One run. */
  private static final class Run extends TrialRun {
    private final Plan plan;
    private List<JsonObject> rooms;
    private final Set<String> right = new HashSet<>();
    private final List<Double> honest = new ArrayList<>();
    private int honestCalls;
    private int guesses;
    private int kills;

    Run(Place place, TrialReport report, Plan plan, TrialDatabase database, TrialBridge bridge) {
      super(place, report, database, bridge, plan.seed);
      this.plan = plan;
    }

    @Override
    void all() throws IOException, InterruptedException {
      rooms = makeRooms("guess", ROOMS, new JsonObject().putNull("host_pin"));
      rooms.forEach(room -> right.add(room.getString("pin")));
      for (int i = 0; i < plan.rounds; i++) {
        boolean away = i % 3 == 2;
        round(away);
        end(i % 3, away);
        place.say("round %d: %d guesses so far, %d honest calls", i + 1, guesses, honestCalls);
      }
      tell();
    }

    private void round(boolean away) throws IOException, InterruptedException {
      int spare = (plan.roundSeconds + 1) * (plan.lines + 2);
      TrialCalls.Plan calls = new TrialCalls.Plan(ROOMS * TALKERS, ROOMS, TALKERS, spare, 20);
      try (TrialCalls phones = new TrialCalls(place.clock(), bridge, calls, rooms)) {
        phones.place();
        if (away) {
          database.stop();
        }
        Guesser guesser = new Guesser(place.clock(), phones, plan, right, random.nextLong());
        List<Integer> callers = new ArrayList<>();
        long beganNs = place.clock().nowNs();
        while (place.seconds(beganNs) < plan.roundSeconds) {
          guesser.act(guesses >= plan.budget);
          if (place.seconds(beganNs) > callers.size() * HONEST_SECONDS) {
            callers.add(phones.dial());
          }
          place.sleep(0.02);
        }
        guesses += guesser.finish();
        honest(phones, callers);
      }
    }

    /** Waits for those who are on hold, and leaves out nobody. */
    private void honest(TrialCalls phones, List<Integer> callers)
        throws IOException, InterruptedException {
      honestCalls += callers.size();
      long beganNs = place.clock().nowNs();
      for (int caller : callers) {
        while (!phones.joined(caller) && place.seconds(beganNs) < HONEST_PATIENCE_SECONDS) {
          place.sleep(0.1);
        }
        if (phones.joined(caller)) {
          honest.add(phones.secondsToJoin(caller));
        }
      }
    }

    private void end(int how, boolean away) throws IOException, InterruptedException {
      if (how == 1) {
        bridge.stop();
      } else {
        kills++;
        bridge.kill();
      }
      if (away) {
        database.start();
      }
      bridge.start();
    }

    private void tell() throws IOException, InterruptedException {
      long rejected = bridge.list("/v1/events?type=pin.rejected").size();
      long slowed =
          bridge.list("/v1/events?type=pin.throttled").stream()
              .filter(event -> event.getString("room_id") == null)
              .count();
      // One that a kill left without an answer may be told all the same: it taught nobody anything.
      // They are counted per call, caller, room and number; the number's own count is the highest.
      long counted =
          database.number("select count(*) from pin_failures group by key_hash order by 1 desc");
      Collections.sort(honest);
      double slowest = honest.isEmpty() ? -1 : honest.getLast();
      double median = honest.isEmpty() ? -1 : honest.get(honest.size() / 2);
      report
          .figure("guesses", "Guesses", "%d wrong PINs keyed, on %d lines", guesses, plan.lines)
          .figure("kills", "Killed", "%d times, of %d restarts", kills, plan.rounds)
          .figure("counted", "Counted", "%d wrong PINs in the database", counted)
          .promise(
              "Counted",
              counted >= Math.min(guesses, rejected) - kills,
              "%d answered, %d looked at and told: one may be lost a kill",
              guesses,
              rejected)
          .figure("unslowed", "Not slowed", "%d of %d were", guesses - slowed, guesses)
          .promise(
              "Budget",
              guesses - slowed <= plan.budget + kills,
              "%d a day are answered at once, and one more a kill",
              plan.budget)
          .figure("honest", "Honest callers", "%d", honestCalls)
          .figure("honest_median_seconds", "Honest: in", "after %.1f s (median)", median)
          .figure("honest_slowest_seconds", "Honest: in", "after %.1f s at most", slowest)
          .promise(
              "Honest: in",
              honest.size() >= HONEST_IN * honestCalls,
              "%d of %d, of which at least %.1f %%",
              honest.size(),
              honestCalls,
              100 * HONEST_IN);
    }
  }
}
