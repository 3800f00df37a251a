package org.convoke.trial;

import java.io.IOException;
import java.util.List;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code trial spray}: somebody sends sound to every media port before, while and after we call.
 */
@Command(
    name = "spray",
    description = "RTP and RTCP to the whole port range while calls are set up and after.")
final class SprayTrial extends Trial {
  /** From elsewhere, and from the phones' own host. */
  private static final List<String> SOURCES = List.of("127.0.0.66", "127.0.0.1");

  /**
   * What is tried.
   *
   * @param ports of the media range, from 20,000
   * @param rate packets a second
   * @param silenceMs that anybody may be without sound
   * @param lossPercent of the packets
   */
  record Plan(
      int calls,
      int seconds,
      int ports,
      int rate,
      double silenceMs,
      double lossPercent,
      long seed) {}

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 200;

  @Option(
      names = "--ports",
      paramLabel = "N",
      description = "Of the media range; few are hit often (${DEFAULT-VALUE}).")
  private int ports = 2000;

  @Option(names = "--rate", paramLabel = "N", description = "Packets a second (${DEFAULT-VALUE}).")
  private int rate = 20_000;

  @Override
  void check(OptionCheck check) {
    check
        .within("--calls", calls, 1, 2000)
        .within("--ports", ports, 2, 20_000)
        .within("--rate", rate, 1, 1_000_000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    play(place, report, new Plan(calls, seconds(20), ports, rate, 200, 0.1, seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    int first = 20_000;
    int last = first + plan.ports - 1;
    String yaml = "media:\n  rtp_port_min: " + first + "\n  rtp_port_max: " + last + "\n";
    TrialCalls.Plan calls = new TrialCalls.Plan(plan.calls, Math.max(1, plan.calls / 5), 3, 0, 20);
    try (TrialBridge bridge = place.startWith(yaml);
        TrialCalls phones = new TrialCalls(place.clock(), bridge, calls)) {
      long sent;
      long reached;
      try (Sprayer sprayer =
          new Sprayer(place.clock(), SOURCES, first, last, phones.marker(), plan.rate, plan.seed)) {
        place.sleep(1);
        phones.place();
        place.say("%d calls are in", phones.joined());
        place.sleep(plan.seconds);
        sent = sprayer.sent();
        reached = sprayer.reached();
      }
      report.figure("sprayed", "Sprayed", "%d packets to %d ports", sent, plan.ports);
      report.sound("Meanwhile", phones.sound(), plan.silenceMs, plan.lossPercent);
      report.promise("Bleed", reached == 0, "%d packets reached the sprayer", reached);
      int hearing = phones.hearingMarker();
      report.promise("Injection", hearing == 0, "%d calls heard the marker", hearing);
      phones.hangUp();
    }
  }
}
