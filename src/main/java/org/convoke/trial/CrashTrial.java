package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial crash}: the bridge is killed with calls up, also while PostgreSQL is away. */
@Command(
    name = "crash",
    description =
        "The bridge is killed (-9) while people talk; each call has one end all the same.")
final class CrashTrial extends Trial {
  private static final String CAUSE = "bridge_restarted";
  private static final int TALKERS = 3;
  private static final double MOST_SECONDS = 30;

  /** A bridge that was killed is known to have lived until a second or so after that. */
  private static final double TOLERANCE_MS = 2_000;

  /**
   * What is tried.
   *
   * @param kills with PostgreSQL there
   * @param killsAway while PostgreSQL is away
   * @param awaySeconds so long before those
   */
  record Plan(int calls, int kills, int killsAway, int awaySeconds, long seed) {}

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 100;

  @Option(names = "--kills", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int kills = 10;

  @Override
  void check(OptionCheck check) {
    check.within("--calls", calls, 1, 2000).within("--kills", kills, 0, 1000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    play(place, report, new Plan(calls, kills, Math.max(1, kills / 3), 10, seed()));
  }

  /** Plays it by a plan. */
  static void play(Place place, TrialReport report, Plan plan)
      throws IOException, InterruptedException {
    try (TrialDatabase database = place.database();
        TrialBridge bridge = place.start("--database-url", database.url())) {
      new Run(place, report, plan, database, bridge).all();
    }
  }

  /** One run. */
  private static final class Run extends TrialRun {
    private final Plan plan;
    private List<JsonObject> rooms;
    private final Map<String, Integer> causes = new TreeMap<>();
    private double slowest;
    private double longestMs;
    private int wrongDurations;
    private int ghosts;
    private int killed;
    private int notIn;
    private int lost;

    Run(Place place, TrialReport report, Plan plan, TrialDatabase database, TrialBridge bridge) {
      super(place, report, database, bridge, plan.seed);
      this.plan = plan;
    }

    @Override
    void all() throws IOException, InterruptedException {
      JsonObject terms = new JsonObject().put("pin_length", 6);
      rooms = makeRooms("crash", Math.max(1, plan.calls / 5), terms);
      for (int i = 0; i < plan.kills; i++) {
        crash(false);
      }
      for (int i = 0; i < plan.killsAway; i++) {
        crash(true);
      }
      tell();
    }

    private void crash(boolean away) throws IOException, InterruptedException {
      TrialCalls.Plan calls =
          new TrialCalls.Plan(
              plan.calls, rooms.size(), TALKERS, People.spare(plan.awaySeconds), 25);
      long beganNs = place.clock().nowNs();
      double up;
      int before = bridge.list("/v1/events?type=call.started").size();
      try (TrialCalls phones = new TrialCalls(place.clock(), bridge, calls, rooms)) {
        phones.place();
        notIn += plan.calls - phones.joined();
        People people = null;
        if (away) {
          database.stop();
          people = new People(place.clock(), phones, plan.calls, plan.calls, plan.seed);
          place.sleep(plan.awaySeconds);
        } else {
          place.sleep(random.nextDouble());
        }
        bridge.kill();
        up = place.seconds(beganNs);
        killed++;
        if (people != null) {
          people.close();
          database.start();
        }
      }
      if (killed == 1) {
        // Longer than calls may last that nobody has seen the end of.
        place.sleep(2 * TOLERANCE_MS / 1000);
      }
      bridge.start();
      double seconds = ended();
      slowest = Math.max(slowest, seconds);
      look(before, up * 1000 + TOLERANCE_MS);
      place.say(
          "killed%s; all calls have an end %.1f s after the start",
          away ? " while PostgreSQL was away" : "", seconds);
    }

    /** Seconds after the start until no call is without an end. */
    private double ended() throws IOException, InterruptedException {
      long startedNs = place.clock().nowNs();
      while (place.seconds(startedNs) < MOST_SECONDS
          && Story.of(bridge.list("/v1/events?")).unended() > 0) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      return place.seconds(startedNs);
    }

    /** The calls of this run, and who is still in a room. */
    private void look(int before, double mostMs) throws IOException, InterruptedException {
      List<JsonObject> events = bridge.list("/v1/events?");
      Map<String, JsonObject> ends = new HashMap<>();
      List<String> started = new ArrayList<>();
      Map<String, Integer> inside = new HashMap<>();
      for (JsonObject event : events) {
        String call = event.getString("call_id");
        switch (event.getString("type")) {
          case "call.started" -> started.add(call);
          case "call.completed" -> ends.put(call, event.getJsonObject("data"));
          case "participant.joined" ->
              inside.merge(event.getString("participant_id"), 1, Integer::sum);
          case "participant.left" ->
              inside.merge(event.getString("participant_id"), -1, Integer::sum);
          default -> {}
        }
      }
      lost += Math.max(0, plan.calls - (started.size() - before));
      for (String call : started.subList(Math.min(before, started.size()), started.size())) {
        JsonObject end = ends.getOrDefault(call, new JsonObject());
        causes.merge(end.getString("cause", "none"), 1, Integer::sum);
        double ms = end.getDouble("duration_ms", 0.0);
        longestMs = Math.max(longestMs, ms);
        wrongDurations += ms > mostMs || ms < 0 ? 1 : 0;
      }
      ghosts += (int) inside.values().stream().filter(count -> count != 0).count();
      for (JsonObject room : rooms) {
        String path = "/v1/rooms/" + room.getString("id");
        ghosts += bridge.list(path + "/participants?").size();
        ghosts += bridge.call("GET", path, null).getString("state").equals("idle") ? 0 : 1;
      }
      ghosts += bridge.list("/v1/calls?state=answered").size();
    }

    private void tell() throws IOException, InterruptedException {
      Story story = Story.of(bridge.list("/v1/events?"));
      int expected = killed * plan.calls;
      report
          .figure("kills", "Killed", "%d times with %d calls up", killed, plan.calls)
          .promise(
              "Calls", notIn == 0 && lost == 0, "%d did not come in, %d are unknown", notIn, lost)
          .figure("slowest_end_seconds", "Ends told", "%.1f s after the start at most", slowest)
          .promise(
              "Ends told",
              slowest < MOST_SECONDS && story.unended() == 0,
              "at most %.0f s after the start; %d calls without an end",
              MOST_SECONDS,
              story.unended())
          .promise(
              "One end each", story.endedTwice() == 0, "%d calls ended twice", story.endedTwice())
          .promise(
              "Causes",
              causes.getOrDefault(CAUSE, 0) >= expected && !causes.containsKey("none"),
              "%s",
              causes)
          .promise("Ghosts", ghosts == 0, "%d people, rooms or calls still there", ghosts)
          .figure("longest_duration_ms", "Durations", "%.0f ms at most", longestMs)
          .promise(
              "Durations",
              wrongDurations == 0,
              "%d below 0 or longer than the call was",
              wrongDurations)
          .figure("events", "Events", "%d", story.events())
          .promise("Events: order", story.right(), "%s", story);
    }
  }
}
