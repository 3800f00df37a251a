package org.convoke.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.convoke.bench.CallTimes;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import org.convoke.phone.UserAgentClient.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial rush}: everybody calls at the top of the hour. */
@Command(
    name = "rush",
    description = "Hundreds call within seconds, key their PINs, and are in their rooms.")
final class RushTrial extends Trial {
  private static final double MAX_MS = 60_000;

  @Option(names = "--callers", paramLabel = "N", description = "Who call (${DEFAULT-VALUE}).")
  private int callers = 500;

  @Option(names = "--rooms", paramLabel = "N", description = "Where they go (${DEFAULT-VALUE}).")
  private int rooms = 10;

  @Override
  void check(OptionCheck check) {
    check.within("--callers", callers, 1, 5000).within("--rooms", rooms, 1, 500);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    int there = 3 * rooms;
    TrialCalls.Plan plan = new TrialCalls.Plan(there, rooms, 3, callers, 20);
    // The chime of the first few would hide the voice by which it is known who is in.
    try (TrialBridge bridge = place.startWith("rooms:\n  tones_until: 0\n");
        TrialCalls phones = new TrialCalls(place.clock(), bridge, plan)) {
      phones.place();
      place.say("%d talk in %d rooms; %d call in %d s", there, rooms, callers, seconds(10));
      phones.measure();
      long beganNs = place.clock().nowNs();
      for (int i = 0; i < callers; i++) {
        double due = seconds(10) * (double) i / callers;
        place.sleep(Math.max(0, due - place.seconds(beganNs)));
        phones.dial();
      }
      wait(place, phones, there, beganNs);
      report(report, phones, there, beganNs);
      report.sound("Running rooms", phones.sound(), gapMs(), lossPercent());
      phones.hangUp();
    }
  }

  /** Until all are in, or for a minute. */
  private void wait(Place place, TrialCalls phones, int there, long beganNs)
      throws IOException, InterruptedException {
    int next = there;
    while (next < there + callers && place.seconds(beganNs) < 60) {
      if (phones.joined(next)) {
        next++;
      } else {
        place.sleep(0.1);
      }
    }
    place.sleep(1);
  }

  private void report(TrialReport report, TrialCalls phones, int there, long beganNs)
      throws IOException, InterruptedException {
    List<CallTimes> times = new ArrayList<>();
    int up = 0;
    for (int i = there; i < there + callers; i++) {
      times.add(phones.times(i));
      up += phones.state(i) == State.UP ? 1 : 0;
    }
    long joined = times.stream().filter(t -> t.joinedNs() != 0).count();
    double last = times.stream().mapToDouble(t -> (t.joinedNs() - beganNs) / 1e9).max().orElse(0);
    double invites = times.stream().mapToInt(CallTimes::invites).average().orElse(0);
    report.promise("All are in", joined == callers && up == callers, "%d of %d", joined, callers);
    report.promise("The last after", last <= 30, "%.1f s, 30 s at most", last);
    latency(report, times, "trying", "100 Trying", 100, 200, t -> ms(t.invitedNs(), t.tryingNs()));
    latency(report, times, "answer", "200 OK", 99, 2000, t -> ms(t.invitedNs(), t.answeredNs()));
    latency(report, times, "prompt", "Prompt", 100, 1000, t -> ms(t.answeredNs(), t.soundNs()));
    // The last key lasts 100 ms, then it is looked up, and the room opens. The first of a room are
    // told how many are there, which hides the voice by which it is known that they are in.
    List<CallTimes> untold = times.subList(Math.min(30 * rooms, callers / 2), callers);
    latency(
        report, untold, "room", "Last key to room", 99, 400, t -> ms(t.keyedNs(), t.joinedNs()));
    report.promise("INVITEs a call", invites <= 1.1, "%.2f, 1.1 at most", invites);
  }

  private static double ms(long fromNs, long untilNs) {
    return fromNs == 0 || untilNs == 0 ? MAX_MS : Math.max(0, (untilNs - fromNs) / 1e6);
  }

  private static void latency(
      TrialReport report,
      List<CallTimes> times,
      String key,
      String name,
      int percentile,
      double mostMs,
      ToDoubleFunction<CallTimes> ms) {
    Histogram histogram = new Histogram((long) (1000 * MAX_MS), 3);
    times.forEach(
        t -> histogram.recordValue((long) (1000 * Math.min(MAX_MS, ms.applyAsDouble(t)))));
    double median = histogram.getValueAtPercentile(50) / 1e3;
    double high = histogram.getValueAtPercentile(percentile) / 1e3;
    report.figure(key + "_p50_ms", name, "%.1f ms in the median", median);
    report.promise(
        name + (percentile == 100 ? ", longest" : ", p" + percentile),
        high <= mostMs,
        "%.1f ms, %.0f at most",
        high,
        mostMs);
  }
}
