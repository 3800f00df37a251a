package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import org.convoke.phone.UserAgentClient.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial overload}: more call than the bridge takes, and go on to do so. */
@Command(
    name = "overload",
    description = "Three times as many call as the bridge takes, all the time.")
final class OverloadTrial extends Trial {
  /** Who tries to come when it is over: one after the other. */
  private static final int NEWCOMERS = 40;

  private static final double LOOK_SECONDS = 0.1;
  private static final double PATIENCE_SECONDS = 5;
  private static final double SETTLE_SECONDS = 20;
  private static final String BUSY = "for lack of processor time";

  /**
   * What is tried.
   *
   * @param limit calls that the bridge takes at one time
   * @param calls of them, there all the time, whose sound is measured
   * @param times as many as the limit call
   * @param stay seconds that a caller stays on average
   * @param seconds that they come
   * @param silenceMs that anybody may be without sound
   * @param lossPercent of the packets
   */
  record Plan(
      int limit,
      int calls,
      double times,
      double stay,
      int seconds,
      double silenceMs,
      double lossPercent,
      OverloadVerdict.Limits limits,
      long seed) {
    /** Callers a second, so that with those who are there they want so many times the places. */
    double rate() {
      return (times * limit - calls) / stay;
    }
  }

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Calls that the bridge takes at one time (${DEFAULT-VALUE}).")
  private int limit = 200;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "Of them there all the time (${DEFAULT-VALUE}).")
  private int calls = 50;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "As many as the limit call (${DEFAULT-VALUE}).")
  private double times = 3;

  @Option(
      names = "--stay",
      paramLabel = "SECONDS",
      description = "How long a caller stays, on average (${DEFAULT-VALUE}).")
  private double stay = 10;

  @Override
  void check(OptionCheck check) {
    check
        .within("--limit", limit, 2, 5000)
        .within("--calls", calls, 1, limit - 1)
        .within("--times", times, 1, 100)
        .within("--stay", stay, 1, 600)
        .demand(seconds(60) > stay, "--seconds is more than --stay: the places are filled first");
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    play(
        place,
        report,
        new Plan(
            limit,
            calls,
            times,
            stay,
            seconds(60),
            gapMs(),
            lossPercent(),
            OverloadVerdict.Limits.QUIET,
            seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    String yaml = "sip:\n  max_calls: " + plan.limit + "\nrooms:\n  tones_until: 0\n";
    TrialCalls.Plan there = TrialCalls.Plan.of(plan.calls, NEWCOMERS);
    try (TrialBridge bridge = place.startWith(yaml);
        TrialCalls phones = new TrialCalls(place.clock(), bridge, there);
        Callers callers = new Callers(place.clock(), bridge)) {
      phones.place();
      place.say(
          "%d calls are in, of %d that may be; %.0f call a second for %d s, each for %.0f s",
          phones.joined(), plan.limit, plan.rate(), plan.seconds, plan.stay);
      new Run(place, report, plan, bridge, phones, callers, new OverloadVerdict(plan.limit)).all();
    }
  }

  /** One run. */
  private record Run(
      Place place,
      TrialReport report,
      Plan plan,
      TrialBridge bridge,
      TrialCalls phones,
      Callers callers,
      OverloadVerdict verdict) {
    void all() throws IOException, InterruptedException {
      phones.measure();
      double cpuBefore = Machine.cpuSeconds(bridge.pid());
      long beganNs = place.clock().nowNs();
      come(beganNs);
      double cores = (Machine.cpuSeconds(bridge.pid()) - cpuBefore) / place.seconds(beganNs);
      double back = back();
      callers.settle(SETTLE_SECONDS);
      callers.hangUp();
      callers.all().forEach(verdict::caller);
      report.figure("rate", "Callers a second", "%.1f", plan.rate());
      report.figure("cores", "Processor", "%.2f of a core", cores);
      // A machine that has no time keeps callers out before the limit does.
      boolean busy = Files.readString(bridge.log()).contains(BUSY);
      report.figure("busy", "Also refused for lack of time", "%s", busy);
      verdict.judge(report, plan.limits, back);
      report.sound("Those who are in", phones.sound(), plan.silenceMs, plan.lossPercent);
      phones.hangUp();
    }

    /** They come at random and stay for between half and one and a half times the average. */
    private void come(long beganNs) throws IOException {
      Random random = new Random(plan.seed);
      List<String> pins =
          phones.rooms().stream().map((JsonObject room) -> room.getString("pin")).toList();
      double next = 0;
      double look = plan.stay;
      for (double at = 0; at < plan.seconds; at = place.seconds(beganNs)) {
        if (at >= next) {
          String pin = pins.get(random.nextInt(pins.size()));
          double seconds = plan.stay * (0.5 + random.nextDouble());
          callers.dial(Callers.Manner.STAYS, pin, seconds);
          next -= Math.log(1 - random.nextDouble()) / plan.rate();
        }
        // Until those who came first begin to go the places are only being filled.
        if (at >= look) {
          verdict.holds(plan.calls + callers.count(State.UP));
          look += LOOK_SECONDS;
        }
        double wait = Math.min(next, look) - place.seconds(beganNs);
        callers.run(Math.max(0.001, wait));
      }
    }

    /** Seconds until somebody new hears a room, or -1. */
    private double back() throws IOException, InterruptedException {
      long beganNs = place.clock().nowNs();
      for (int i = 0; i < NEWCOMERS; i++) {
        int call = phones.dial();
        long dialledNs = place.clock().nowNs();
        while (place.seconds(dialledNs) < PATIENCE_SECONDS && !phones.refused(call)) {
          callers.run(0.05);
          if (phones.joined(call)) {
            return place.seconds(beganNs);
          }
        }
        callers.run(1);
      }
      return -1;
    }
  }
}
