package org.convoke.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import org.convoke.trial.Flooder.Transport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial flood}: requests by the thousand and connections that only take places. */
@Command(
    name = "flood",
    description = "Floods of requests and of connections while people talk and others call.")
final class FloodTrial extends Trial {
  private static final String YAML = "sip:\n  trust_loopback: false\n";
  private static final int FLOODS = 8;
  private static final int SETTLE_SECONDS = 45;
  private static final String TRUNK = "127.0.0.1";

  /** What a heap may hold more after a flood: what was learned of strangers, and compiled code. */
  private static final double MOST_HEAP_MIB = 32;

  private static final double MOST_RESIDENT = 1.3;

  /**
   * What is tried.
   *
   * @param seconds of each flood
   * @param rate requests a second of strangers; a trunk sends a tenth
   * @param loiterers connections from each of eight addresses
   * @param joins callers who come during each flood
   * @param floods which, by their names
   * @param limits what nobody may notice
   */
  record Plan(
      int calls,
      int seconds,
      int rate,
      int loiterers,
      int joins,
      Predicate<String> floods,
      Limits limits,
      long seed) {}

  /**
   * What a machine that does nothing else keeps is more than what one keeps that runs other tests.
   *
   * @param silenceMs that anybody may be without sound
   * @param lossPercent of the packets
   * @param joinSeconds from a new call to its room
   * @param memory whether memory must be back after a while
   */
  record Limits(double silenceMs, double lossPercent, double joinSeconds, boolean memory) {
    static final Limits QUIET = new Limits(200, 0.1, 5, true);
  }

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 200;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests a second of strangers; a trunk sends a tenth (${DEFAULT-VALUE}).")
  private int rate = 2000;

  @Override
  void check(OptionCheck check) {
    check.within("--calls", calls, 1, 2000).within("--rate", rate, 1, 100_000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    play(
        place,
        report,
        new Plan(calls, seconds(20), rate, 190, 3, flood -> true, Limits.QUIET, seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    try (TrialBridge bridge = place.startWith(YAML + TlsDoor.yaml(place.clock(), place.folder()))) {
      JsonObject trunk =
          new JsonObject().put("name", "good").put("addresses", new JsonArray().add(TRUNK + "/32"));
      bridge.call("POST", "/v1/trunks", trunk);
      TrialCalls.Plan calls =
          new TrialCalls.Plan(plan.calls, Math.max(1, plan.calls / 5), 3, FLOODS * plan.joins, 20);
      try (TrialCalls phones = new TrialCalls(place.clock(), bridge, calls)) {
        new Run(place, report, plan, bridge, new TlsDoor(bridge.tls()), phones).all();
      }
    }
  }

  /** Something that goes on until it is closed. */
  interface Flood extends AutoCloseable {
    /** How much of it there was so far, with what it is counted in. */
    String size();

    @Override
    void close() throws InterruptedException;
  }

  private interface Beginning {
    Flood begin() throws IOException;
  }

  /** One run. */
  private record Run(
      Place place,
      TrialReport report,
      Plan plan,
      TrialBridge bridge,
      TlsDoor tls,
      TrialCalls phones) {
    void all() throws IOException, InterruptedException {
      phones.place();
      place.say("%d calls are in", phones.joined());
      Footprint before = Footprint.of(bridge.pid());
      List<String> strangers = addresses(30, 16);
      stage("Strangers, UDP", () -> flooder(strangers, Transport.UDP, plan.rate, 3));
      stage("Strangers, TCP", () -> flooder(addresses(50, 16), Transport.TCP, plan.rate / 2, 3));
      stage("Strangers, TLS", () -> flooder(addresses(90, 16), Transport.TLS, plan.rate / 2, 3));
      // The trunk's own address, forged: it must never be shut out.
      int trunks = Math.max(10, plan.rate / 10);
      List<String> trunk = List.of(TRUNK);
      stage("As the trunk, UDP", () -> flooder(trunk, Transport.UDP, trunks, 10));
      stage("As the trunk, TLS", () -> flooder(trunk, Transport.TLS, trunks, 10));
      stage(
          "Handshakes, TLS",
          () -> new Handshakers(place.clock(), tls, addresses(110, 16), plan.rate / 20));
      stage("Idle and slow, TCP", () -> loiterers(bridge.sip(), 70, Loiterers.REQUEST));
      stage("Idle and slow, TLS", () -> loiterers(bridge.tls(), 130, Loiterers.HELLO));
      if (plan.limits.memory) {
        settled(before);
      }
      phones.hangUp();
    }

    private static List<String> addresses(int first, int count) {
      return IntStream.range(first, first + count).mapToObj(i -> "127.0.0." + i).toList();
    }

    private Flooder flooder(List<String> sources, Transport transport, int rate, int everyInvite)
        throws IOException {
      return new Flooder(
          place.clock(),
          transport == Transport.TLS ? bridge.tls() : bridge.sip(),
          new Flooder.Plan(sources, transport, rate, everyInvite, plan.seed));
    }

    private Loiterers loiterers(InetSocketAddress door, int first, byte[] beginning) {
      return new Loiterers(door, addresses(first, 8), plan.loiterers, beginning);
    }

    private void stage(String name, Beginning flood) throws IOException, InterruptedException {
      if (!plan.floods.test(name)) {
        return;
      }
      phones.measure();
      int in = 0;
      int shook = 0;
      double slowest = 0;
      double slowestTls = 0;
      long beganNs = place.clock().nowNs();
      String size;
      try (Flood running = flood.begin()) {
        for (int i = 0; i < plan.joins; i++) {
          place.sleep(plan.seconds / (plan.joins + 1.0));
          double seconds = join();
          in += seconds >= 0 ? 1 : 0;
          slowest = Math.max(slowest, seconds);
          double answered = tls.seconds(place.clock(), TRUNK);
          shook += answered >= 0 ? 1 : 0;
          slowestTls = Math.max(slowestTls, answered);
        }
        place.sleep(Math.max(0, plan.seconds - place.seconds(beganNs)));
        size = running.size();
      }
      String key = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
      report.figure(key + "_size", name, "%s in %.0f s", size, place.seconds(beganNs));
      report.sound(name, phones.sound(), plan.limits.silenceMs, plan.limits.lossPercent);
      report.figure(key + "_join_s", name + ": join", "%.2f s at most", slowest);
      report.promise(
          name + ": new calls",
          in == plan.joins && slowest <= plan.limits.joinSeconds,
          "%d of %d from the trunk heard their room",
          in,
          plan.joins);
      report.promise(
          name + ": new TLS",
          shook == plan.joins && slowestTls <= plan.limits.joinSeconds,
          "%d of %d connections of the trunk were answered, the last after %.2f s",
          shook,
          plan.joins,
          slowestTls);
    }

    /** Seconds until a new caller of the trunk hears his room, or -1. */
    private double join() throws IOException, InterruptedException {
      int call = phones.dial();
      long beganNs = place.clock().nowNs();
      while (!phones.joined(call) && place.seconds(beganNs) < 2 * plan.limits.joinSeconds) {
        place.sleep(0.05);
      }
      double seconds = phones.secondsToJoin(call);
      phones.hangUp(call);
      return seconds;
    }

    private void settled(Footprint before) throws IOException, InterruptedException {
      long beganNs = place.clock().nowNs();
      Footprint after = Footprint.of(bridge.pid());
      while (!fits(before, after) && place.seconds(beganNs) < SETTLE_SECONDS) {
        place.sleep(3);
        after = Footprint.of(bridge.pid());
      }
      report.figure("before", "Before", "%s", before.toString());
      report.figure("after", "After", "%s", after.toString());
      report.promise("Memory", fits(before, after), "back after %.0f s", place.seconds(beganNs));
    }

    private static boolean fits(Footprint before, Footprint after) {
      return after.heap().mib() <= before.heap().mib() + MOST_HEAP_MIB
          && after.residentMib() <= MOST_RESIDENT * before.residentMib()
          && after.threads() <= before.threads() + 10
          && after.descriptors() <= before.descriptors() + 10;
    }
  }
}
