package org.convoke.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.bench.Whereabouts;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code trial spray}: somebody sends sound to every media port before, while and after we call. A
 * quarter of the calls are behind NAT.
 */
@Command(
    name = "spray",
    description = "RTP and RTCP to the whole port range while calls are set up and after.")
final class SprayTrial extends Trial {
  private static final String ELSEWHERE = "127.0.0.66";
  private static final String INSIDE = "127.0.0.77";
  private static final int NAT_EVERY = 4;

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
    Whereabouts where = whereabouts();
    int first = 20_000;
    int last = first + plan.ports - 1;
    String yaml = "media:\n  rtp_port_min: " + first + "\n  rtp_port_max: " + last + "\n";
    TrialCalls.Plan calls = new TrialCalls.Plan(plan.calls, Math.max(1, plan.calls / 5), 3, 0, 20);
    try (TrialBridge bridge = place.startWith(yaml, "--bind", "0.0.0.0")) {
      JsonArray addresses = new JsonArray().add(where.host() + "/32");
      bridge.call(
          "POST", "/v1/trunks", new JsonObject().put("name", "phones").put("addresses", addresses));
      try (TrialCalls phones = new TrialCalls(place.clock(), bridge, calls, where)) {
        // From elsewhere, and from the phones' own host.
        List<String> sources = List.of(ELSEWHERE, where.host());
        try (Sprayer sprayer =
            new Sprayer(
                place.clock(),
                sources,
                where.host(),
                first,
                last,
                phones.marker().frame(),
                plan.rate,
                plan.seed)) {
          place.sleep(1);
          phones.place();
          place.say("%d calls from %s are in", phones.joined(), where.host());
          place.sleep(plan.seconds);
          report.figure("sprayed", "Sprayed", "%d packets to %d ports", sprayer.sent(), plan.ports);
          judge(report, plan, where, phones, sprayer);
        }
        phones.hangUp();
      }
    }
  }

  private static void judge(
      TrialReport report, Plan plan, Whereabouts where, TrialCalls phones, Sprayer sprayer)
      throws IOException, InterruptedException {
    report.sound("Meanwhile", phones.sound(), plan.silenceMs, plan.lossPercent);
    int[] ports = phones.ports();
    SprayVerdict verdict = new SprayVerdict(sprayer.reached());
    for (int call = 0; call < ports.length; call++) {
      if (where.natted(call)) {
        verdict.behindNat(ports[call]);
      }
    }
    verdict.judge(report, phones.hearingMarker());
  }

  /**
   * An address of this machine that others may reach it by: who calls over loopback is believed to
   * be on this machine whatever its SDP says. Loopback where there is no other.
   */
  private static Whereabouts whereabouts() throws SocketException {
    String host =
        NetworkInterface.networkInterfaces()
            .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .map(InetAddress::getHostAddress)
            .findFirst()
            .orElse("127.0.0.1");
    return new Whereabouts(host, INSIDE, NAT_EVERY);
  }
}
