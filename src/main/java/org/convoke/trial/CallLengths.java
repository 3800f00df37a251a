package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether what is told of how long calls, seats and meetings lasted can be. */
final class CallLengths {
  /** A guest stays for four seconds; keys and goodbyes take some. */
  private static final double GUEST_SECONDS = 20;

  private final TrialReport report;
  private final List<JsonObject> events;
  private final List<JsonObject> calls;

  /**
   * @param events all of the bridge
   * @param calls as the API shows them
   */
  CallLengths(TrialReport report, List<JsonObject> events, List<JsonObject> calls) {
    this.report = report;
    this.events = events;
    this.calls = calls;
  }

  /**
   * Reports.
   *
   * @param stayed so many phones, from the first, were there all the time
   * @param leastSeconds those lasted so long, and
   * @param mostSeconds nothing lasted longer
   */
  void check(int stayed, double leastSeconds, double mostSeconds) {
    Map<String, String> callers = new HashMap<>();
    Map<String, Long> told = new HashMap<>();
    Map<String, String> began = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    double longest = 0;
    int lasted = 0;
    for (JsonObject event : events) {
      JsonObject data = event.getJsonObject("data");
      String call = event.getString("call_id");
      switch (event.getString("type")) {
        case "call.started" -> {
          callers.put(call, data.getString("from"));
          began.put(call, event.getString("occurred_at"));
        }
        case "call.completed" -> {
          double seconds = data.getLong("duration_ms") / 1000.0;
          told.put(call, data.getLong("duration_ms"));
          String caller = callers.getOrDefault(call, "");
          boolean phone = caller.startsWith("bench");
          boolean stays = phone && Integer.parseInt(caller.substring(5)) < stayed;
          double most = phone && !stays ? GUEST_SECONDS : mostSeconds;
          if (seconds > most || seconds < (stays ? leastSeconds : 0)) {
            wrong.add(caller + " " + seconds + " s");
          }
          longest = Math.max(longest, seconds);
          lasted++;
        }
        case "participant.left", "room.ended" -> {
          double seconds = data.getLong("duration_ms") / 1000.0;
          if (seconds > mostSeconds || seconds < 0) {
            wrong.add(event.getString("type") + " " + seconds + " s");
          }
        }
        default -> {}
      }
    }
    for (JsonObject call : calls) {
      String id = call.getString("id");
      if (call.getString("ended_at") != null
          && call.getString("answered_at") != null
          && !told.get(id).equals(call.getLong("duration_ms"))) {
        wrong.add("the API says " + call.getLong("duration_ms") + " ms, not " + told.get(id));
      }
      if (!call.getString("started_at").equals(began.get(id))) {
        wrong.add("the API says " + call.getString("started_at") + ", not " + began.get(id));
      }
    }
    report
        .figure("calls_ended", "Ended calls", "%d, %.1f s at most", lasted, longest)
        .promise(
            "Durations",
            wrong.isEmpty() && lasted > 0,
            "are right %s",
            wrong.isEmpty() ? "" : "but " + wrong.size() + ": " + wrong.stream().limit(5).toList());
  }
}
