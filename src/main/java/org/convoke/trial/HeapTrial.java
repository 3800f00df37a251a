package org.convoke.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import org.convoke.phone.UserAgentClient.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial heap}: a small heap, and more callers than go into it. */
@Command(
    name = "heap",
    description = "Callers come until a small heap is full; then it is used up whole.")
final class HeapTrial extends Trial {
  private static final int MOST_CALLERS = 3000;
  private static final double BACK_SECONDS = 64;
  private static final String FULL = "new calls are refused for lack of memory";
  private static final String LAST_WORDS = "Terminating due to java.lang.OutOfMemoryError";

  /** That of a JVM which ends itself. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int END_SECONDS = 30;

  @Option(names = "--heap", paramLabel = "MIB", description = "Its size (${DEFAULT-VALUE}).")
  private int heap = 128;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "There all the time (${DEFAULT-VALUE}).")
  private int calls = 20;

  @Option(names = "--rate", paramLabel = "N", description = "Callers a second (${DEFAULT-VALUE}).")
  private double rate = 40;

  @Override
  void check(OptionCheck check) {
    check
        .within("--heap", heap, 64, 16_384)
        .within("--calls", calls, 1, 2000)
        .upTo("--rate", rate, 1000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    Place small = place.by("env", "_JAVA_OPTIONS=-Xms64m -Xmx" + heap + "m");
    String yaml = "sip:\n  max_calls: " + 2 * MOST_CALLERS + "\n";
    try (TrialBridge bridge = small.startWith(yaml);
        TrialCalls phones = new TrialCalls(place.clock(), bridge, TrialCalls.Plan.of(calls, 0));
        Callers callers = new Callers(place.clock(), bridge)) {
      phones.place();
      List<String> pins = new ArrayList<>();
      phones.rooms().forEach(room -> pins.add(room.getString("pin")));
      place.say("%d calls are in; more come until they are refused", calls);
      phones.measure();
      fill(report, bridge, callers, pins);
      boolean alive = bridge.alive();
      report.promise("The process lives", alive, "heap of %d MiB", heap);
      String log = Files.readString(bridge.log());
      report.promise("It says why", log.contains(FULL), "in the log");
      callers.run(seconds(10));
      report.sound("Heap nearly full", phones.sound(), gapMs(), lossPercent());
      callers.hangUp();
      long beganNs = place.clock().nowNs();
      Callers.Caller again;
      do {
        again = callers.dial(Callers.Manner.STAYS, pins.getFirst(), 60);
        callers.settle(2);
        callers.run(0.3);
      } while (again.state() != State.UP && place.seconds(beganNs) < 2 * BACK_SECONDS);
      double seconds = place.seconds(beganNs);
      report.figure("back_s", "Calls are taken again after", "%.1f s", seconds);
      report.promise(
          "Freed memory is noticed", seconds <= BACK_SECONDS, "%.0f s at most", BACK_SECONDS);
      callers.hangUp();
      useUp(place, report, bridge);
    }
  }

  /**
   * All of it is used up, by a defect for example, while calls are there: a bridge that goes on as
   * far as it still can is worse than one that ends, for that one is started again.
   */
  static void useUp(Place place, TrialReport report, TrialBridge bridge)
      throws IOException, InterruptedException {
    place.say("the whole heap is used up");
    long beganNs = place.clock().nowNs();
    HeapFiller.fill(bridge.pid(), place.folder());
    int code = bridge.awaitEnd(END_SECONDS);
    report.figure("ended_s", "Used up: ended after", "%.1f s", place.seconds(beganNs));
    report.promise("Used up: the process ends", code == OUT_OF_MEMORY, "exit code %d", code);
    String last = "";
    // The last words may come after the end.
    for (int i = 0; i < 50 && !last.contains(LAST_WORDS); i++) {
      place.sleep(0.1);
      last = Files.readString(bridge.log());
    }
    report.promise("Used up: it says why", last.contains(LAST_WORDS), "in what it prints");
    if (code == -1) {
      bridge.kill();
    }
    long againNs = place.clock().nowNs();
    bridge.start();
    report.figure("again_s", "Started again", "ready after %.1f s", place.seconds(againNs));
    Story story = Story.of(bridge.list("/v1/events?"));
    while (story.unended() > 0 && place.seconds(againNs) < END_SECONDS) {
      place.sleep(0.5);
      story = Story.of(bridge.list("/v1/events?"));
    }
    report.promise(
        "Started again: each call ended",
        story.calls() > 0 && story.unended() == 0 && story.endedTwice() == 0 && story.right(),
        "%d calls; %s",
        story.calls(),
        story);
  }

  private void fill(TrialReport report, TrialBridge bridge, Callers callers, List<String> pins)
      throws IOException {
    boolean full = false;
    for (int i = 0; i < MOST_CALLERS && !full; i++) {
      callers.dial(Callers.Manner.STAYS, pins.get(i % pins.size()), 600);
      callers.run(1 / rate);
      full = i % 10 == 0 && Files.readString(bridge.log()).contains(FULL);
    }
    for (int i = 0; i < 20; i++) {
      callers.dial(Callers.Manner.STAYS, pins.getFirst(), 600);
      callers.run(1 / rate);
    }
    callers.settle(20);
    report.figure("callers", "Callers until it was full", "%d", callers.count(State.UP));
    int silent = callers.all().size() - callers.count(State.UP) - callers.answered(503);
    report.promise(
        "Refused by 503",
        callers.answered(503) >= 20 && silent == 0,
        "%d without an answer",
        silent);
  }
}
