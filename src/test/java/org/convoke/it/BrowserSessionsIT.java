package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser's session as a call: what events and the API tell of it, and how it comes and goes. */
class BrowserSessionsIT {
  @TempDir private static Path folder;
  private static Path config;
  private static Bridge bridge;

  @BeforeAll
  static void start() throws IOException {
    config = folder.resolve("convoke.yaml");
    Files.writeString(config, "webrtc:\n  lost_seconds: 2\n  seat_seconds: 5\n");
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private final JsonObject room = bridge.createRoom("Garden");

  private WireBrowser visitor() {
    return WireBrowser.visitor(bridge, room.getString("slug"));
  }

  private List<String> story(String call) {
    return bridge.events("call=" + call).stream()
        .filter(event -> call.equals(event.getString("call_id")))
        .map(event -> event.getString("type"))
        .filter(type -> !type.contains("speaking") && !type.contains("quiet"))
        .toList();
  }

  private JsonObject completed(String call) {
    JsonObject event = bridge.awaitEvent("call=" + call, "call.completed");
    assertThat(story(call)).containsOnlyOnce("call.completed").endsWith("call.completed");
    return event.getJsonObject("data");
  }

  private JsonObject member(WireBrowser browser) {
    return bridge.participants(room.getString("id")).stream()
        .filter(it -> it.getString("id").equals(browser.participant()))
        .findFirst()
        .orElse(null);
  }

  @Test
  void aBrowserIsACallLikeAPhones() {
    try (WireBrowser ada = visitor().connect("Ada")) {
      assertThat(member(ada).getString("call_id")).isEqualTo(ada.call());
      String path = "/v1/calls/" + ada.call();
      Bridge.await(
          "sound sent to the browser",
          () -> bridge.get(path).getJsonObject("quality").getInteger("packets_sent") > 0);
      JsonObject call = bridge.get(path);
      assertThat(call.getString("transport")).isEqualTo("webrtc");
      assertThat(call.getString("direction")).isEqualTo("inbound");
      assertThat(call.getString("from")).isEqualTo("Ada");
      assertThat(call.getString("to")).isEqualTo(room.getString("slug"));
      assertThat(call.getString("source")).isEqualTo("ip:127.0.0.1");
      assertThat(call.getString("state")).isEqualTo("answered");
      assertThat(call.getString("codec")).isEqualTo("opus");
      assertThat(call.getString("local_address")).matches(".+:\\d+");
      assertThat(call.getString("remote_address")).isEqualTo(ada.line.address());
      assertThat(call.getString("room_id")).isEqualTo(room.getString("id"));
      assertThat(call.getString("participant_id")).isEqualTo(ada.participant());
      assertThat(bridge.get("/v1/calls?state=answered").getJsonArray("items"))
          .anyMatch(it -> ((JsonObject) it).getString("id").equals(ada.call()));
      ada.ask("leave");
      assertThat(ada.closeCode()).isEqualTo(1000);
      JsonObject end = completed(ada.call());
      assertThat(end.getString("cause")).isEqualTo("left");
      assertThat(end.getString("ended_by")).isEqualTo("caller");
      assertThat(end.getJsonObject("quality").getInteger("packets_sent")).isPositive();
      assertThat(story(ada.call()))
          .containsExactly(
              "call.started",
              "call.answered",
              "participant.joined",
              "participant.left",
              "call.completed");
      JsonObject over = bridge.get(path);
      assertThat(over.getString("state")).isEqualTo("completed");
      assertThat(over.getString("remote_address")).isEqualTo(ada.line.address());
      assertThat(member(ada)).isNull();
    }
  }

  @Test
  void theApiEndsTheCallOrTheParticipant() {
    try (WireBrowser ada = visitor().connect("Ada");
        WireBrowser bob = visitor().connect("Bob")) {
      assertThat(bridge.request("DELETE", "/v1/calls/" + ada.call(), null).status()).isEqualTo(204);
      assertThat(ada.push("ended").getString("reason")).isEqualTo("hung_up_by_api");
      assertThat(ada.closeCode()).isEqualTo(1000);
      assertThat(completed(ada.call()).getString("cause")).isEqualTo("api");
      String path = "/v1/rooms/" + room.getString("id") + "/participants/" + bob.participant();
      assertThat(bridge.request("DELETE", path, null).status()).isEqualTo(204);
      assertThat(bob.push("ended").getString("reason")).isEqualTo("removed");
      assertThat(completed(bob.call()).getString("cause")).isEqualTo("removed");
      assertThat(bridge.participants(room.getString("id"))).isEmpty();
      assertThat(bridge.request("DELETE", "/v1/calls/" + ada.call(), null).status()).isEqualTo(409);
    }
  }

  @Test
  void whoseConnectionIsCutComesBackToHisSeatWithHisMuteAndWithoutAWord() {
    try (WireBrowser ada = visitor().connect("Ada");
        WireBrowser bob = visitor().connect("Bob")) {
      ada.ask("mute");
      ada.cutSocket();
      ada.line.cut();
      bob.next(
          "Ada is away",
          it ->
              "participant".equals(it.getString("type"))
                  && it.getJsonObject("participant").getBoolean("away"));
      try (WireBrowser again = WireBrowser.holder(bridge, ada.token()).connect("Ada")) {
        assertThat(again.joined.getBoolean("resumed")).isTrue();
        assertThat(again.joined.getBoolean("muted")).isTrue();
        assertThat(again.participant()).isEqualTo(ada.participant());
        assertThat(again.call()).isEqualTo(ada.call());
        Bridge.await(
            "the new line is the call's",
            () ->
                again
                    .line
                    .address()
                    .equals(bridge.get("/v1/calls/" + again.call()).getString("remote_address")));
        again.ask("leave");
        completed(again.call());
        assertThat(story(ada.call()))
            .containsOnlyOnce("participant.joined")
            .containsOnlyOnce("participant.left");
      }
    }
  }

  @Test
  void whoDoesNotComeBackHasLeftAfterHisTime() {
    try (WireBrowser ada = visitor().connect("Ada")) {
      ada.cutSocket();
      ada.line.cut();
      JsonObject end = completed(ada.call());
      assertThat(end.getString("cause")).isIn("detached", "media_timeout");
      assertThat(end.getInteger("duration_ms")).isGreaterThanOrEqualTo(5000);
      assertThat(member(ada)).isNull();
      try (WireBrowser again = WireBrowser.holder(bridge, ada.token()).connect("Ada")) {
        assertThat(again.joined.getBoolean("resumed")).isFalse();
        assertThat(again.participant()).isEqualTo(ada.participant());
        assertThat(again.call()).isNotEqualTo(ada.call());
      }
    }
  }

  @Test
  void aSecondTabTakesTheSeatOver() {
    try (WireBrowser ada = visitor().connect("Ada");
        WireBrowser tab = WireBrowser.holder(bridge, ada.token()).connect("Ada")) {
      assertThat(ada.push("ended").getString("reason")).isEqualTo("replaced");
      assertThat(ada.closeCode()).isEqualTo(4409);
      assertThat(tab.call()).isEqualTo(ada.call());
      assertThat(bridge.participants(room.getString("id"))).hasSize(1);
    }
  }

  @Test
  void aFreshOfferMovesTheCallToAnotherLine() {
    try (WireBrowser ada = visitor().connect("Ada");
        WireLine next = new WireLine()) {
      JsonObject answer = ada.ask("offer", new JsonObject().put("offer", next.offer()));
      next.begin(answer.getString("answer"));
      next.awaitConnected();
      Bridge.await("sound by the new line", () -> next.sounds.get() > 10);
      Bridge.await("the old line is told", () -> ada.line.fault().equals("closed"));
      assertThat(bridge.get("/v1/calls/" + ada.call()).getString("remote_address"))
          .isEqualTo(next.address());
      assertThat(member(ada).getString("call_id")).isEqualTo(ada.call());
    }
  }

  @Test
  void whoFindsTheRoomFullOrMakesNoOfferIsToldSo() {
    JsonObject small =
        bridge.createRoom(new JsonObject().put("name", "Nook").put("max_participants", 1));
    String slug = small.getString("slug");
    try (WireBrowser ada = WireBrowser.visitor(bridge, slug).connect("Ada");
        WireBrowser bob = WireBrowser.visitor(bridge, slug)) {
      assertThat(bob.join("Bob").getString("code")).isEqualTo("room_full");
      JsonObject bad =
          bob.ask(
              "join",
              new JsonObject()
                  .put("name", "Bob")
                  .put("offer", bob.line.offer().replaceAll("a=fingerprint.*\r\n", "")));
      assertThat(bad.getString("code")).isEqualTo("invalid_offer");
      assertThat(bad.getString("field")).isEqualTo("offer");
      assertThat(bad.getString("message")).contains("a=fingerprint is missing");
      assertThat(bridge.participants(small.getString("id"))).hasSize(1);
      ada.ask("leave");
      assertThat(bob.join("Bob").getString("type")).isEqualTo("joined");
    }
  }

  @Test
  void aBridgeThatStopsOrIsKilledLeavesNoCallOpen() throws InterruptedException {
    Path data = folder.resolve("other");
    String killed;
    String stopped;
    try (Bridge other = Bridge.start(data, "--config", config.toString())) {
      String slug = other.createRoom("Garden").getString("slug");
      try (WireBrowser ada = WireBrowser.visitor(other, slug).connect("Ada")) {
        killed = ada.call();
        other.awaitEvent("call=" + killed, "participant.joined");
        other.kill();
      }
    }
    try (Bridge other = Bridge.start(data, "--config", config.toString())) {
      JsonObject end = other.awaitEvent("call=" + killed, "call.completed");
      assertThat(end.getJsonObject("data").getString("cause")).isEqualTo("bridge_restarted");
      String slug = other.createRoom("Garden").getString("slug");
      try (WireBrowser ada = WireBrowser.visitor(other, slug).connect("Ada")) {
        stopped = ada.call();
        long beganNs = System.nanoTime();
        assertThat(other.stop()).isZero();
        assertThat(System.nanoTime() - beganNs).isLessThan(10_000_000_000L);
        assertThat(ada.push("ended").getString("reason")).isEqualTo("bridge_stopping");
      }
    }
    try (Bridge other = Bridge.start(data, "--config", config.toString())) {
      for (String call : List.of(killed, stopped)) {
        assertThat(other.events("call=" + call))
            .filteredOn(event -> event.getString("type").equals("call.completed"))
            .hasSize(1);
      }
      JsonObject end = other.awaitEvent("call=" + stopped, "call.completed");
      assertThat(end.getJsonObject("data").getString("cause")).isEqualTo("bridge_stopping");
    }
  }
}
