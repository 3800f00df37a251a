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

/** Browsers and phones in one room: who hears whom. */
class BrowsersIT {
  @TempDir static Path folder;
  private static Bridge bridge;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(folder.resolve("data"));
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    bridge.close();
  }

  @Test
  void twoBrowsersAndTwoPhonesHearEachOtherAndNotThemselves() {
    JsonObject room = bridge.createRoom("four");
    try (Baresip mu = Baresip.start(folder.resolve("mu"), Baresip.PCMU, "udp", 500);
        Baresip opus = Baresip.start(folder.resolve("opus"), Baresip.OPUS, "udp", 900);
        Visitor one = Visitor.join(chromium, bridge, room, "host", 1300);
        Visitor two = Visitor.join(chromium, bridge, room, "speaker", 1700)) {
      Party.gather(bridge, room, mu, opus);
      bridge.awaitJoined(room.getString("id"), 4);
      one.hears(new int[] {500, 900, 1700}, new int[] {1300});
      two.hears(new int[] {500, 900, 1300}, new int[] {1700});
      one.awaits("session.participants.length === 4");
      assertThat(one.does("session.participants.map((p) => p.via).sort().join()"))
          .isEqualTo("browser,browser,phone,phone");
      Bridge.pause(2500);
      Party.end(bridge, room);
      one.awaitTold("ended");
      List<Baresip> phones = List.of(mu, opus);
      Baresip.closeAll(phones);
      int[] tones = {500, 900, 1300, 1700};
      for (int p = 0; p < phones.size(); p++) {
        Tones.Recording heard = phones.get(p).heard().between(-3, -0.8);
        for (int t = 0; t < tones.length; t++) {
          String what = "tone " + tones[t] + " at " + phones.get(p).name();
          if (t == p) {
            assertThat(heard.mostToneDb(tones[t])).as(what).isLessThan(UNHEARD_DB);
          } else {
            assertThat(heard.usualToneDb(tones[t])).as(what).isGreaterThan(HEARD_DB);
          }
        }
      }
    }
  }
}
