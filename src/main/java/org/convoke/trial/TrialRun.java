package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convoke.bench.TrialBridge;

/** One run of a trial in which bridge and PostgreSQL are killed, stopped and started apart. */
abstract class TrialRun {
  final Trial.Place place;
  final TrialReport report;
  final TrialDatabase database;
  final TrialBridge bridge;
  final Random random;

  TrialRun(
      Trial.Place place,
      TrialReport report,
      TrialDatabase database,
      TrialBridge bridge,
      long seed) {
    this.place = place;
    this.report = report;
    this.database = database;
    this.bridge = bridge;
    random = new Random(seed);
  }

  /** Plays it, verdict and all. */
  abstract void all() throws IOException, InterruptedException;

  /**
   * Makes rooms.
   *
   * @param name of each, up to its number
   * @param terms fields that differ from what a room has otherwise
   */
  final List<JsonObject> makeRooms(String name, int count, JsonObject terms)
      throws IOException, InterruptedException {
    List<JsonObject> rooms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rooms.add(bridge.call("POST", "/v1/rooms", terms.copy().put("name", name + " " + i)));
    }
    return rooms;
  }
}
