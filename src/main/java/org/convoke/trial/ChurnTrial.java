package org.convoke.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial churn}: calls come and go, and nothing of them stays. */
@Command(
    name = "churn",
    description = "Calls come and go; what they take must come back, all of it.")
final class ChurnTrial extends Trial {
  /** Half of all calls; the others end in some other way. */
  private static final double PROPER = 0.5;

  /** Within it all resources of a call that is over are free: twice SIP's timers of 32 s. */
  private static final double FREE_SECONDS = 64;

  /** The collector, the compiler and what is made once, whatever comes. */
  private static final double HEAP_SLACK_MIB = 4;

  private static final double HEAP_SLACK_MIB_AN_HOUR = 1;
  private static final int THREADS_SLACK = 4;
  private static final int DESCRIPTORS_SLACK = 4;

  /** What must not be there for longer than the call: the stack's tables and ours. */
  private static final List<String> KEPT =
      List.of(
          "gov.nist.javax.sip.stack.SIPServerTransactionImpl",
          "gov.nist.javax.sip.stack.SIPClientTransactionImpl",
          "gov.nist.javax.sip.stack.SIPDialog",
          "org.convoke.sip.Call",
          "org.convoke.media.Leg",
          "org.convoke.ivr.Conversation",
          "org.convoke.room.Seat");

  @Option(names = "--rate", paramLabel = "N", description = "Calls a second (${DEFAULT-VALUE}).")
  private double rate = 1;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "There all the time (${DEFAULT-VALUE}).")
  private int calls = 10;

  @Option(
      names = "--stay",
      paramLabel = "N",
      description = "Seconds that a caller stays at most (${DEFAULT-VALUE}).")
  private double stay = 20;

  @Override
  void check(OptionCheck check) {
    check.upTo("--rate", rate, 100).within("--calls", calls, 1, 2000).upTo("--stay", stay, 600);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    try (TrialBridge bridge = place.start();
        TrialCalls phones = new TrialCalls(place.clock(), bridge, TrialCalls.Plan.of(calls, 0));
        Callers callers = new Callers(place.clock(), bridge)) {
      phones.place();
      List<String> pins = new ArrayList<>();
      phones.rooms().forEach(room -> pins.add(room.getString("pin")));
      Random random = new Random(seed());
      // What is made at the first call of each kind is there before it is counted.
      churn(callers, pins, random, Math.min(60, 10 + seconds(3600) / 10.0));
      free(callers);
      Footprint before = Footprint.of(bridge.pid());
      int dialled = callers.all().size();
      place.say("%s; now calls come and go for %d s", before, seconds(3600));
      phones.measure();
      long beganNs = place.clock().nowNs();
      while (place.seconds(beganNs) < seconds(3600)) {
        churn(callers, pins, random, Math.min(60, seconds(3600) - place.seconds(beganNs)));
        // Without a look at the heap: that stops everything for a moment.
        place.say(
            "%4.0f s, %d calls: %d threads, %d descriptors, %.0f MiB resident",
            place.seconds(beganNs),
            callers.all().size(),
            Machine.threads(bridge.pid()),
            Machine.descriptors(bridge.pid()),
            Machine.residentMib(bridge.pid()));
      }
      report.sound("Calls that stay", phones.sound(), gapMs(), lossPercent());
      free(callers);
      Footprint after = Footprint.of(bridge.pid());
      verdict(report, before, after, callers.all().size() - dialled, place.seconds(beganNs));
      phones.hangUp();
    }
  }

  private void churn(Callers callers, List<String> pins, Random random, double forSeconds)
      throws IOException {
    for (double left = forSeconds; left > 0; left -= 1 / rate) {
      String pin = pins.get(random.nextInt(pins.size()));
      double chance = random.nextDouble();
      double seconds = 0.5 + random.nextDouble() * stay;
      if (chance < PROPER) {
        callers.dial(Callers.Manner.STAYS, pin, seconds);
      } else if (chance < PROPER + 0.2) {
        // Hears a prompt and hangs up within it, or is hung up on for want of a PIN.
        callers.dial(Callers.Manner.STAYS, null, seconds);
      } else if (chance < PROPER + 0.3) {
        callers.dial(Callers.Manner.CANCELS, null, seconds);
      } else if (chance < PROPER + 0.4) {
        callers.dial(Callers.Manner.STAYS, "000000", seconds);
      } else {
        callers.dial(Callers.Manner.MUTE, pin, seconds);
      }
      callers.run(1 / rate);
    }
  }

  /** Ends what is up and waits until nothing of it may be left. */
  private static void free(Callers callers) throws IOException {
    callers.hangUp();
    callers.run(FREE_SECONDS);
  }

  private static void verdict(
      TrialReport report, Footprint before, Footprint after, int calls, double seconds) {
    report.figure("calls", "Calls that came and went", "%d in %.0f s", calls, seconds);
    double grown = after.heap().mib() - before.heap().mib();
    double most = HEAP_SLACK_MIB + HEAP_SLACK_MIB_AN_HOUR * seconds / 3600;
    report.figure("heap_mib", "Heap after GC", "%.1f MiB", after.heap().mib());
    report.promise("Heap is flat", grown <= most, "%+.1f MiB, %.1f at most", grown, most);
    report.figure("threads", "Threads", "%d", after.threads());
    report.promise(
        "Threads are flat",
        after.threads() <= before.threads() + THREADS_SLACK,
        "%d before, %d after",
        before.threads(),
        after.threads());
    report.figure("descriptors", "Descriptors", "%d", after.descriptors());
    report.promise(
        "Descriptors are flat",
        after.descriptors() <= before.descriptors() + DESCRIPTORS_SLACK,
        "%d before, %d after",
        before.descriptors(),
        after.descriptors());
    for (String name : KEPT) {
      report.promise(
          name.substring(name.lastIndexOf('.') + 1),
          after.heap().of(name) <= before.heap().of(name),
          "%d before, %d after 64 s",
          before.heap().of(name),
          after.heap().of(name));
    }
  }
}
