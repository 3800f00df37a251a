package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIP by the book and against it: scenarios of sipp, most with timers made short. */
@Execution(ExecutionMode.CONCURRENT)
class SippIT {
  @TempDir static Path folder;
  private static Bridge bridge;

  @BeforeAll
  static void start() throws IOException {
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(
        config,
        """
        sip: {any_number_asks_pin: false, ack_timeout_seconds: 3}
        media: {silence_warning_seconds: 3, silence_timeout_seconds: 6}
        """);
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "basic",
        "prack",
        "offerless",
        "reinvite_update",
        "refer_in_call",
        "session_timer",
        "options",
        "register",
        "refer",
        "unknown_method",
        "bad_require",
        "too_many_hops",
        "bad_type",
        "bad_scheme",
        "no_codec",
        "bad_version",
        "no_dialog"
      })
  @Execution(ExecutionMode.CONCURRENT)
  void goesAsWritten(String scenario) {
    run(scenario, "1000", folder.resolve(scenario));
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "offerless", "reinvite_update", "options", "bad_require"})
  @Execution(ExecutionMode.CONCURRENT)
  void goesAsWrittenOverTcp(String scenario) {
    run(scenario, "1000", folder.resolve(scenario + "-tcp"), "t1");
  }

  @Test
  void cancelBeforeTheAnswerEndsTheCall() {
    JsonObject completed = runRoom("cancel");
    assertThat(completed.getString("cause")).isEqualTo("cancelled");
    assertThat(completed.getInteger("sip_code")).isEqualTo(487);
  }

  @Test
  void aCallWithoutAckIsEnded() {
    String room = bridge.createRoom("lost_ack").getString("id");
    Sipp sipp = run("lost_ack", room, folder.resolve("lost_ack"));
    assertThat(sipp.received("SIP/2.0 200 OK")).isGreaterThanOrEqualTo(3);
    assertThat(ended(room).getString("cause")).isEqualTo("ack_timeout");
  }

  @Test
  void aByeThatIsLostComesAgain() {
    String room = bridge.createRoom("lost_bye").getString("id");
    Sipp sipp = run("lost_bye", room, folder.resolve("lost_bye"));
    assertThat(sipp.received("BYE ")).isGreaterThanOrEqualTo(3);
    assertThat(ended(room).getString("cause")).isEqualTo("media_timeout");
  }

  @Test
  void aCallThatFallsSilentIsWarnedOfAndThenEnded() {
    String room = bridge.createRoom("silence").getString("id");
    JsonObject completed = runRoom("silence", room);
    assertThat(completed.getString("cause")).isEqualTo("media_timeout");
    List<String> types = callTypes(room);
    assertThat(types)
        .containsSubsequence("call.media_silent", "participant.left", "call.completed");
  }

  @Test
  void aHeldCallMayBeSilent() {
    String room = bridge.createRoom("held").getString("id");
    JsonObject completed = runRoom("hold", room);
    assertThat(completed.getString("cause")).isEqualTo("caller_hung_up");
    assertThat(callTypes(room))
        .containsSubsequence("participant.held", "participant.resumed", "call.completed");
  }

  @Test
  void sessionsThatWeShallRefreshAreRefreshedAtHalfTime() {
    assertThat(runRoom("session_uas").getString("cause")).isEqualTo("caller_hung_up");
  }

  @Test
  void anUnknownNumberIsNotFoundWhereThatIsAskedFor() {
    run("not_found", "4711", folder.resolve("not_found"));
  }

  /** All events of the room's one call, oldest first. */
  private static List<String> callTypes(String room) {
    String call = call(room);
    return bridge.events("call=" + call).stream().map(event -> event.getString("type")).toList();
  }

  /** The one call to a room. */
  private static String call(String room) {
    String[] found = new String[1];
    Bridge.await(
        "the call to " + room,
        () -> {
          found[0] =
              bridge.events("type=call.started").stream()
                  .filter(event -> room.equals(event.getJsonObject("data").getString("to")))
                  .map(event -> event.getString("call_id"))
                  .findFirst()
                  .orElse(null);
          return found[0] != null;
        });
    return found[0];
  }

  private static JsonObject runRoom(String scenario) {
    return runRoom(scenario, bridge.createRoom(scenario).getString("id"));
  }

  /** Dials a room by its id, so that the call is known from others; gives how it ended. */
  private static JsonObject runRoom(String scenario, String room) {
    run(scenario, room, folder.resolve(scenario));
    return ended(room);
  }

  private static JsonObject ended(String room) {
    return bridge.awaitEvent("call=" + call(room), "call.completed").getJsonObject("data");
  }

  private static Sipp run(String scenario, String user, Path place) {
    return run(scenario, user, place, "u1");
  }

  private static Sipp run(String scenario, String user, Path place, String transport) {
    Map<String, String> values = Map.of("user", user, "transport", transport);
    try (Sipp sipp = Sipp.begin(place, scenario + ".xml", bridge, values)) {
      sipp.succeeds();
      return sipp;
    }
  }
}
