package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An application says who starts and ends a conversation, and who in it hears whom. */
@Execution(ExecutionMode.CONCURRENT)
class ConversationTermsIT {
  private static final int CUSTOMER = 600;
  private static final int AGENT = 900;
  private static final int COACH = 1300;

  @TempDir static Path folder;
  private static Bridge bridge;
  private static AppServer app;

  @BeforeAll
  static void start() throws IOException {
    bridge = Bridge.start(folder.resolve("data"));
    app = new AppServer();
    app.at("/answer", asked -> new JsonArray(List.of(conversation(asked))).encode());
    Application.make(
        bridge,
        new JsonObject().put("name", "help desk").put("answer_url", app.url("/answer")),
        "4200");
  }

  @AfterAll
  static void stop() {
    app.close();
    bridge.close();
  }

  /** Customers wait for an agent, whose going ends it; the coach is heard by the agent alone. */
  private static JsonObject conversation(JsonObject asked) {
    JsonObject conversation =
        new JsonObject().put("action", "conversation").put("name", "help desk");
    return switch (asked.getString("from")) {
      case "customer" -> conversation.put("startOnEnter", false);
      case "agent" -> conversation.put("endOnExit", true);
      case "walker" -> conversation.put("name", "corridor");
      default -> conversation.put("canSpeak", new JsonArray().add(callOf("agent")));
    };
  }

  private static String callOf(String name) {
    return app.asked("/answer").stream()
        .filter(asked -> name.equals(asked.getString("from")))
        .map(asked -> asked.getString("uuid"))
        .findFirst()
        .orElseThrow();
  }

  private static Caller call(String name, int hz) {
    return Caller.dialTo(bridge, bridge.sipUri("4200"), name, hz, "");
  }

  @Test
  void customersWaitForAnAgentAndDoNotHearTheCoach() {
    try (Caller customer = call("customer", CUSTOMER)) {
      bridge.awaitEvent("call=" + customer.call(), "participant.waiting");
      try (Caller agent = call("agent", AGENT);
          Caller coach = call("coach", COACH)) {
        customer.hears(AGENT);
        agent.hears(CUSTOMER).hears(COACH);
        coach.hears(CUSTOMER).hears(AGENT);
        customer.misses(COACH).hears(AGENT);
        agent.phone().hangUp();
        Bridge.await("the customer's call ends", customer.phone()::isOver);
        Bridge.await("the coach's call ends", coach.phone()::isOver);
        JsonObject joined = bridge.awaitEvent("call=" + customer.call(), "participant.joined");
        JsonObject ended = bridge.awaitEvent("room=" + joined.getString("room_id"), "room.ended");
        assertThat(ended.getJsonObject("data").getString("reason"))
            .isEqualTo("participant_left_ending");
      }
    }
  }

  @Test
  void anApplicationsCallIsMovedToARoom() {
    JsonObject room = bridge.createRoom("where the walker goes");
    try (Caller walker = call("walker", CUSTOMER);
        Caller there = Caller.join(bridge, room, "there", AGENT)) {
      bridge.awaitEvent("call=" + walker.call(), "participant.joined");
      post(walker.call(), "move", new JsonObject().put("room", room.getString("id")));
      walker.hears(AGENT);
      there.hears(CUSTOMER);
      post(walker.call(), "earmuff", null);
      walker.misses(AGENT);
      post(walker.call(), "unearmuff", null);
      walker.hears(AGENT);
      Party.end(bridge, room);
    }
  }

  private static void post(String call, String action, JsonObject body) {
    Bridge.Answer answer = bridge.request("POST", "/v1/calls/" + call + "/" + action, body);
    assertThat(answer.status()).as("%s: %s", action, answer.body()).isEqualTo(200);
  }
}
