package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a recording shows of levels and clicks. */
@Execution(ExecutionMode.CONCURRENT)
class SoundIT {
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

  private static Baresip phone(String name, int hz, double levelDb) {
    return new Baresip.Setup(folder.resolve(name), Baresip.PCMU, "udp", hz).level(levelDb).start();
  }

  private static JsonObject quietRoom(String name) {
    return bridge.createRoom(new JsonObject().put("name", name).put("announce", "off"));
  }

  @Test
  void aQuietAndALoudPhoneAreHeardNearlyAlike() {
    JsonObject room = quietRoom("levels");
    try (Baresip quiet = phone("quiet", 600, -35);
        Baresip loud = phone("loud", 1000, -10);
        Baresip ear = phone("ear", 500, -200)) {
      Party.gather(bridge, room, quiet, loud, ear);
      Bridge.pause(8000);
      Party.end(bridge, room);
      Baresip.closeAll(List.of(quiet, loud, ear));
      Tones.Recording heard = ear.heard().between(-2.5, -0.5);
      assertThat(heard.toneDb(600)).isCloseTo(heard.toneDb(1000), within(6.0));
      assertThat(heard.toneDb(600)).isGreaterThan(-26);
    }
  }

  @Test
  void joiningAndLeavingDoNotClick() {
    JsonObject room = quietRoom("clicks");
    int hz = 500;
    try (Baresip ear = phone("listener", hz, -200);
        Baresip company = phone("company", hz, -200);
        Baresip talker = phone("talker", hz, -12)) {
      Party.gather(bridge, room, ear, company);
      Bridge.pause(5000);
      double before = ear.recorded();
      String call = Party.gather(bridge, room, talker).getFirst();
      Bridge.pause(3000);
      talker.hangUp();
      bridge.awaitEvent("call=" + call, "call.completed");
      Bridge.pause(1000);
      Party.end(bridge, room);
      Baresip.closeAll(List.of(ear, company, talker));
      Tones.Recording heard = ear.heard().between(before, -0.3);
      int peak = heard.peak();
      assertThat(peak).as("the talker is in it").isGreaterThan(3000);
      double steepest = peak * 2 * Math.sin(Math.PI * hz / heard.rate());
      assertThat((double) heard.greatestStep()).isLessThan(steepest * 1.3 + 300);
    }
  }
}
