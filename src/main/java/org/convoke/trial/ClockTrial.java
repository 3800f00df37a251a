package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialBrowsers;
import org.convoke.bench.TrialCalls;
import org.convoke.bench.WebhookFigures;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial clock}: the machine's clock is set to other times. */
@Command(
    name = "clock",
    description =
        "The clock of the bridge and its PostgreSQL is set an hour and a day ahead and back while"
            + " people talk and come.")
final class ClockTrial extends Trial {
  private static final int HOUR = 3_600;
  private static final int DAY = 86_400;

  /** Guests come all the while: the tones that tell of them are near those of the talkers. */
  private static final String NO_TONES = "rooms:\n  tones_max_people: 0\n";

  private static final int TALKERS = 3;

  /** An endpoint that is down is asked every five seconds, or a little less often. */
  private static final double PROBE_SECONDS = 5;

  /** It goes down with the third failure in a row, and others may be under way by then. */
  private static final int FIRST_TRIES = 16;

  /** A busy machine may take so many times as long; who may call has to be known before. */
  private static final int SLACK = 5;

  private static final double TOLERANCE_SECONDS = 5;

  /**
   * What is tried.
   *
   * @param browsers that are there all the time
   * @param aheadSeconds how far ahead of the machine's the clock is set, one after the other
   * @param eachSeconds so long
   * @param mostSilenceMs how long anybody may be without the others' tones
   * @param mostJoinSeconds from a guest's INVITE to the sound of the room
   */
  record Plan(
      int calls,
      int browsers,
      List<Integer> aheadSeconds,
      int eachSeconds,
      double mostSilenceMs,
      double mostLossPercent,
      double mostJoinSeconds,
      long seed) {}

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 50;

  @Option(names = "--browsers", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int browsers = 10;

  @Override
  void check(OptionCheck check) {
    check.within("--calls", calls, 1, 2000).within("--browsers", browsers, 0, 500);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    // An hour ahead, an hour back, and so on: back again is a jump as well.
    List<Integer> ahead = List.of(HOUR, 0, -HOUR, 0, DAY, 0, -DAY, 0);
    int each = seconds(160) / ahead.size();
    play(
        place,
        report,
        new Plan(calls, browsers, ahead, Math.max(5, each), gapMs(), lossPercent(), 10, seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    FakeClock clock = new FakeClock(place.folder());
    int rooms = Math.max(1, plan.calls / 5);
    double seconds = plan.eachSeconds * (plan.aheadSeconds.size() + 1.0);
    TrialCalls.Plan people =
        new TrialCalls.Plan(plan.calls, rooms, TALKERS, People.spare(SLACK * seconds + 120), 20);
    // The bridge starts PostgreSQL, so that both have one clock, as on one machine.
    long beganNs = place.clock().nowNs();
    try (TrialBridge bridge = place.by(clock.program()).startWith(NO_TONES);
        Consumer taking = new Consumer(bridge);
        Consumer failing = new Consumer(bridge);
        TrialCalls phones = new TrialCalls(place.clock(), bridge, people);
        TrialBrowsers browsers =
            new TrialBrowsers(
                place.clock(),
                bridge,
                phones.rooms(),
                TALKERS,
                plan.browsers + plan.aheadSeconds.size() + 1)) {
      failing.refuse(503);
      phones.place();
      browsers.come(plan.browsers);
      place.say("%d of %d calls are in, %d browsers", phones.joined(), plan.calls, plan.browsers);
      new Run(place, report, plan, clock, bridge, taking, failing, phones, browsers, beganNs).all();
    }
  }

  /** One run. */
  private static final class Run {
    private final Place place;
    private final TrialReport report;
    private final Plan plan;
    private final FakeClock clock;
    private final TrialBridge bridge;
    private final Consumer taking;
    private final Consumer failing;
    private final TrialCalls phones;
    private final TrialBrowsers browsers;
    private final People people;
    private final long beganNs;

    Run(
        Place place,
        TrialReport report,
        Plan plan,
        FakeClock clock,
        TrialBridge bridge,
        Consumer taking,
        Consumer failing,
        TrialCalls phones,
        TrialBrowsers browsers,
        long beganNs) {
      this.place = place;
      this.report = report;
      this.plan = plan;
      this.clock = clock;
      this.bridge = bridge;
      this.taking = taking;
      this.failing = failing;
      this.phones = phones;
      this.browsers = browsers;
      this.beganNs = beganNs;
      int first = TALKERS * phones.rooms().size();
      people = new People(place.clock(), phones, first, plan.calls, plan.seed);
    }

    void all() throws IOException, InterruptedException {
      double leastSeconds;
      try (people) {
        long sinceNs = place.clock().nowNs();
        phase(0, "Right");
        int last = 0;
        for (int ahead : plan.aheadSeconds) {
          clock.set(ahead);
          phase(ahead, "Set by " + span(ahead - last));
          last = ahead;
        }
        leastSeconds = place.seconds(sinceNs);
      }
      failing.refuse(0);
      phones.hangUp();
      double mostSeconds = place.seconds(beganNs);
      CaughtUp caughtUp = CaughtUp.with(place, bridge, this::lacks);
      reportGuests();
      new CallLengths(report, caughtUp.events(), bridge.list("/v1/calls?"))
          .check(plan.calls, leastSeconds, mostSeconds + TOLERANCE_SECONDS);
      caughtUp.report(report);
    }

    private static String span(int seconds) {
      int size = Math.abs(seconds) % DAY == 0 ? DAY : HOUR;
      return String.format(Locale.ROOT, "%+d %s", seconds / size, size == DAY ? "d" : "h");
    }

    /** Some time by a clock that was set just now. */
    private void phase(int ahead, String when) throws IOException, InterruptedException {
      place.say("%s", when);
      phones.measure();
      browsers.measure();
      int tries = failing.tries();
      long fromNs = place.clock().nowNs();
      double off = seenAhead() - ahead;
      place.sleep(plan.eachSeconds);
      double seconds = place.seconds(fromNs);
      tries = failing.tries() - tries;
      report
          .sound(when, phones.sound(), plan.mostSilenceMs, plan.mostLossPercent)
          .sound(when + ", browsers", browsers.sound(), plan.mostSilenceMs, plan.mostLossPercent)
          .promise(
              when + ": noticed",
              Math.abs(off) < TOLERANCE_SECONDS,
              "what is made is dated %.1f s off the clock that was set",
              off)
          .promise(
              when + ": retries",
              tries <= seconds / PROBE_SECONDS + (ahead == 0 ? FIRST_TRIES : 1),
              "%d requests in %.0f s to an endpoint that fails",
              tries,
              seconds);
      browsers.come(1);
    }

    /** How far ahead of ours the bridge's clock is by what it says, in seconds. */
    private double seenAhead() throws IOException, InterruptedException {
      JsonObject room = bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "dated"));
      Instant made = Instant.parse(room.getString("created_at"));
      return Duration.between(place.clock().now(), made).toMillis() / 1000.0;
    }

    private void reportGuests() throws IOException, InterruptedException {
      double longest = people.longestJoin();
      report
          .figure("guests", "Guests", "%d came by their PIN", people.guests())
          .figure("longest_join_seconds", "Guests: in", "after %.1f s at most", longest)
          .promise(
              "Guests",
              people.joined() == people.guests() && longest <= plan.mostJoinSeconds,
              "%d of %d heard the room, after %.0f s at most",
              people.joined(),
              people.guests(),
              plan.mostJoinSeconds)
          .promise(
              "Browsers",
              browsers.hearing() == plan.browsers + plan.aheadSeconds.size() + 1,
              "%d came, one after each time that the clock was set",
              browsers.hearing());
    }

    private List<String> lacks(List<JsonObject> events) {
      List<String> lacks = new ArrayList<>(people.lacks(events));
      for (Consumer consumer : List.of(taking, failing)) {
        WebhookFigures hooks = consumer.figures(events);
        if (!hooks.right()) {
          lacks.add("webhooks: " + hooks);
        }
      }
      return lacks;
    }
  }
}
