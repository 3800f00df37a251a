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
      assertThat(heard.usualToneDb(600)).isCloseTo(heard.usualToneDb(1000), within(6.0));
      assertThat(heard.usualToneDb(600)).isGreaterThan(-26);
    }
  }

  @Test
  void joiningAndLeavingDoNotClickForListenersOfAnyCodec() {
    JsonObject room = quietRoom("clicks");
    // No whole number of periods in a frame, so that frames begin at any phase.
    int hz = 470;
    try (Baresip narrow = phone("narrow", hz, -200);
        Baresip wide = ear("wide", Baresip.G722);
        Baresip full = ear("full", Baresip.OPUS);
        Baresip talker = phone("talker", hz, -12)) {
      List<Baresip> ears = List.of(narrow, wide, full);
      Party.gather(bridge, room, narrow, wide, full);
      Bridge.pause(5000);
      double[] before = ears.stream().mapToDouble(Baresip::recorded).toArray();
      String call = Party.gather(bridge, room, talker).getFirst();
      Bridge.pause(3000);
      talker.hangUp();
      bridge.awaitEvent("call=" + call, "call.completed");
      Bridge.pause(1000);
      double[] after = ears.stream().mapToDouble(Baresip::recorded).toArray();
      Party.end(bridge, room);
      Baresip.closeAll(List.of(narrow, wide, full, talker));
      for (int i = 0; i < before.length; i++) {
        Tones.Recording heard = ears.get(i).heard().between(before[i], after[i]);
        int peak = heard.peak();
        assertThat(peak).as("the talker is in it").isGreaterThan(3000);
        double steepest = peak * 2 * Math.sin(Math.PI * hz / heard.rate());
        assertThat((double) heard.greatestStep())
            .as("greatest step at %s", ears.get(i).name())
            .isLessThan(steepest * 1.3 + 300);
      }
    }
  }

  private static Baresip ear(String name, String codec) {
    return new Baresip.Setup(folder.resolve(name), codec, "udp", 500).level(-200).start();
  }
}
