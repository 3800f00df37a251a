package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.bench.WebhookFigures;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial database}: PostgreSQL goes away, comes back, and is slow. */
@Command(
    name = "database",
    description = "PostgreSQL is stopped, restarted and slowed while people talk, come and mute.")
final class DatabaseTrial extends Trial {
  /** Guests come all the while: the tones that tell of them are near those of the talkers. */
  private static final String NO_TONES = "rooms:\n  tones_max_people: 0\n";

  private static final int TALKERS = 3;

  /** Of one restart to the next: some time to be away, some to be back. */
  private static final double RESTART_SECONDS = 4;

  /**
   * What is tried.
   *
   * @param slowMs each statement takes so much longer
   * @param mostSilenceMs how long anybody may be without the others' tones, which somebody's coming
   *     or going covers for 120 ms
   * @param mostBackSeconds after PostgreSQL is there again
   * @param mostRefused guests whom the bridge may refuse, as it does when it is overloaded
   * @param mostLagMs how much later than in calm the event loop may be, of 99 % of the times
   */
  record Plan(
      int calls,
      int calmSeconds,
      int stoppedSeconds,
      int restarts,
      int slowSeconds,
      int slowMs,
      double mostSilenceMs,
      double mostLossPercent,
      double mostLagMs,
      double mostBackSeconds,
      int mostRefused,
      long seed) {}

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 50;

  @Option(names = "--restarts", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int restarts = 30;

  @Override
  void check(OptionCheck check) {
    check.within("--calls", calls, 1, 2000).within("--restarts", restarts, 0, 1000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    int away = seconds(60);
    play(
        place,
        report,
        new Plan(calls, 5, away, restarts, away / 2, 5000, 200, 0.1, 20, 5, 0, seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    try (TrialDatabase database = place.database();
        TrialBridge bridge = place.startWith(NO_TONES, "--database-url", database.url());
        Consumer consumer = new Consumer(bridge);
        Probe probe = new Probe(place.clock(), bridge)) {
      double seconds = plan.stoppedSeconds + plan.slowSeconds + 3 * RESTART_SECONDS * plan.restarts;
      int rooms = Math.max(1, plan.calls / 5);
      TrialCalls.Plan people =
          new TrialCalls.Plan(plan.calls, rooms, TALKERS, People.spare(seconds + 60), 20);
      try (TrialCalls phones = new TrialCalls(place.clock(), bridge, people)) {
        phones.place();
        place.say("%d of %d calls are in", phones.joined(), plan.calls);
        new Run(place, report, plan, database, bridge, consumer, probe, phones, rooms).all();
      }
    }
  }

  /** One run. */
  private static final class Run extends TrialRun {
    private final Plan plan;
    private final Consumer consumer;
    private final Probe probe;
    private final TrialCalls phones;
    private final People people;
    private double calmLagMs;
    private WebhookFigures hooks;

    Run(
        Place place,
        TrialReport report,
        Plan plan,
        TrialDatabase database,
        TrialBridge bridge,
        Consumer consumer,
        Probe probe,
        TrialCalls phones,
        int rooms) {
      super(place, report, database, bridge, plan.seed);
      this.plan = plan;
      this.consumer = consumer;
      this.probe = probe;
      this.phones = phones;
      people = new People(place.clock(), phones, TALKERS * rooms, plan.calls, plan.seed);
    }

    @Override
    void all() throws IOException, InterruptedException {
      try (people) {
        begin("Nothing happens yet");
        place.sleep(plan.calmSeconds);
        calmLagMs = probe.take().getValueAtPercentile(99) / 1000.0;
        report.figure("calm_lag_p99_ms", "Calm: event loop", "p99 %.1f ms late", calmLagMs);
        stopped();
        restarted();
        slowed();
      }
      long beganNs = place.clock().nowNs();
      int refused = people.leaveOutRefused();
      report
          .figure("refused", "Guests: refused", "%d, for lack of processor time", refused)
          .promise("Guests: refused", refused <= plan.mostRefused, "at most %d", plan.mostRefused);
      CaughtUp caughtUp = CaughtUp.with(place, bridge, this::lacks);
      report.figure("caught_up_seconds", "Caught up", "after %.1f s", place.seconds(beganNs));
      reportGuests();
      caughtUp.report(report);
      reportHooks();
    }

    private void stopped() throws IOException, InterruptedException {
      begin("PostgreSQL stops");
      database.stop();
      place.sleep(plan.stoppedSeconds);
      end("Stopped");
      place.say("PostgreSQL starts");
      database.start();
      back("Stopped", place.clock().nowNs());
    }

    private void restarted() throws IOException, InterruptedException {
      begin("PostgreSQL is restarted " + plan.restarts + " times");
      double worst = 0;
      for (int i = 0; i < plan.restarts; i++) {
        database.restart();
        worst = Math.max(worst, answersAgain(place.clock().nowNs()));
        place.sleep(random.nextDouble() * 2);
      }
      end("Restarted");
      report
          .figure("restarted_back_seconds", "Restarted: back", "after %.1f s at most", worst)
          .promise(
              "Restarted: back",
              worst <= plan.mostBackSeconds,
              "after at most %.0f s each",
              plan.mostBackSeconds);
    }

    private void slowed() throws IOException, InterruptedException {
      begin("PostgreSQL is slow");
      database.slow(plan.slowMs);
      place.sleep(plan.slowSeconds);
      end("Slow");
      database.slow(0);
      back("Slow", place.clock().nowNs());
    }

    private void begin(String what) throws IOException, InterruptedException {
      place.say("%s", what);
      phones.measure();
      probe.take();
    }

    private void end(String when) throws IOException, InterruptedException {
      Histogram micros = probe.take();
      report.sound(when, phones.sound(), plan.mostSilenceMs, plan.mostLossPercent);
      double lag = micros.getValueAtPercentile(99) / 1000.0;
      report
          .figure(
              when.toLowerCase(Locale.ROOT) + "_lag_p99_ms",
              when + ": event loop",
              "p99 %.1f ms, at most %.1f ms late (%d times)",
              lag,
              micros.getMaxValue() / 1000.0,
              micros.getTotalCount())
          .promise(
              when + ": event loop",
              lag <= calmLagMs + plan.mostLagMs,
              "p99 at most %.0f ms later than in calm",
              plan.mostLagMs);
    }

    private void back(String when, long sinceNs) throws IOException, InterruptedException {
      double seconds = answersAgain(sinceNs);
      report
          .figure(
              when.toLowerCase(Locale.ROOT) + "_back_seconds",
              when + ": back",
              "after %.1f s",
              seconds)
          .promise(
              when + ": back",
              seconds <= plan.mostBackSeconds,
              "after at most %.0f s",
              plan.mostBackSeconds);
    }

    /** Seconds until the API answers from the database, and writes to it. */
    private double answersAgain(long sinceNs) throws InterruptedException {
      while (place.seconds(sinceNs) < CaughtUp.MOST_SECONDS) {
        String path = "/v1/rooms/" + phones.rooms().getFirst().getString("id");
        JsonObject name = new JsonObject().put("name", "back");
        if (status("PATCH", path, name) == 200 && status("GET", "/v1/rooms?limit=1", null) == 200) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
      return place.seconds(sinceNs);
    }

    private int status(String method, String path, JsonObject body) {
      return bridge.send(method, path, body).exceptionally(gone -> 0).join();
    }

    private void reportGuests() throws IOException, InterruptedException {
      report
          .figure("guests", "Guests", "%d came by their PIN", people.guests())
          .figure(
              "longest_join_seconds",
              "Guests: in",
              "after %.1f s at most, from INVITE to sound",
              people.longestJoin())
          .promise(
              "Guests",
              people.joined() == people.guests(),
              "%d of %d heard the room",
              people.joined(),
              people.guests());
    }

    private List<String> lacks(List<JsonObject> events) {
      List<String> lacks = new ArrayList<>(people.lacks(events));
      hooks = consumer.figures(events);
      if (!hooks.right()) {
        lacks.add("webhooks miss " + hooks.missing() + " and have " + hooks.foreign() + " more");
      }
      return lacks;
    }

    private void reportHooks() {
      report.promise(
          "Webhooks",
          hooks.right(),
          "%d taken: %d missing, %d doubled, %d out of order; %d arrived again",
          hooks.taken(),
          hooks.missing(),
          hooks.doubled(),
          hooks.disordered(),
          hooks.again());
    }
  }
}
