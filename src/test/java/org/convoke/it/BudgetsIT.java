package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Who guesses PINs is slowed, then waits for the host; a restart forgets nothing. */
@Execution(ExecutionMode.CONCURRENT)
class BudgetsIT {
  private static final String WRONG = "0000";

  @TempDir static Path folder;

  @Test
  void pastItsBudgetACallerIsSlowedAndThenWaitsForAdmission() throws Exception {
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(config, "pin: {budget_caller_hour: 2}\n");
    Path data = folder.resolve("data");
    JsonObject room;
    try (Bridge bridge = Bridge.start(data, "--config", config.toString())) {
      room = bridge.createRoom("guessed");
      guess(bridge, 3);
      guess(bridge, 2);
      Bridge.await("three slowed answers", () -> bridge.events("type=pin.throttled").size() == 3);
      assertThat(bridge.events("type=pin.throttled"))
          .extracting(event -> event.getJsonObject("data").getLong("delay_ms"))
          .containsExactly(2000L, 4000L, 8000L);
      assertThat(bridge.stop()).isZero();
    }
    try (Bridge bridge = Bridge.start(data, "--config", config.toString())) {
      waitsAndIsAdmitted(bridge, room);
      try (TestPhone honest = TestPhone.dial(bridge.sipUri("1000"), "honest", 0)) {
        honest.key(room.getString("pin"));
        bridge.awaitEvent("call=" + bridge.awaitCall("honest"), "participant.joined");
      }
    }
  }

  private static void guess(Bridge bridge, int times) {
    int before = bridge.events("type=pin.rejected").size();
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "guesser", 0)) {
      int heard = 0;
      for (int i = 1; i <= times; i++) {
        // The first of a call after the welcome, others after the answer to the one before.
        Heard.await(phone, i == 1 ? "enter-pin" : "wrong-pin", heard);
        phone.key(WRONG);
        int told = before + i;
        Bridge.await("rejection " + told, () -> bridge.events("type=pin.rejected").size() == told);
        heard = phone.heard().length;
      }
    }
  }

  private static void waitsAndIsAdmitted(Bridge bridge, JsonObject room) throws IOException {
    String id = room.getString("id");
    try (TestPhone host = TestPhone.dial(bridge.sipUri("1000"), "host", 500);
        TestPhone guesser = TestPhone.dial(bridge.sipUri("1000"), "guesser", 900)) {
      host.key(room.getString("host_pin"));
      bridge.awaitJoined(id, 1);
      guesser.key(room.getString("pin"));
      String participant =
          bridge.awaitEvent("room=" + id, "participant.waiting").getString("participant_id");
      Heard.await(guesser, "waiting-for-admission");
      Heard.await(host, "someone-waiting");
      assertThat(Heard.last(host, 300).toneDb(900)).isLessThan(-50);
      Bridge.Answer admitted =
          bridge.request(
              "POST", "/v1/rooms/" + id + "/participants/" + participant + "/admit", null);
      assertThat(admitted.status()).as(admitted.toString()).isBetween(200, 204);
      bridge.awaitJoined(id, 2);
      Bridge.await("the host hears him", () -> Heard.last(host, 300).toneDb(900) > -24);
      assertThat(bridge.log() + bridge.events("type=pin.rejected"))
          .doesNotContainPattern("\\b" + WRONG + "\\b");
    }
  }
}
