package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.Party.HEARD_DB;
import static org.convoke.it.Party.UNHEARD_DB;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls in rooms that the API mutes, keeps the room from, holds and moves: what is heard then. */
@Execution(ExecutionMode.CONCURRENT)
class SteeredIT {
  private static final int BARESIP = 900;
  private static final int EAR = 600;

  @TempDir static Path folder;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static void post(String call, String action, JsonObject body) {
    Bridge.Answer answer = bridge.request("POST", "/v1/calls/" + call + "/" + action, body);
    assertThat(answer.status()).as("%s: %s", action, answer.body()).isEqualTo(200);
  }

  @Test
  void whoIsEarmuffedHearsNothingOfTheRoomAndIsHeard() {
    JsonObject room = bridge.createRoom("earmuffs");
    try (Caller ear = Caller.join(bridge, room, "earmuffed", EAR);
        Baresip baresip = Baresip.start(folder.resolve("heard"), Baresip.PCMU, "udp", BARESIP)) {
      Party.gather(bridge, room, baresip);
      ear.hears(BARESIP);
      post(ear.call(), "earmuff", null);
      ear.misses(BARESIP);
      bridge.awaitEvent("call=" + ear.call(), "participant.earmuffed");
      JsonObject one = bridge.participants(room.getString("id")).getFirst();
      assertThat(one.getBoolean("earmuffed")).isTrue();
      double from = baresip.recorded();
      Bridge.await("the other hears on", () -> baresip.recorded() > from + 3);
      double to = baresip.recorded();
      post(ear.call(), "unearmuff", null);
      ear.hears(BARESIP);
      post(ear.call(), "mute", null);
      bridge.awaitEvent("call=" + ear.call(), "participant.muted");
      double muted = baresip.recorded();
      Bridge.await("the other hears nothing", () -> baresip.recorded() > muted + 3);
      Party.end(bridge, room);
      baresip.close();
      assertThat(baresip.heard().between(from, to).usualToneDb(EAR)).isGreaterThan(HEARD_DB);
      assertThat(baresip.heard().between(muted + 1, muted + 2.5).mostToneDb(EAR))
          .isLessThan(UNHEARD_DB);
    }
  }

  @Test
  void whoIsHeldHearsTheWaitingSoundAndComesBack() {
    JsonObject room = bridge.createRoom("held");
    String path = "/v1/rooms/" + room.getString("id") + "/participants/";
    try (Caller held = Caller.join(bridge, room, "held", EAR);
        Caller other = Caller.join(bridge, room, "other", BARESIP)) {
      held.hears(BARESIP);
      other.hears(EAR);
      String id = bridge.participants(room.getString("id")).getFirst().getString("id");
      assertThat(bridge.request("PATCH", path + id, new JsonObject().put("held", true)).status())
          .isEqualTo(200);
      held.misses(BARESIP);
      other.misses(EAR);
      Bridge.await("music", 40, () -> Heard.last(held.phone(), 1000).levelDb() > -50);
      post(held.call(), "resume", null);
      held.hears(BARESIP);
      other.hears(EAR);
      Party.end(bridge, room);
    }
  }

  @Test
  void aCallThatIsMovedIsHeardWhereItIs() {
    JsonObject here = bridge.createRoom("here");
    JsonObject there = bridge.createRoom("there");
    try (Caller moved = Caller.join(bridge, here, "moved", EAR);
        Caller stays = Caller.join(bridge, here, "stays", BARESIP);
        Caller waits = Caller.join(bridge, there, "waits", 1300)) {
      moved.hears(BARESIP);
      post(moved.call(), "move", new JsonObject().put("room", there.getString("id")));
      moved.misses(BARESIP).hears(1300);
      stays.misses(EAR);
      waits.hears(EAR);
      List<JsonObject> left = bridge.events("type=participant.left&call=" + moved.call());
      assertThat(left.getFirst().getJsonObject("data").getString("reason")).isEqualTo("moved");
      post(moved.call(), "move", new JsonObject().put("room", here.getString("id")));
      moved.misses(1300).hears(BARESIP);
      Party.end(bridge, here);
      Party.end(bridge, there);
    }
  }
}
