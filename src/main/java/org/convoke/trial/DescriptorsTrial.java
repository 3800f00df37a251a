package org.convoke.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import org.convoke.phone.UserAgentClient.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial descriptors}: as many callers and connections as there are, and more. */
@Command(
    name = "descriptors",
    description = "Callers and connections come until the process may open no more files.")
final class DescriptorsTrial extends Trial {
  private static final Pattern MOST = Pattern.compile("at most (\\d+) calls by phone");
  private static final double STAY_SECONDS = 600;

  /** Well above what looking once a second takes, and well below a thread that spins. */
  private static final double BUSY_CORES = 0.5;

  private static final double BACK_SECONDS = 10;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many descriptors the process may have (${DEFAULT-VALUE}).")
  private int limit = 512;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "There all the time (${DEFAULT-VALUE}).")
  private int calls = 20;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Idle ones to each of HTTP and SIP (${DEFAULT-VALUE}).")
  private int connections = 150;

  @Override
  void check(OptionCheck check) {
    check
        .within("--limit", limit, 256, 65_536)
        .within("--calls", calls, 1, 2000)
        .within("--connections", connections, 0, 10_000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    Place limited = place.by("bash", "-c", "ulimit -n " + limit + "; exec \"$@\"", "limited");
    try (TrialBridge bridge = limited.start();
        TrialCalls phones = new TrialCalls(place.clock(), bridge, TrialCalls.Plan.of(calls, 0));
        Callers more = new Callers(place.clock(), bridge)) {
      phones.place();
      int most = most(bridge);
      report.figure("limit", "Descriptors", "%d", limit);
      report.figure("max_calls", "Calls, as said at the start", "%d", most);
      place.say("%d calls are in; connections and calls come until no more are taken", calls);
      List<Socket> idle = new ArrayList<>();
      idle.addAll(connect(bridge.httpPort()));
      idle.addAll(connect(bridge.sip().getPort()));
      fill(place, report, bridge, more, most);
      int held = held(idle);
      report.figure("connections", "Connections held", "%d of %d", held, 2 * connections);
      report.sound("At the limit", phones.sound(), gapMs(), lossPercent());
      release(idle, more);
      back(place, report, bridge, "Released", more);
      more.hangUp();
      starve(place, report, bridge, phones, more);
      phones.hangUp();
    }
  }

  private static int most(TrialBridge bridge) throws IOException {
    Matcher matcher = MOST.matcher(Files.readString(bridge.log()));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
  }

  private List<Socket> connect(int port) throws IOException {
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      open.add(socket);
    }
    return open;
  }

  /** Those that the bridge has not closed. */
  private static int held(List<Socket> sockets) throws IOException {
    int held = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(1);
      try {
        held += socket.getInputStream().read() >= 0 ? 1 : 0;
      } catch (SocketTimeoutException open) {
        held++;
      } catch (SocketException reset) {
        // It was closed.
      }
    }
    return held;
  }

  private void fill(Place place, TrialReport report, TrialBridge bridge, Callers more, int most)
      throws IOException, InterruptedException {
    int extra = Math.min(most, limit) - calls + 30;
    for (int i = 0; i < extra; i++) {
      more.dial(Callers.Manner.STAYS, null, STAY_SECONDS);
      more.run(0.02);
    }
    more.settle(20);
    int up = more.count(State.UP);
    int refused = more.answered(503);
    boolean retry =
        more.all().stream()
            .filter(caller -> caller.status() == 503)
            .allMatch(caller -> caller.retryAfter() >= 5 && caller.retryAfter() <= 30);
    report.promise(
        "Every call answered", up + refused == extra, "%d up, %d by 503", calls + up, refused);
    // A machine that has no time keeps callers out before the descriptors do.
    boolean busy = Files.readString(bridge.log()).contains("for lack of processor time");
    report.promise(
        "As many as were said", busy ? up > 0 : calls + up == most, "%d of %d", calls + up, most);
    report.promise("503 with Retry-After 5-30", refused > 0 && retry, "%d", refused);
    int open = Machine.descriptors(bridge.pid());
    report.promise("Some are left", open <= limit - 16, "%d of %d are open", open, limit);
    calm(place, report, bridge, "At the limit");
  }

  private void calm(Place place, TrialReport report, TrialBridge bridge, String when)
      throws IOException, InterruptedException {
    double before = Machine.cpuSeconds(bridge.pid());
    long beganNs = place.clock().nowNs();
    place.sleep(seconds(3));
    double cores = (Machine.cpuSeconds(bridge.pid()) - before) / place.seconds(beganNs);
    report.promise(when + ": nobody spins", cores < BUSY_CORES, "%.2f of a core", cores);
  }

  private static void release(List<Socket> idle, Callers more) throws IOException {
    for (Socket socket : idle) {
      socket.close();
    }
    more.hangUp();
  }

  private static void back(
      Place place, TrialReport report, TrialBridge bridge, String when, Callers more)
      throws IOException, InterruptedException {
    long beganNs = place.clock().nowNs();
    boolean call = false;
    boolean http = false;
    while (place.seconds(beganNs) < 3 * BACK_SECONDS && !(call && http)) {
      Callers.Caller caller = more.dial(Callers.Manner.STAYS, null, STAY_SECONDS);
      more.settle(2);
      call |= caller.state() == State.UP;
      try {
        bridge.call("GET", "/v1/rooms?limit=1", null);
        http = true;
      } catch (IOException e) {
        place.sleep(0.2);
      }
    }
    double seconds = place.seconds(beganNs);
    report.figure(
        when.toLowerCase(Locale.ROOT) + "_back_s", when + ": back after", "%.1f s", seconds);
    report.promise(
        when + ": calls and API",
        call && http && seconds <= BACK_SECONDS,
        "taken again within %.0f s, without a restart",
        BACK_SECONDS);
  }

  /** The limit falls below what was promised: now sockets and files really cannot be opened. */
  private void starve(
      Place place, TrialReport report, TrialBridge bridge, TrialCalls phones, Callers more)
      throws IOException, InterruptedException {
    Machine.limitDescriptors(bridge.pid(), Machine.descriptors(bridge.pid()) + 3L);
    phones.measure();
    place.sleep(2);
    int before = more.answered(503);
    for (int i = 0; i < 10; i++) {
      more.dial(Callers.Manner.STAYS, null, STAY_SECONDS);
      more.run(0.05);
    }
    List<Socket> waiting = connect(bridge.httpPort());
    more.settle(20);
    int refused = more.answered(503) - before;
    report.promise("No descriptor: 503", refused == 10, "%d of 10 calls", refused);
    calm(place, report, bridge, "No descriptor");
    report.sound("No descriptor", phones.sound(), gapMs(), lossPercent());
    Machine.limitDescriptors(bridge.pid(), limit);
    for (Socket socket : waiting) {
      socket.close();
    }
    back(place, report, bridge, "Given back", more);
  }
}
