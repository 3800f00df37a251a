package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a caller goes through from the welcome to the end, with real phones and the whole bridge.
 */
@Execution(ExecutionMode.CONCURRENT)
class DialogueIT {
  /** A PIN that no room has: PINs do not begin with a zero. */
  private static final String WRONG = "0000";

  private static final double HEARD_DB = -24;
  private static final double SILENT_DB = -50;

  @TempDir static Path folder;
  private static Bridge bridge;

  @BeforeAll
  static void start() throws IOException {
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(
        config, "pin: {first_digit_seconds: 4, inter_digit_seconds: 4, total_seconds: 20}\n");
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void aWrongPinThriceEndsWithGoodbye() {
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "thrice", 0)) {
      String call = call("thrice");
      for (int attempt = 1; attempt <= 3; attempt++) {
        phone.key(WRONG);
        int told = attempt;
        Bridge.await(
            "rejection " + attempt, () -> events("call=" + call, "pin.rejected").size() == told);
        if (attempt == 1) {
          // The next key cuts it short.
          Heard.await(phone, "wrong-pin");
        }
      }
      JsonObject completed = completed(call);
      assertThat(completed.getString("cause")).isEqualTo("pin_failed");
      assertThat(completed.getString("ended_by")).isEqualTo("bridge");
      isHungUpOn(phone);
      Heard.await(phone, "goodbye");
      assertThat(events("call=" + call, "pin.rejected"))
          .extracting(event -> event.getJsonObject("data").getInteger("attempts_left"))
          .containsExactly(2, 1, 0);
      assertThat(bridge.events("call=" + call).toString()).doesNotContain(WRONG);
    }
  }

  @Test
  void whoKeysNothingIsAskedThreeTimesAndThenLetGo() {
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "mute", 0)) {
      String call = call("mute");
      Bridge.await("the end of the call", 60, phone::isOver);
      assertThat(completed(call).getString("cause")).isEqualTo("pin_failed");
      assertThat(events("call=" + call, "pin.rejected"))
          .extracting(event -> event.getJsonObject("data").getString("why"))
          .containsExactly("timeout", "timeout", "timeout");
      Heard.await(phone, "too-slow");
    }
  }

  @Test
  void theStarStartsOverAndInfoDigitsCountLikeOthers() {
    JsonObject room = bridge.createRoom("star");
    try (TestPhone star = TestPhone.dial(bridge.sipUri("1000"), "star", 0);
        TestPhone info = TestPhone.dial(bridge.sipUri("1000"), "info", 0)) {
      Bridge.await("answers", () -> star.isUp() && info.isUp());
      star.key("99*" + room.getString("pin"));
      info.info(room.getString("pin"));
      bridge.awaitJoined(room.getString("id"), 2);
      assertThat(events("call=" + call("star"), "pin.rejected")).isEmpty();
    }
  }

  @Test
  void aRoomThatWaitsForItsHostLetsGuestsInWhenTheHostComes() {
    JsonObject room =
        bridge.createRoom(new JsonObject().put("name", "waits").put("wait_for_host", true));
    String id = room.getString("id");
    try (TestPhone guest = TestPhone.dial(bridge.sipUri("1000"), "guest", 500)) {
      guest.key(room.getString("pin"));
      bridge.awaitEvent("room=" + id, "participant.waiting");
      Heard.await(guest, "waiting-for-host");
      Bridge.await("music", () -> Heard.last(guest, 400).levelDb() > -45);
      assertThat(bridge.participants(id).getFirst().getString("state")).isEqualTo("waiting");
      try (TestPhone host = TestPhone.dial(bridge.sipUri("1000"), "host", 900)) {
        host.key(room.getString("host_pin"));
        bridge.awaitJoined(id, 2);
        assertThat(bridge.participants(id))
            .extracting(participant -> participant.getString("role"))
            .containsExactlyInAnyOrder("guest", "host");
        hears(guest, 900);
        hears(host, 500);
        assertThat(Heard.last(host, 400).toneDb(900)).isLessThan(SILENT_DB);
      }
    }
  }

  @Test
  void aLockedRoomTakesHostsAlone() {
    JsonObject room = bridge.createRoom("locked");
    String id = room.getString("id");
    post("/v1/rooms/" + id + "/lock");
    try (TestPhone guest = TestPhone.dial(bridge.sipUri("1000"), "late", 0);
        TestPhone host = TestPhone.dial(bridge.sipUri("1000"), "chair", 0)) {
      guest.key(room.getString("pin"));
      host.key(room.getString("host_pin"));
      bridge.awaitJoined(id, 1);
      assertThat(completed(call("late")).getString("cause")).isEqualTo("room_locked");
      Heard.await(guest, "room-locked");
      post("/v1/rooms/" + id + "/unlock");
      try (TestPhone again = TestPhone.dial(bridge.sipUri("1000"), "again", 0)) {
        again.key(room.getString("pin"));
        bridge.awaitJoined(id, 2);
      }
    }
  }

  @Test
  void aFullRoomSaysSo() {
    JsonObject room =
        bridge.createRoom(new JsonObject().put("name", "small").put("max_participants", 2));
    String id = room.getString("id");
    try (TestPhone first = TestPhone.dial(bridge.sipUri(id), "small1", 0);
        TestPhone second = TestPhone.dial(bridge.sipUri(id), "small2", 0)) {
      bridge.awaitJoined(id, 2);
      try (TestPhone third = TestPhone.dial(bridge.sipUri("1000"), "small3", 0)) {
        third.key(room.getString("pin"));
        assertThat(completed(call("small3")).getString("cause")).isEqualTo("room_full");
        Heard.await(third, "room-full");
      }
      assertThat(first.isUp() && second.isUp()).isTrue();
    }
  }

  @Test
  void deletingARoomEndsItsCallsAndItsPin() {
    JsonObject room = bridge.createRoom("deleted");
    String id = room.getString("id");
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "deleted", 0)) {
      phone.key(room.getString("pin"));
      bridge.awaitJoined(id, 1);
      assertThat(bridge.request("DELETE", "/v1/rooms/" + id, null).status()).isEqualTo(204);
      assertThat(completed(call("deleted")).getString("cause")).isEqualTo("room_ended");
      Heard.await(phone, "meeting-ended");
      JsonObject ended = bridge.awaitEvent("room=" + id, "room.ended").getJsonObject("data");
      assertThat(ended.getString("reason")).isEqualTo("deleted");
    }
    try (TestPhone late = TestPhone.dial(bridge.sipUri("1000"), "deleted2", 0)) {
      late.key(room.getString("pin"));
      bridge.awaitEvent("call=" + call("deleted2"), "pin.rejected");
    }
    try (TestPhone byId = TestPhone.dial(bridge.sipUri(id), "deleted3", 0)) {
      Bridge.await("a refusal", byId::isOver);
      assertThat(byId.status()).isEqualTo(404);
    }
  }

  @Test
  void aRoomEndsByTheApiAndWithItsHost() {
    JsonObject room =
        bridge.createRoom(new JsonObject().put("name", "ends").put("ends_when_host_leaves", true));
    String id = room.getString("id");
    try (TestPhone guest = TestPhone.dial(bridge.sipUri("1000"), "stays", 0);
        TestPhone host = TestPhone.dial(bridge.sipUri("1000"), "goes", 0)) {
      guest.key(room.getString("pin"));
      host.key(room.getString("host_pin"));
      bridge.awaitJoined(id, 2);
      host.hangUp();
      assertThat(completed(call("goes")).getString("cause")).isEqualTo("caller_hung_up");
      assertThat(completed(call("stays")).getString("cause")).isEqualTo("room_ended");
      Heard.await(guest, "host-left");
    }
    try (TestPhone phone = TestPhone.dial(bridge.sipUri(id), "ended", 0)) {
      bridge.awaitJoined(id, 1);
      post("/v1/rooms/" + id + "/end");
      assertThat(completed(call("ended")).getString("cause")).isEqualTo("room_ended");
      assertThat(events("room=" + id, "room.ended"))
          .extracting(event -> event.getJsonObject("data").getString("reason"))
          .containsExactly("host_left", "ended_by_api");
      isHungUpOn(phone);
    }
  }

  @Test
  void theRoomsIdOrThePinInTheAddressOrInAHeaderLeadStraightIn() {
    JsonObject room = bridge.createRoom("straight");
    String id = room.getString("id");
    String pin = room.getString("pin");
    try (TestPhone byId = TestPhone.dial(bridge.sipUri(id), "by-id", 0);
        TestPhone byPin = TestPhone.dial(bridge.sipUri(pin), "by-pin", 0);
        TestPhone byHeader =
            TestPhone.dial(bridge.sipUri("1000"), "by-header", 0, "X-Convoke-Pin: " + pin)) {
      bridge.awaitJoined(id, 3);
      assertThat(List.of(byId, byPin, byHeader)).allMatch(TestPhone::isUp);
    }
  }

  @Test
  void anUnknownNumberAsksForAPin() {
    JsonObject room = bridge.createRoom("anywhere");
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("anything"), "anywhere", 0)) {
      phone.key(room.getString("pin"));
      bridge.awaitJoined(room.getString("id"), 1);
      assertThat(phone.isUp()).isTrue();
    }
  }

  /** The event of the end may be stored before the phone has read its BYE. */
  private static void isHungUpOn(TestPhone phone) {
    Bridge.await("the end at the phone", phone::isOver);
    assertThat(phone.endedByPeer()).isTrue();
  }

  private static void hears(TestPhone phone, int toneHz) {
    Bridge.await("tone " + toneHz, () -> Heard.last(phone, 400).toneDb(toneHz) > HEARD_DB);
  }

  private static void post(String path) {
    Bridge.Answer answer = bridge.request("POST", path, null);
    assertThat(answer.status()).as(answer.toString()).isBetween(200, 204);
  }

  private static List<JsonObject> events(String query, String type) {
    return bridge.events(query + "&type=" + type);
  }

  private static String call(String from) {
    return bridge.awaitCall(from);
  }

  private static JsonObject completed(String call) {
    return bridge.awaitEvent("call=" + call, "call.completed").getJsonObject("data");
  }
}
