package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The PIN by every way that phones send digits. Rooms with PINs of 4 and of 6 digits share the
 * number, so that {@code #} ends the shorter ones. Digits come in pairs, so that one too many or
 * too few is another PIN.
 */
@Execution(ExecutionMode.CONCURRENT)
class DigitsIT {
  private static final int NEXT_DIGIT_SECONDS = 30;

  @TempDir static Path folder;
  private static Bridge bridge;

  @BeforeAll
  static void start() throws IOException {
    // So long that a caller who is let in before has not been waited for.
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(
        config,
        "pin: {inter_digit_seconds: %d, total_seconds: 90}\n".formatted(NEXT_DIGIT_SECONDS));
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
    bridge.createRoom(new JsonObject().put("name", "longer").put("pin", "640517"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static JsonObject room(String pin) {
    return bridge.createRoom(
        new JsonObject().put("name", "room " + pin).put("pin", pin).put("announce", "off"));
  }

  private static Sipp begin(String name, String scenario, String keys, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(Map.of("keys", keys, "gap", "150"));
    for (int i = 0; i < keys.length(); i++) {
      values.put("digit-" + (i + 1), keys.substring(i, i + 1));
    }
    values.putAll(more);
    return Sipp.begin(folder.resolve(name), scenario, bridge, values);
  }

  private static void assertComesInAtOnce(JsonObject room, Sipp phone) {
    String call = bridge.awaitCall(phone.name());
    bridge.awaitEvent("call=" + call, "participant.joined");
    JsonObject accepted = bridge.awaitEvent("call=" + call, "pin.accepted");
    assertThat(accepted.getJsonObject("data").getInteger("attempt")).isEqualTo(1);
    Party.end(bridge, room);
    phone.succeeds();
  }

  @Test
  void byInfoOfBothKinds() {
    JsonObject room = room("5588");
    try (Sipp phone = begin("info", "info.xml", "5588#", Map.of())) {
      assertComesInAtOnce(room, phone);
    }
  }

  @Test
  void byInfoAndEventsAtOneTimeEachDigitCountsOnce() {
    JsonObject room = room("4477");
    try (Sipp phone = begin("both", "info-and-events.xml", "4477#", Map.of("gap", "380"))) {
      assertComesInAtOnce(room, phone);
    }
  }

  @Test
  void byTonesInTheSoundWhichTheOthersDoNotHear() {
    JsonObject room = room("2299");
    String keys = Tones.keys(folder, "2299#").toString();
    String later = Tones.keys(folder, "77").toString();
    try (Baresip other =
            new Baresip.Setup(folder.resolve("other"), Baresip.PCMU, "udp", 500)
                .level(-200)
                .start();
        Sipp phone = begin("tones", "tones.xml", keys, Map.of("formats", "0", "later", later))) {
      Party.gather(bridge, room.getString("pin") + "#", bridge.sipUri("1000"), other);
      String call = bridge.awaitCall("tones");
      bridge.awaitEvent("call=" + call, "participant.joined");
      Bridge.await(
          "both keys in the room",
          () -> bridge.events("type=dtmf.received&call=" + call).size() == 2);
      // Were one counted twice, or heard by the others, it would show by then.
      Bridge.pause(1000);
      assertThat(bridge.events("type=dtmf.received&call=" + call))
          .extracting(event -> event.getJsonObject("data").getString("digit"))
          .containsExactly("7", "7");
      double to = other.recorded();
      assertComesInAtOnce(room, phone);
      other.close();
      Tones.Recording heard = other.heard().between(to - 2.5, to);
      for (double at = 0; at + 0.04 < heard.seconds(); at += 0.02) {
        assertThat(heard.between(at + 0.001, at + 0.04).levelDb())
            .as("keys at %.2f s of %.2f s", at, heard.seconds())
            .isLessThan(-35);
      }
    }
  }

  @Test
  void byEventsDuringTheWelcomeWithStarToStartOverAndHashToEnd() {
    JsonObject room = room("3366");
    try (Baresip phone = Baresip.start(folder.resolve("star"), Baresip.PCMU, "udp", 500)) {
      String uri = bridge.sipUri("1000");
      String call = Party.gather(bridge, "12*3366#", uri, phone).getFirst();
      JsonObject accepted = bridge.awaitEvent("call=" + call, "pin.accepted");
      assertThat(accepted.getJsonObject("data").getInteger("attempt")).isEqualTo(1);
      // 2 s of keys; without '#' the bridge would have waited for more.
      Instant answered = time(bridge.awaitEvent("call=" + call, "call.answered"));
      assertThat(Duration.between(answered, time(accepted)))
          .isLessThan(Duration.ofSeconds(NEXT_DIGIT_SECONDS));
      Party.end(bridge, room);
    }
  }

  @Test
  void aHundredAndTwentyByEventsOverLinesThatLoseAFifthCountOnceEachAndInOrder() {
    JsonObject room = room("6655");
    List<LossyRelay> relays = List.of(new LossyRelay(1), new LossyRelay(2), new LossyRelay(3));
    List<TestPhone> phones = new ArrayList<>();
    for (LossyRelay relay : relays) {
      String name = "lossy-" + phones.size();
      phones.add(TestPhone.dialBy(relay::before, bridge.sipUri("1000"), name, 0));
    }
    List<String> keys = List.of(keys(1), keys(2), keys(3));
    try {
      for (TestPhone phone : phones) {
        // Packets from another port than SDP named are believed after half a second of them.
        Heard.await(phone, "enter-pin");
        phone.key("6655#");
      }
      for (int i = 0; i < phones.size(); i++) {
        bridge.awaitEvent("call=" + bridge.awaitCall("lossy-" + i), "participant.joined");
        phones.get(i).key(keys.get(i));
      }
      for (int i = 0; i < phones.size(); i++) {
        String call = bridge.awaitCall("lossy-" + i);
        String all = keys.get(i);
        Bridge.await("all digits", 60, () -> keyed(call).length() >= all.length());
      }
      // Were one counted twice, it would show by then.
      Bridge.pause(500);
      for (int i = 0; i < phones.size(); i++) {
        assertThat(keyed(bridge.awaitCall("lossy-" + i))).isEqualTo(keys.get(i));
        assertThat(relays.get(i).lost()).isGreaterThan(40);
      }
      Party.end(bridge, room);
    } finally {
      phones.forEach(TestPhone::close);
      relays.forEach(LossyRelay::close);
    }
  }

  private static String keys(long seed) {
    Random random = new Random(seed);
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      boolean again = i > 0 && random.nextInt(4) == 0;
      keys.append(again ? keys.charAt(i - 1) : (char) ('0' + random.nextInt(10)));
    }
    return keys.toString();
  }

  private static String keyed(String call) {
    StringBuilder keyed = new StringBuilder();
    bridge
        .events("type=dtmf.received&call=" + call)
        .forEach(event -> keyed.append(event.getJsonObject("data").getString("digit")));
    return keyed.toString();
  }

  @Test
  void aPinTooShortIsATryAndTheNextOneMaySucceed() {
    JsonObject room = room("8833");
    try (Baresip phone = Baresip.start(folder.resolve("short"), Baresip.OPUS, "udp", 500)) {
      String uri = bridge.sipUri("1000");
      String call = Party.gather(bridge, "83#8833#", uri, phone).getFirst();
      List<String> types =
          bridge.events("call=" + call).stream().map(event -> event.getString("type")).toList();
      assertThat(types).containsSubsequence("pin.rejected", "pin.accepted", "participant.joined");
      Party.end(bridge, room);
    }
  }

  private static Instant time(JsonObject event) {
    return Instant.parse(event.getString("occurred_at"));
  }
}
