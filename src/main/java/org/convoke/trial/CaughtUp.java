package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.convoke.bench.TrialBridge;

/**
 * The events of a bridge once they tell all that was done, or {@link #MOST_SECONDS} later.
 *
 * @param events in the order of their numbers
 * @param lacks what they still do not tell
 * @param errors lines of the bridge's log that are errors
 */
record CaughtUp(List<JsonObject> events, List<String> lacks, long errors) {
  static final double MOST_SECONDS = 60;

  private static final int SHOWN = 5;

  /** {@code lacking} says what is not in the events yet. */
  static CaughtUp with(
      Trial.Place place, TrialBridge bridge, Function<List<JsonObject>, List<String>> lacking)
      throws IOException, InterruptedException {
    long sinceNs = place.clock().nowNs();
    List<JsonObject> events = bridge.list("/v1/events?");
    List<String> lacks = lacking.apply(events);
    while (!lacks.isEmpty() && place.seconds(sinceNs) < MOST_SECONDS) {
      TimeUnit.MILLISECONDS.sleep(200);
      events = bridge.list("/v1/events?");
      lacks = lacking.apply(events);
    }
    long errors =
        Files.readString(bridge.log()).lines().filter(line -> line.contains(" ERROR ")).count();
    return new CaughtUp(events, lacks, errors);
  }

  /** Whether they tell all, and each once and in order. */
  void report(TrialReport report) {
    Story story = Story.of(events);
    report
        .promise(
            "Events",
            lacks.isEmpty(),
            "tell all that was done %s",
            lacks.isEmpty()
                ? ""
                : "but " + lacks.size() + " things: " + lacks.stream().limit(SHOWN).toList())
        .figure("events", "Events", "%d", story.events())
        .promise("Events: order", story.right(), "%s", story)
        .figure("errors", "Log", "%d errors", errors);
  }
}
