package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;

/**
 * Event webhooks under faults: a consumer that is away at first and killed at random later, a
 * database that is restarted, a bridge that is killed. At the end every event of the journal must
 * have been taken, once, in the order of its room and call.
 */
final class WebhookTrial {
  private static final int ROOMS = 20;

  /** Before each fault. */
  private static final int CALM_SECONDS = 2;

  /** The consumer comes after this share of the time. */
  private static final double AWAY = 0.2;

  /**
   * What is tried.
   *
   * @param rate events a second
   * @param seconds of load; then what is left is waited for
   * @param kills of the bridge
   * @param restarts of the database
   * @param consumerKills of the consumer
   * @param seed of the times at which it all happens
   */
  record Plan(double rate, int seconds, int kills, int restarts, int consumerKills, long seed) {
    /** As many faults as go into the time. */
    static Plan of(double rate, int seconds) {
      return new Plan(
          rate,
          seconds,
          Math.max(1, seconds / 60),
          Math.max(1, seconds / 200),
          Math.max(1, seconds / 30),
          seconds);
    }
  }

  private interface Fault {
    void happen() throws IOException, InterruptedException;
  }

  private record Due(double at, String name, Fault fault) {}

  private final Clock clock;
  private final Plan plan;
  private final PrintStream out;
  private final List<String> bridgeCommand;
  private final List<String> consumerCommand;
  private final Path folder;
  private final Set<String> before = new HashSet<>();

  /**
   * @param bridgeCommand what starts a bridge, up to its options
   * @param consumerCommand what starts a consumer, up to its options
   * @param folder an empty one, for all that is written
   * @param out where it is told what happens
   */
  WebhookTrial(
      Clock clock,
      Plan plan,
      List<String> bridgeCommand,
      List<String> consumerCommand,
      Path folder,
      PrintStream out) {
    this.clock = clock;
    this.plan = plan;
    this.bridgeCommand = bridgeCommand;
    this.consumerCommand = consumerCommand;
    this.folder = folder;
    this.out = out;
  }

  /** Runs it. */
  WebhookFigures run() throws IOException, InterruptedException {
    try (TrialBridge bridge = new TrialBridge(bridgeCommand, folder)) {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      journal(bridge).forEach(event -> before.add(event.getString("event_id")));
      JsonObject url = new JsonObject().put("url", "http://127.0.0.1:" + port + "/");
      String secret = bridge.call("POST", "/v1/webhooks", url).getString("secret");
      List<String> rooms = new ArrayList<>();
      for (int i = 0; i < ROOMS; i++) {
        JsonObject room = new JsonObject().put("name", "trial " + i).put("pin_length", 6);
        rooms.add(bridge.call("POST", "/v1/rooms", room).getString("id"));
      }
      try (TrialConsumer consumer = new TrialConsumer(consumerCommand, folder, port, secret)) {
        TrialLoad load = new TrialLoad(clock, bridge, rooms, plan.rate());
        load.start();
        faults(bridge, consumer);
        load.stop();
        say("the load is over; %d requests and calls came to nothing", load.refused());
        return settled(bridge, consumer);
      }
    }
  }

  private void faults(TrialBridge bridge, TrialConsumer consumer)
      throws IOException, InterruptedException {
    Random random = new Random(plan.seed());
    List<Due> due = new ArrayList<>();
    due.add(new Due(AWAY * plan.seconds(), "the consumer comes", consumer::start));
    spread(
        due,
        random,
        plan.kills(),
        0.05,
        "kill -9 of the bridge",
        () -> {
          bridge.kill();
          bridge.start();
        });
    spread(due, random, plan.restarts(), 0.1, "PostgreSQL restarts", bridge::restartDatabase);
    spread(
        due,
        random,
        plan.consumerKills(),
        AWAY + 0.1,
        "kill -9 of the consumer",
        () -> {
          consumer.kill();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(2000));
          consumer.start();
        });
    due.sort(Comparator.comparingDouble(Due::at));
    long beganNs = clock.nowNs();
    for (Due one : due) {
      sleepUntil(beganNs, one.at());
      // What came late (a start takes its time) does not come all at once: something shall flow.
      TimeUnit.SECONDS.sleep(CALM_SECONDS);
      one.fault().happen();
      say("%s at %.0f s; %d taken", one.name(), seconds(beganNs), consumer.size());
    }
    sleepUntil(beganNs, plan.seconds());
  }

  /** So many, each at random within its part of the time that is left after {@code from}. */
  private void spread(
      List<Due> due, Random random, int count, double from, String name, Fault fault) {
    double each = (0.95 - from) * plan.seconds() / Math.max(1, count);
    for (int i = 0; i < count; i++) {
      due.add(new Due(from * plan.seconds() + (i + random.nextDouble()) * each, name, fault));
    }
  }

  /** Waits until all was taken, for as long as it goes on at all. */
  private WebhookFigures settled(TrialBridge bridge, TrialConsumer consumer)
      throws IOException, InterruptedException {
    long beganNs = clock.nowNs();
    long movedNs = beganNs;
    int size = consumer.size();
    List<JsonObject> journal = journal(bridge);
    while (true) {
      WebhookFigures figures = WebhookFigures.of(journal, consumer.taken(), consumer.again());
      List<JsonObject> now = journal(bridge);
      if (figures.missing() == 0 && now.size() == journal.size()) {
        say("all was taken %.0f s after the load", seconds(beganNs));
        return figures;
      }
      if (consumer.size() != size || now.size() != journal.size()) {
        movedNs = clock.nowNs();
      } else if (seconds(movedNs) > 180) {
        say("nothing moved for three minutes");
        return figures;
      }
      size = consumer.size();
      journal = now;
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** All events since the endpoint was made. */
  private List<JsonObject> journal(TrialBridge bridge) throws IOException, InterruptedException {
    List<JsonObject> events = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonObject page = bridge.call("GET", "/v1/events?limit=1000" + cursor, null);
      page.getJsonArray("items").forEach(event -> events.add((JsonObject) event));
      cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
    }
    events.removeIf(event -> before.contains(event.getString("event_id")));
    return events;
  }

  private void sleepUntil(long beganNs, double at) throws InterruptedException {
    double left = at - seconds(beganNs);
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep((long) (left * 1000));
    }
  }

  private double seconds(long sinceNs) {
    return (clock.nowNs() - sinceNs) / 1e9;
  }

  private void say(String what, Object... values) {
    out.printf(Locale.ROOT, what + "%n", values);
  }
}
