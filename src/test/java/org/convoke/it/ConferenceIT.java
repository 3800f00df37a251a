package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real phones in one room: each hears the others and not itself. */
class ConferenceIT {
  /** A tone that is there: phones send at -12 dBFS, and automatic gain may move it a little. */
  private static final double HEARD_DB = -24;

  /** A tone that is not there, with room for what codecs and other tones leak. */
  private static final double UNHEARD_DB = -45;

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

  @Test
  void phonesOfEveryCodecAndTransportHearEachOtherAndNotThemselves() {
    JsonObject room = bridge.createRoom("every codec");
    try (Baresip mulaw = Baresip.start(folder.resolve("pcmu"), "PCMU/8000/1", "udp", 500, "");
        Baresip alaw = Baresip.start(folder.resolve("pcma"), "PCMA/8000/1", "tcp", 900, "");
        Baresip wide = Baresip.start(folder.resolve("g722"), "G722/16000/1", "udp", 1300, "");
        Baresip opus = Baresip.start(folder.resolve("opus"), "opus/48000/2", "tcp", 1700, "")) {
      List<Baresip> phones = List.of(mulaw, alaw, wide, opus);
      int[] tones = {500, 900, 1300, 1700};
      for (Baresip phone : phones) {
        phone.dial(bridge.sipUri("1000"));
        Bridge.pause(500);
        phone.key(room.getString("pin"));
      }
      bridge.awaitJoined(room.getString("id"), 4);
      Bridge.pause(8000);
      assertThat(bridge.get("/v1/calls?state=answered").getJsonArray("items"))
          .hasSizeGreaterThanOrEqualTo(4);
      phones.forEach(Baresip::hangUp);
      bridge.awaitEvent("room=" + room.getString("id"), "room.ended");
      phones.forEach(Baresip::close);
      for (int listener = 0; listener < phones.size(); listener++) {
        Tones.Recording heard = Tones.read(phones.get(listener).recording()).between(-6, -1.5);
        for (int talker = 0; talker < tones.length; talker++) {
          double level = heard.toneDb(tones[talker]);
          if (talker == listener) {
            assertThat(level).as("own tone of phone %d", listener).isLessThan(UNHEARD_DB);
          } else {
            assertThat(level)
                .as("tone %d at phone %d", tones[talker], listener)
                .isGreaterThan(HEARD_DB);
          }
        }
      }
    }
  }
}
