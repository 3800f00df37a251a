package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
 * The dial-in flow of a public sample of 2019, opentok-nexmo-sip's Dial-In-Conference, against a
 * double of its server that answers on the wire as the sample does.
 */
@Execution(ExecutionMode.CONCURRENT)
class DialInConferenceIT {
  private static final String SECRET = "whsec_Q29udm9rZSdzIG93biB0ZXN0IHNlY3JldCwgMzIgYi4=";
  private static final String NUMBER = "4000";

  @TempDir static Path folder;
  private static Bridge bridge;
  private static NodeApp app;
  private static JsonObject session;

  @BeforeAll
  static void start() throws Exception {
    bridge = Bridge.start(folder.resolve("data"));
    app = NodeApp.start("dial-in-conference.mjs", SECRET);
    Application.make(
        bridge,
        new JsonObject()
            .put("name", "Dial-In-Conference")
            .put("answer_url", app.url("/nexmo-answer"))
            .put("event_url", app.url("/nexmo-events"))
            .put("event_method", "GET")
            .put("signature_secret", SECRET),
        NUMBER);
    session = session("monday");
  }

  @AfterAll
  static void stop() {
    app.close();
    bridge.close();
  }

  /** The session of the sample's page, and the PIN that stands in it. */
  private static JsonObject session(String room) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new JsonObject(
          http.send(
                  HttpRequest.newBuilder(URI.create(app.url("/room/" + room))).build(),
                  BodyHandlers.ofString())
              .body());
    }
  }

  @Test
  void aPhoneByPinAndASessionByHeaderAreInOneConversation() {
    String uri = bridge.sipUri(NUMBER);
    try (Caller phone = Caller.dialTo(bridge, uri, "by-pin", 500, session.getString("pin"));
        Caller opentok =
            Caller.dialTo(
                bridge,
                uri,
                "by-header",
                1300,
                "",
                "X-OpenTok-SessionId: " + session.getString("session"))) {
      phone.hears(1300).misses(500);
      opentok.hears(500).misses(1300);
      JsonObject dtmf = fields(app.asked("/nexmo-dtmf", phone.call())).getFirst();
      assertThat(dtmf.getValue("dtmf")).isEqualTo(session.getString("pin"));
      JsonObject answer = fields(app.asked("/nexmo-answer", opentok.call())).getFirst();
      assertThat(answer.getString("SipHeader_X-OpenTok-SessionId"))
          .isEqualTo(session.getString("session"));
      phone.phone().hangUp();
      Bridge.await(
          "the events by GET",
          () ->
              fields(app.asked("/nexmo-events", phone.call())).stream()
                  .anyMatch(it -> "completed".equals(it.getString("status"))));
      assertThat(fields(app.asked("/nexmo-events", phone.call())))
          .extracting(it -> it.getString("status"))
          .containsExactly("started", "ringing", "answered", "completed");
      assertThat(app.asked("/nexmo-events", phone.call()))
          .extracting(it -> it.getInteger("status"))
          .containsOnly(200);
    }
  }

  /** Its answer is then a conversation without a name. */
  @Test
  void twoStrangersWithAWrongPinMeetNobodyAndAreTold() {
    String wrong = session.getString("pin").equals("1111") ? "1112" : "1111";
    String uri = bridge.sipUri(NUMBER);
    TestPhone phone = TestPhone.dial(uri, "stranger", 660);
    TestPhone other = TestPhone.dial(uri, "other", 880);
    try (phone;
        other) {
      for (TestPhone stranger : List.of(phone, other)) {
        Bridge.await("it is up", stranger::isUp);
        stranger.key(wrong);
      }
      for (TestPhone stranger : List.of(phone, other)) {
        Heard.await(stranger, "service-fails");
        Bridge.await("the call ends", stranger::isOver);
      }
      for (String name : List.of("stranger", "other")) {
        String call = bridge.awaitCall(name);
        JsonObject error = bridge.awaitEvent("call=" + call, "call.error").getJsonObject("data");
        assertThat(error.getString("action")).isEqualTo("conversation");
        assertThat(error.getString("field")).isEqualTo("name");
        JsonObject completed = bridge.awaitEvent("call=" + call, "call.completed");
        assertThat(completed.getJsonObject("data").getString("cause")).isEqualTo("app_failed");
        assertThat(bridge.events("call=" + call))
            .extracting(event -> event.getString("type"))
            .doesNotContain("participant.joined");
      }
    }
  }

  private static List<JsonObject> fields(List<JsonObject> requests) {
    return requests.stream().map(it -> it.getJsonObject("fields")).toList();
  }
}
