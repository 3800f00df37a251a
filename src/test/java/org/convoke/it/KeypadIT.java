package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.Party.HEARD_DB;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The keypad of a room by real phones. One phone sends a tone and the others are silent, so that
 * whatever else is in a recording was said to that phone alone.
 */
@Execution(ExecutionMode.CONCURRENT)
class KeypadIT {
  /** Louder than this: the bridge speaks. */
  private static final double SPOKEN_DB = -35;

  /** Softer than this: nothing at all. */
  private static final double SILENT_DB = -55;

  private static final int TONE = 900;

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

  private static Baresip silent(String name) {
    return new Baresip.Setup(folder.resolve(name), Baresip.PCMU, "udp", TONE).level(-200).start();
  }

  private static JsonObject quietRoom(String name) {
    return bridge.createRoom(new JsonObject().put("name", name).put("announce", "off"));
  }

  /** The times in three recordings at one moment. */
  private record Moment(double talker, double listener, double host) {
    static Moment of(Baresip talker, Baresip listener, Baresip host) {
      return new Moment(talker.recorded(), listener.recorded(), host.recorded());
    }
  }

  @Test
  void muteAndHeadCountAreAnsweredToThePresserAlone() {
    JsonObject room = quietRoom("mute");
    String id = room.getString("id");
    try (Baresip talker = Baresip.start(folder.resolve("talker"), Baresip.PCMU, "udp", TONE);
        Baresip listener = silent("listener");
        Baresip third = silent("third")) {
      String listeners = Party.gather(bridge, room, talker, listener, third).get(1);
      // The head count at the door is said by then.
      Bridge.pause(5000);
      Moment open = Moment.of(talker, listener, third);
      talker.key("*6");
      bridge.awaitEvent("room=" + id, "participant.muted");
      Bridge.pause(700);
      Moment muted = Moment.of(talker, listener, third);
      Bridge.pause(2500);
      Moment counting = Moment.of(talker, listener, third);
      listener.key("*3");
      Bridge.await(
          "both keys", () -> bridge.events("type=dtmf.received&call=" + listeners).size() == 2);
      Bridge.pause(3500);
      Moment counted = Moment.of(talker, listener, third);
      talker.key("*6");
      bridge.awaitEvent("room=" + id, "participant.unmuted");
      Bridge.pause(1000);
      Moment again = Moment.of(talker, listener, third);
      Bridge.pause(2000);
      Party.end(bridge, room);
      Baresip.closeAll(List.of(talker, listener, third));

      Tones.Recording heard = listener.heard();
      assertThat(heard.between(open.listener - 2, open.listener).usualToneDb(TONE))
          .isGreaterThan(HEARD_DB);
      assertThat(heard.between(muted.listener, counting.listener).mostDb()).isLessThan(SILENT_DB);
      assertThat(heard.between(counting.listener, counted.listener).levelDb())
          .isGreaterThan(SPOKEN_DB);
      assertThat(heard.between(again.listener, again.listener + 1.5).usualToneDb(TONE))
          .isGreaterThan(HEARD_DB);
      assertThat(third.heard().between(muted.host, counted.host).mostDb()).isLessThan(SILENT_DB);
      Tones.Recording talkers = talker.heard();
      assertThat(talkers.between(open.talker - 1, open.talker).mostDb()).isLessThan(SILENT_DB);
      assertThat(talkers.between(open.talker, counting.talker).levelDb())
          .as("the talker is told that he is muted")
          .isGreaterThan(SPOKEN_DB);
      assertThat(talkers.between(counting.talker + 0.5, counted.talker).mostDb())
          .isLessThan(SILENT_DB);
    }
  }

  @Test
  void theHostMutesAllLocksAndEnds() {
    JsonObject room = quietRoom("host");
    String id = room.getString("id");
    try (Baresip host = silent("host");
        Baresip talker = Baresip.start(folder.resolve("guest"), Baresip.PCMA, "udp", TONE);
        Baresip listener = silent("ear")) {
      List<String> calls = new java.util.ArrayList<>();
      String uri = bridge.sipUri("1000");
      calls.addAll(Party.gather(bridge, room.getString("host_pin"), uri, host));
      calls.addAll(Party.gather(bridge, room, talker, listener));
      Bridge.pause(4500);
      double open = listener.recorded();
      host.key("*4");
      bridge.awaitEvent("room=" + id, "room.muted");
      talker.key("*6");
      bridge.awaitEvent("type=dtmf.received&call=" + calls.get(1), "dtmf.received");
      Bridge.pause(1000);
      double muted = listener.recorded();
      Bridge.pause(2000);
      assertThat(talkerOf(id, calls.get(1)).getBoolean("muted_by_host")).isTrue();
      double stillMuted = listener.recorded();
      host.key("*4");
      Bridge.await("unmuted", () -> !talkerOf(id, calls.get(1)).getBoolean("muted_by_host"));
      Bridge.pause(1000);
      double again = listener.recorded();
      host.key("*7");
      bridge.awaitEvent("room=" + id, "room.locked");
      Bridge.pause(500);
      host.key("*7");
      bridge.awaitEvent("room=" + id, "room.unlocked");
      double last = listener.recorded();
      host.key("*0*0");
      bridge.awaitEvent("room=" + id, "room.ended");
      for (String call : calls) {
        JsonObject over = bridge.awaitEvent("call=" + call, "call.completed");
        assertThat(over.getJsonObject("data").getString("ended_by")).isEqualTo("bridge");
      }
      Baresip.closeAll(List.of(host, talker, listener));
      Tones.Recording heard = listener.heard();
      assertThat(heard.between(open - 2, open).usualToneDb(TONE)).isGreaterThan(HEARD_DB);
      assertThat(heard.between(muted, stillMuted).mostDb()).isLessThan(SILENT_DB);
      assertThat(heard.between(again, last).usualToneDb(TONE)).isGreaterThan(HEARD_DB);
    }
  }

  private static JsonObject talkerOf(String room, String call) {
    return bridge.participants(room).stream()
        .filter(one -> call.equals(one.getString("call_id")))
        .findFirst()
        .orElseThrow();
  }
}
