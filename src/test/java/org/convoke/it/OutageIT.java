package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * PostgreSQL goes away and comes back while people talk: they do not notice, and no event is lost.
 */
@Execution(ExecutionMode.CONCURRENT)
class OutageIT {
  private static final int TALKER_HZ = 500;
  private static final int WINDOW_MS = 100;

  @TempDir static Path folder;

  @Test
  void callsGoOnAndEventsFollow() throws Exception {
    try (Bridge bridge = Bridge.start(folder.resolve("data"))) {
      JsonObject room = bridge.createRoom("outage");
      String id = room.getString("id");
      String created = bridge.awaitEvent("room=" + id, "room.created").getString("event_id");
      try (EventReader live = new EventReader(bridge, "room=" + id, created);
          TestPhone talker = TestPhone.dial(bridge.sipUri(id), "talker", TALKER_HZ);
          TestPhone listener = TestPhone.dial(bridge.sipUri(id), "listener", 0);
          TestPhone keyer = TestPhone.dial(bridge.sipUri("1000"), "keyer", 0)) {
        keyer.key(room.getString("pin"));
        bridge.awaitJoined(id, 3);
        Bridge.await("the tone", () -> Heard.last(listener, 400).toneDb(TALKER_HZ) > -24);
        int before = listener.heard().length;
        stopped(bridge, room, keyer);
        frozen(bridge, room, keyer);
        toneWasHeardThroughout(listener, before);
        assertThat(talker.isUp() && keyer.isUp()).isTrue();
        sameAsTheList(bridge, id, live, created);
      }
    }
  }

  /**
   * All of its processes stand still: nothing answers, nothing closes. Callers are let in by the
   * copy of the PINs, though the room is younger than the time from one copy to the next.
   */
  private static void frozen(Bridge bridge, JsonObject room, TestPhone keyer) throws Exception {
    List<Long> processes = postgres(bridge);
    signal("STOP", processes);
    try {
      refused(bridge);
      keyer.key("*6*6");
      try (TestPhone late = TestPhone.dial(bridge.sipUri("1000"), "late", 0)) {
        late.key(room.getString("pin"));
        Heard.await(late, "others-here");
        late.hangUp();
        Bridge.await("the late caller's end", late::isOver);
      }
      Bridge.pause(8000);
    } finally {
      signal("CONT", processes);
    }
    back(bridge);
    assertThat(bridge.awaitEvent("room=" + room.getString("id"), "participant.unmuted"))
        .isNotNull();
    String late = bridge.awaitCall("late");
    assertThat(bridge.awaitEvent("call=" + late, "call.completed")).isNotNull();
    LifecycleIT.sequencesHaveNoGaps(bridge, "call=" + late);
  }

  /** It is shut down, and started again by the bridge. */
  private static void stopped(Bridge bridge, JsonObject room, TestPhone keyer) throws Exception {
    String query = "room=" + room.getString("id") + "&type=participant.unmuted";
    int before = bridge.events(query).size();
    signal("INT", postgres(bridge).subList(0, 1));
    keyer.key("*6*6");
    refused(bridge);
    back(bridge);
    Bridge.await("the events", () -> bridge.events(query).size() > before);
  }

  private static void refused(Bridge bridge) {
    Bridge.Answer answer = bridge.request("GET", "/v1/rooms", null);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.json().getString("code")).isEqualTo("unavailable");
  }

  private static void back(Bridge bridge) {
    Bridge.await("the API", 30, () -> bridge.request("GET", "/v1/rooms", null).status() == 200);
  }

  private static void toneWasHeardThroughout(TestPhone listener, int from) {
    short[] heard = listener.heard();
    int samples = WINDOW_MS * listener.rate() / 1000;
    List<String> silent = new ArrayList<>();
    int windows = 0;
    for (int at = from; at + samples <= heard.length; at += samples) {
      short[] window = Arrays.copyOfRange(heard, at, at + samples);
      Tones.Recording recording = new Tones.Recording(window, listener.rate());
      if (recording.toneDb(TALKER_HZ) < -30) {
        silent.add(
            "%d: %.0f of %.0f dB"
                .formatted(windows, recording.toneDb(TALKER_HZ), recording.levelDb()));
      }
      windows++;
    }
    assertThat(windows).isGreaterThan(80);
    // A machine that runs many tests may be late with some by itself.
    assertThat(silent).as("of %d", windows).hasSizeLessThanOrEqualTo(windows / 30);
  }

  private static void sameAsTheList(Bridge bridge, String room, EventReader live, String created) {
    LifecycleIT.sequencesHaveNoGaps(bridge, "room=" + room);
    List<String> all = ids(bridge, room);
    Bridge.await("the live stream", () -> live.ids().size() >= all.size() - 1);
    assertThat(live.ids().subList(0, all.size() - 1)).isEqualTo(all.subList(1, all.size()));
    assertThat(all.getFirst()).isEqualTo(created);
    int middle = all.size() / 2;
    try (EventReader resumed = new EventReader(bridge, "room=" + room, all.get(middle))) {
      int rest = all.size() - middle - 1;
      Bridge.await("the resumed stream", () -> resumed.ids().size() >= rest);
      assertThat(resumed.ids().subList(0, rest)).isEqualTo(all.subList(middle + 1, all.size()));
    }
  }

  private static List<String> ids(Bridge bridge, String room) {
    return bridge.events("room=" + room).stream().map(e -> e.getString("event_id")).toList();
  }

  /** The postmaster first, then those that work for it. */
  static List<Long> postgres(Bridge bridge) throws IOException {
    Path pidFile = bridge.data().resolve("postgres/postmaster.pid");
    try (Stream<String> lines = Files.lines(pidFile)) {
      ProcessHandle server =
          ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip())).orElseThrow();
      List<Long> all = new ArrayList<>(List.of(server.pid()));
      server.descendants().forEach(child -> all.add(child.pid()));
      return all;
    }
  }

  static void signal(String name, List<Long> processes) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(pid -> command.add(pid.toString()));
    assertThat(new ProcessBuilder(command).start().waitFor(20, TimeUnit.SECONDS)).isTrue();
  }
}
