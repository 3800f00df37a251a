package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Phones call an application: what it answers is what happens to them. */
@Execution(ExecutionMode.CONCURRENT)
class ProgramIT {
  private static final double SPEECH_DB = -40;
  private static final double TONE_DB = -24;
  private static final double SILENT_DB = -50;

  @TempDir static Path folder;
  private static Bridge bridge;
  private static AppServer app;

  @BeforeAll
  static void start() throws IOException {
    bridge = Bridge.start(folder.resolve("data"));
    app = new AppServer();
  }

  @AfterAll
  static void stop() {
    app.close();
    bridge.close();
  }

  /** An application whose URLs end with its name, and a number that leads to it. */
  private static String application(String name, String number) {
    return Application.make(
        bridge,
        new JsonObject()
            .put("name", name)
            .put("answer_url", app.url("/answer-" + name))
            .put("event_url", app.url("/event-" + name)),
        number);
  }

  private static String ncco(JsonObject... actions) {
    return new JsonArray(List.of(actions)).encode();
  }

  private static JsonObject action(String name) {
    return new JsonObject().put("action", name);
  }

  private static JsonObject await(String path, String uuid) {
    JsonObject[] found = new JsonObject[1];
    Bridge.await(
        path + " is asked for " + uuid,
        () -> {
          found[0] =
              app.asked(path).stream()
                  .filter(it -> uuid.equals(it.getString("uuid")))
                  .findFirst()
                  .orElse(null);
          return found[0] != null;
        });
    return found[0];
  }

  private static List<String> statuses(String path, String uuid) {
    return app.asked(path).stream()
        .filter(it -> uuid.equals(it.getString("uuid")))
        .map(it -> it.getString("status"))
        .toList();
  }

  @Test
  void twoPhonesKeyTheirPinAndHearEachOther() {
    String id = application("pin", "4000");
    app.at(
        "/answer-pin",
        _ ->
            ncco(
                action("talk").put("text", "Please key your pin").put("bargeIn", true),
                action("input")
                    .put("type", new JsonArray().add("dtmf"))
                    .put("dtmf", new JsonObject().put("maxDigits", 4).put("timeOut", 10))
                    .put("eventUrl", new JsonArray().add(app.url("/dtmf-pin")))));
    app.at(
        "/dtmf-pin",
        it ->
            ncco(
                action("conversation")
                    .put("name", "room-" + it.getJsonObject("dtmf").getString("digits"))));
    try (Baresip ada = Baresip.start(folder.resolve("ada"), Baresip.PCMU, "udp", 500);
        Baresip bob = Baresip.start(folder.resolve("bob"), Baresip.PCMA, "tcp", 1300)) {
      List<String> calls = Party.gather(bridge, "4821", bridge.sipUri("4000"), ada, bob);
      for (String call : calls) {
        JsonObject answer = await("/answer-pin", call);
        assertThat(answer.getString("to")).isEqualTo("4000");
        assertThat(answer.getString("conversation_uuid")).isEqualTo("CON-" + call);
        assertThat(answer.getString("region_url")).startsWith("http").endsWith("/vonage");
        JsonObject dtmf = await("/dtmf-pin", call);
        assertThat(dtmf.getJsonObject("dtmf"))
            .isEqualTo(new JsonObject().put("digits", "4821").put("timed_out", false));
      }
      Bridge.pause(5000);
      String room = bridge.get("/v1/calls/" + calls.getFirst()).getString("room_id");
      assertThat(bridge.get("/v1/rooms/" + room).getString("application_id")).isEqualTo(id);
      ada.hangUp();
      bob.hangUp();
      for (String call : calls) {
        bridge.awaitEvent("call=" + call, "call.completed");
        Bridge.await("its events", () -> statuses("/event-pin", call).contains("completed"));
        assertThat(statuses("/event-pin", call))
            .containsExactly("started", "ringing", "answered", "completed");
        assertThat(bridge.events("call=" + call))
            .extracting(event -> event.getString("type"))
            .containsSubsequence(
                "call.started",
                "call.ringing",
                "call.answered",
                "participant.joined",
                "participant.left",
                "call.completed")
            .doesNotContain("dtmf.received", "call.error");
      }
      Baresip.closeAll(List.of(ada, bob));
      hears(ada, 1300, 500);
      hears(bob, 500, 1300);
    }
    assertThat(bridge.log()).doesNotContain("4821");
  }

  private static void hears(Baresip phone, int other, int own) {
    Tones.Recording heard = phone.heard().between(-4, -1);
    assertThat(heard.toneDb(other)).as(phone.name() + " hears the other").isGreaterThan(TONE_DB);
    assertThat(heard.toneDb(own)).as(phone.name() + " hears itself").isLessThan(SILENT_DB);
  }

  @Test
  void anApplicationOf2019GetsItsKeysAsText() {
    application("old", "4003");
    app.at(
        "/answer-old",
        _ ->
            ncco(
                action("talk").put("text", "Please enter the pin").put("bargeIn", true),
                action("input")
                    .put("maxDigits", 4)
                    .put("submitOnHash", true)
                    .put("timeOut", 10)
                    .put("eventMethod", "GET")
                    .put("eventUrl", new JsonArray().add(app.url("/dtmf-old")))));
    app.at("/dtmf-old", _ -> ncco(action("conversation").put("name", "old")));
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("4003"), "veteran", 0)) {
      Bridge.await("the answer", phone::isUp);
      phone.key("12#");
      String call = bridge.awaitCall("veteran");
      JsonObject told = await("/dtmf-old", call);
      assertThat(told.getString("dtmf")).isEqualTo("12");
      assertThat(told.getString("timed_out")).isEqualTo("false");
      bridge.awaitEvent("call=" + call, "participant.joined");
    }
  }

  @Test
  void aTextIsSpokenAndThenTheCallEnds() {
    application("talk", "4001");
    app.at("/answer-talk", _ -> ncco(action("talk").put("text", "Good morning, this is a test.")));
    try (Baresip phone = Baresip.start(folder.resolve("listener"), Baresip.PCMU, "udp", 700)) {
      phone.dial(bridge.sipUri("4001"));
      String call = bridge.awaitCall("listener");
      JsonObject completed = bridge.awaitEvent("call=" + call, "call.completed");
      assertThat(completed.getJsonObject("data").getString("cause")).isEqualTo("app_ended");
      phone.close();
      assertThat(phone.heard().mostDb()).isGreaterThan(SPEECH_DB);
    }
  }

  @Test
  void aFaultyProgramIsAnErrorEventAndTheCallerHearsASentence() {
    application("faulty", "4002");
    app.at("/answer-faulty", _ -> ncco(action("conversation")));
    try (Baresip phone = Baresip.start(folder.resolve("unlucky"), Baresip.PCMU, "udp", 700)) {
      phone.dial(bridge.sipUri("4002"));
      String call = bridge.awaitCall("unlucky");
      JsonObject error = bridge.awaitEvent("call=" + call, "call.error").getJsonObject("data");
      assertThat(error.getString("action")).isEqualTo("conversation");
      assertThat(error.getString("field")).isEqualTo("name");
      JsonObject completed = bridge.awaitEvent("call=" + call, "call.completed");
      assertThat(completed.getJsonObject("data").getString("cause")).isEqualTo("app_failed");
      phone.close();
      assertThat(phone.heard().mostDb()).isGreaterThan(SPEECH_DB);
    }
  }
}
