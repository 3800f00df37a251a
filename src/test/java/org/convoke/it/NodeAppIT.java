package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A voice app of another language steers real phones: they hear it, key their PIN and are in its
 * room, and it is told everything, in order and signed.
 */
@Execution(ExecutionMode.CONCURRENT)
class NodeAppIT {
  private static final double SPEECH_DB = -40;
  private static final double SILENT_DB = -50;
  private static final String SECRET = "whsec_Q29udm9rZSdzIG93biB0ZXN0IHNlY3JldCwgMzIgYi4=";

  @TempDir static Path folder;
  private static Bridge bridge;
  private static NodeApp app;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(folder.resolve("data"));
    app = NodeApp.start("pin-room.mjs", SECRET);
    create(
        "/v1/webhooks",
        new JsonObject()
            .put("url", app.url("/consumer"))
            .put("events", new JsonArray().add("*"))
            .put("secret", SECRET)
            .put("format", "vonage"));
  }

  @AfterAll
  static void stop() {
    app.close();
    bridge.close();
  }

  private static JsonObject create(String path, JsonObject draft) {
    Bridge.Answer made = bridge.request("POST", path, draft);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json();
  }

  /** As it was in 2019 (GET, plain text) and as it is now (POST, object). */
  @ParameterizedTest
  @CsvSource({"2019, GET, 4000, 4821", "now, POST, 4001, 4821#"})
  void phonesHearTheAppKeyTheirPinAndMeet(String form, String method, String number, String keys) {
    Application.make(
        bridge,
        new JsonObject()
            .put("name", form)
            .put("answer_url", app.url("/" + form + "/answer"))
            .put("answer_method", method)
            .put("event_url", app.url("/" + form + "/event"))
            .put("event_method", method)
            .put("signature_secret", SECRET),
        number);
    try (Baresip ada = Baresip.start(folder.resolve("ada-" + form), Baresip.PCMU, "udp", 500);
        Baresip bob = Baresip.start(folder.resolve("bob-" + form), Baresip.G722, "tcp", 1300)) {
      List<String> calls = List.of(comesIn(ada, number, keys), comesIn(bob, number, keys));
      Bridge.pause(5000);
      ada.hangUp();
      bob.hangUp();
      for (String call : calls) {
        isTold(form, method, number, keys, call);
        consumerIsTold(call);
      }
      Baresip.closeAll(List.of(ada, bob));
      hears(ada, 1300, 500);
      hears(bob, 500, 1300);
    }
  }

  /** The example of the README, as it stands there. */
  @Test
  void theExampleLetsInByThePinOfARoom() throws IOException {
    Path file = Path.of("src/docs/pin-room.mjs");
    assertThat(Files.readString(Path.of("README.md"))).contains(Files.readString(file));
    try (NodeApp example = NodeApp.start(file, Map.of())) {
      Application.make(
          bridge,
          new JsonObject()
              .put("name", "PIN room")
              .put("answer_url", example.url("/answer"))
              .put("event_url", example.url("/event")),
          "2000");
      try (Caller caller =
          Caller.dialTo(bridge, bridge.sipUri("2000"), "example", 700, "9999" + "1234")) {
        JsonObject joined = bridge.awaitEvent("call=" + caller.call(), "participant.joined");
        assertThat(bridge.get("/v1/rooms/" + joined.getString("room_id")).getString("conversation"))
            .isEqualTo("standup");
      }
    }
  }

  /** Hears a second of speech, keys, and is in the room. */
  private static String comesIn(Baresip phone, String number, String keys) {
    phone.dial(bridge.sipUri(number));
    String call = bridge.awaitCall(phone.name());
    bridge.awaitEvent("call=" + call, "call.answered");
    Bridge.await(
        phone.name() + " hears the app speak",
        () -> {
          Tones.Recording heard = phone.heardSoFar();
          return heard.seconds() > 1 && heard.between(-1, -0.0).mostDb() > SPEECH_DB;
        });
    phone.key(keys);
    bridge.awaitEvent("call=" + call, "participant.joined");
    return call;
  }

  private static void hears(Baresip phone, int other, int own) {
    Tones.Recording heard = phone.heard().between(-4, -1);
    assertThat(heard.toneDb(other)).as(phone.name() + " hears").isGreaterThan(Party.HEARD_DB);
    assertThat(heard.toneDb(own)).as(phone.name() + " hears itself").isLessThan(SILENT_DB);
  }

  private static void isTold(String form, String method, String number, String keys, String call) {
    String events = "/" + form + "/event";
    Bridge.await(
        "the app is told that the call is over",
        () -> statuses(app.asked(events, call)).contains("completed"));
    JsonObject answer = once("/" + form + "/answer", call, method);
    assertThat(answer.getString("to")).isEqualTo(number);
    assertThat(answer.getString("conversation_uuid")).isEqualTo("CON-" + call);
    String pin = keys.replace("#", "");
    JsonObject dtmf = once("/" + form + "/dtmf", call, "POST");
    if (form.equals("2019")) {
      assertThat(dtmf.getValue("dtmf")).isEqualTo(pin);
      assertThat(dtmf.getValue("timed_out")).isEqualTo(false);
    } else {
      assertThat(dtmf.getJsonObject("dtmf"))
          .isEqualTo(new JsonObject().put("digits", pin).put("timed_out", false));
    }
    List<JsonObject> told = app.asked(events, call);
    assertThat(statuses(told)).containsExactly("started", "ringing", "answered", "completed");
    assertThat(told).allSatisfy(it -> isGenuine(it, method));
    assertThat(fields(told))
        .allSatisfy(it -> {
          assertThat(it.getString("direction")).isEqualTo("inbound");
          assertThat(it.getString("to")).isEqualTo(number);
        });
    JsonObject completed = fields(told).getLast();
    assertThat(Integer.parseInt(completed.getString("duration"))).isBetween(5, 120);
    assertThat(completed.getString("disconnected_by")).isEqualTo("user");
  }

  private static JsonObject once(String path, String call, String method) {
    List<JsonObject> asked = app.asked(path, call);
    assertThat(asked).as(path).hasSize(1);
    isGenuine(asked.getFirst(), method);
    return asked.getFirst().getJsonObject("fields");
  }

  private static void isGenuine(JsonObject request, String method) {
    assertThat(request.getString("method")).isEqualTo(method);
    assertThat(request.getInteger("status")).isBetween(200, 204);
    assertThat(request.getJsonObject("verdict"))
        .isEqualTo(new JsonObject().put("standard", true).put("vonage", true));
  }

  private static List<JsonObject> fields(List<JsonObject> requests) {
    return requests.stream().map(it -> it.getJsonObject("fields")).toList();
  }

  private static List<String> statuses(List<JsonObject> requests) {
    return fields(requests).stream().map(it -> it.getString("status")).toList();
  }

  /** Who takes all events has them as the journal has them: each once, none missing, in order. */
  private static void consumerIsTold(String call) {
    Bridge.await(
        "the consumer is told that the call is over",
        () -> statuses(app.asked("/consumer", call)).contains("completed"));
    List<JsonObject> told = app.asked("/consumer", call);
    assertThat(told).allSatisfy(it -> isGenuine(it, "POST"));
    assertThat(fields(told).stream().map(it -> it.getInteger("call_seq")))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, told.size()).boxed().toList());
    assertThat(fields(told).stream().map(it -> it.getString("event_id")))
        .containsExactlyElementsOf(
            bridge.events("call=" + call).stream().map(it -> it.getString("event_id")).toList());
  }
}
