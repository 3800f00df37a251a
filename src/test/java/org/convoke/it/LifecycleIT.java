package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The bridge's life: stopped, killed, started again, with calls up. */
@Execution(ExecutionMode.CONCURRENT)
class LifecycleIT {
  @TempDir private Path folder;

  @Test
  void whatIsStoppedEndsItsCallsAndKeepsItsRooms() throws Exception {
    Path data = folder.resolve("data");
    JsonObject room;
    try (Bridge bridge = Bridge.start(data)) {
      assertThat(bridge.banner())
          .contains("Web link", "SIP address", "Number", "PIN", "scripts/call sip:1000@", "/docs")
          .contains("lets this machine call without credentials");
      room = bridge.createRoom("kept");
      try (TestPhone one = TestPhone.dial(bridge.sipUri("1000"), "one", 500);
          TestPhone two = TestPhone.dial(bridge.sipUri(room.getString("id")), "two", 900)) {
        one.key(room.getString("pin"));
        bridge.awaitJoined(room.getString("id"), 2);
        // What takes longer than 5 s is cut off, with another status.
        assertThat(bridge.stop()).isZero();
        Bridge.await("BYE to both", () -> one.isOver() && two.isOver());
        assertThat(one.endedByPeer() && two.endedByPeer()).isTrue();
      }
    }
    try (Bridge bridge = Bridge.start(data)) {
      assertThat(completed(bridge))
          .hasSize(2)
          .allSatisfy(event ->
              assertThat(event.getJsonObject("data").getString("cause"))
                  .isEqualTo("bridge_stopping"));
      assertThat(bridge.events("type=room.ended")).hasSize(1);
      JsonObject again = bridge.get("/v1/rooms/" + room.getString("id"));
      assertThat(again.getString("pin")).isEqualTo(room.getString("pin"));
      assertThat(bridge.banner()).contains("First room").contains(bridge.printedPin());
      try (TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "later", 0)) {
        phone.key(room.getString("pin"));
        bridge.awaitJoined(room.getString("id"), 1);
        sequencesHaveNoGaps(bridge, "room=" + room.getString("id"));
      }
    }
  }

  @Test
  void whatIsKilledFindsItsDataAndClosesEachCallOnce() throws Exception {
    Path data = folder.resolve("data");
    String room;
    try (Bridge bridge = Bridge.start(data)) {
      room = bridge.createRoom("killed").getString("id");
      try (TestPhone one = TestPhone.dial(bridge.sipUri(room), "one", 500);
          TestPhone two = TestPhone.dial(bridge.sipUri("1000"), "two", 0)) {
        bridge.awaitJoined(room, 1);
        bridge.awaitEvent("call=" + bridge.awaitCall("two"), "call.answered");
        // What a killed bridge had not stored yet is not known to the next one.
        bridge.awaitEvent("room=" + room, "participant.joined");
        bridge.kill();
        assertThat(one.isUp() && two.isUp()).isTrue();
      }
    }
    for (int start = 1; start <= 2; start++) {
      try (Bridge bridge = Bridge.start(data)) {
        assertThat(completed(bridge))
            .hasSize(2)
            .allSatisfy(event ->
                assertThat(event.getJsonObject("data").getString("cause"))
                    .isEqualTo("bridge_restarted"));
        assertThat(bridge.events("type=room.ended")).hasSize(1);
        assertThat(bridge.events("type=participant.left")).hasSize(1);
        assertThat(bridge.participants(room)).isEmpty();
        sequencesHaveNoGaps(bridge, "room=" + room);
        if (start == 1) {
          assertThat(bridge.log()).contains("bridge that was killed");
          Program second = Program.run(folder, Map.of(), "run", "--data", data.toString());
          assertThat(second.exit()).isEqualTo(1);
          assertThat(second.err().lines())
              .singleElement()
              .asString()
              .contains("another Convoke", "" + bridge.process().pid(), data.toString());
          bridge.kill();
        }
      }
    }
  }

  @Test
  void theSecondSignalEndsAtOnce() throws Exception {
    try (Bridge bridge = Bridge.start(folder.resolve("data"));
        TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "one", 0)) {
      Bridge.await("the answer", phone::isUp);
      // So that an ordinary end has something to wait for: it would give up after 5 s with 1.
      List<Long> processes = OutageIT.postgres(bridge);
      OutageIT.signal("STOP", processes);
      try {
        bridge.process().destroy();
        // Two signals at one time would be one.
        Bridge.await("the first signal", () -> bridge.log().contains("Again to end at once"));
        assertThat(bridge.process().isAlive()).isTrue();
        bridge.process().destroy();
        assertThat(bridge.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bridge.process().exitValue()).isEqualTo(130);
      } finally {
        OutageIT.signal("CONT", processes);
      }
      for (long pid : processes) {
        ProcessHandle.of(pid).ifPresent(left -> Bridge.await("its end", () -> !left.isAlive()));
      }
    }
  }

  @Test
  void openToTheNetworkItAsksForCredentialsAndPrintsThem() {
    try (Bridge bridge =
        Bridge.start(folder.resolve("data"), "--bind", "0.0.0.0", "--rtp-ports", "23000-23099")) {
      assertThat(bridge.banner())
          .containsPattern("user \\S+ +password \\S+")
          .containsPattern("--user \\S+ --password \\S+")
          .contains("Callers need");
      try (TestPhone stranger = TestPhone.dial(bridge.sipUri("1000"), "stranger", 0)) {
        Bridge.await("a refusal", stranger::isOver);
        assertThat(stranger.status()).isEqualTo(401);
      }
      java.util.regex.Matcher pair =
          java.util.regex.Pattern.compile("--user (\\S+) --password (\\S+)")
              .matcher(bridge.banner());
      assertThat(pair.find()).isTrue();
      Program call =
          Program.run(
              folder,
              Map.of(),
              "call",
              bridge.sipUri("1000"),
              "--user",
              pair.group(1),
              "--password",
              pair.group(2),
              "--pin",
              bridge.printedPin(),
              "--seconds",
              "8");
      assertThat(call.exit()).as(call.out() + call.err()).isZero();
      assertThat(call.out()).containsPattern("sound goes to [0-9.]+:230[0-9]{2}");
      assertThat(bridge.events("type=participant.joined")).hasSize(1);
    }
  }

  @Test
  void theNextInternetIsListenedToAsWell() {
    try (Bridge bridge = Bridge.start(folder.resolve("data"), "--bind", "::1")) {
      JsonObject room = bridge.createRoom("six");
      try (TestPhone one = TestPhone.dial(bridge.sipUri("1000"), "one", 500);
          TestPhone two =
              TestPhone.dial(bridge.sipUri(room.getString("id")) + ";transport=tcp", "two", 900)) {
        one.key(room.getString("pin"));
        bridge.awaitJoined(room.getString("id"), 2);
        Bridge.await("each other's tone", () -> hears(one, 900) && hears(two, 500));
      }
    }
  }

  private static boolean hears(TestPhone phone, int toneHz) {
    return Heard.last(phone, 400).toneDb(toneHz) > -24;
  }

  private static List<JsonObject> completed(Bridge bridge) {
    return bridge.events("type=call.completed");
  }

  /** The filter's events are numbered 1, 2, 3 ... */
  static void sequencesHaveNoGaps(Bridge bridge, String filter) {
    List<Integer> numbers =
        bridge.events(filter).stream().map(event -> event.getInteger("seq")).toList();
    assertThat(numbers)
        .isEqualTo(java.util.stream.IntStream.rangeClosed(1, numbers.size()).boxed().toList());
  }
}
