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

  @Test
  void whatPeopleDoInThePageActsForAll() {
    JsonObject room = bridge.createRoom("controls");
    String path = "/v1/rooms/" + room.getString("id");
    try (Visitor host = Visitor.join(chromium, bridge, room, "host", 1300);
        Visitor guest = Visitor.join(chromium, bridge, room, "speaker", 1700);
        Caller phone = Caller.join(bridge, room, "controls", 500)) {
      String guestId = guest.id();
      phone.hears(1300).hears(1700);
      guest.hears(500, 1300);

      guest.does("session.mute()");
      phone.misses(1700).hears(1300);
      host.awaits("session.participants.find((p) => p.id === '" + guestId + "').muted");
      guest.does("session.unmute()");
      phone.hears(1700);

      host.does("session.host.muteParticipant('" + guestId + "')");
      guest.awaits("session.mutedByHost");
      assertThat(guest.failsTo("session.unmute()")).isEqualTo("forbidden");
      phone.misses(1700);
      host.misses(1700);
      host.does("session.host.muteParticipant('" + guestId + "', false)");
      phone.hears(1700);
      assertThat(guest.failsTo("session.host.muteAll()")).isEqualTo("forbidden");

      host.does("session.host.muteAll()");
      host.hears(new int[0], new int[] {500, 1700});
      guest.awaits("session.mutedByHost && session.room.mutedAll");
      guest.hears(new int[] {1300}, new int[] {500});
      host.does("session.host.muteAll(false)");
      host.hears(500, 1700);

      double before = phone.hears(1700).level(1700);
      assertThat(before).isGreaterThan(HEARD_DB);
      host.does("session.host.setVolume('" + guestId + "', -30)");
      // What the codecs add around the other's tone is not 30 dB below it.
      double[] after = new double[1];
      try {
        Bridge.await("a lower volume", () -> (after[0] = phone.level(1700)) < before - 10);
      } catch (AssertionError same) {
        throw new AssertionError(before + " dBFS, then " + after[0], same);
      }
      host.does("session.host.setVolume('" + guestId + "', 0)");
      phone.hears(1700);

      guest.does("session.setName('Ada L.')");
      host.awaits("session.participants.find((p) => p.id === '" + guestId + "').name === 'Ada L.'");
      assertThat(bridge.get(path + "/participants/" + guestId).getString("name"))
          .isEqualTo("Ada L.");
      guest.does("session.sendText('see you <b>at</b> 5')");
      JsonObject text = host.awaitTold("text").getJsonObject("about");
      assertThat(text.getString("text")).isEqualTo("see you <b>at</b> 5");
      assertThat(text.getString("name")).isEqualTo("Ada L.");
      assertThat(text.getBoolean("mine")).isFalse();
      assertThat(guest.awaitTold("text").getJsonObject("about").getBoolean("mine")).isTrue();

      host.does("session.host.lock()");
      guest.awaits("session.room.locked");
      try (Visitor third = Visitor.open(chromium, bridge)) {
        assertThat(third.enter(Visitor.token(bridge, room, "speaker", "late"), 900))
            .isEqualTo("room_locked");
      }
      host.does("session.host.lock(false)");

      host.does("session.host.remove('" + guestId + "')");
      assertThat(guest.awaitTold("ended").getJsonObject("about").getString("reason"))
          .isEqualTo("removed");
      JsonObject left = bridge.awaitEvent("room=" + room.getString("id"), "participant.left");
      assertThat(left.getString("participant_id")).isEqualTo(guestId);
      assertThat(left.getJsonObject("data").getString("reason")).isEqualTo("removed");
      phone.misses(1700).hears(1300);
      host.does("session.host.end()");
      assertThat(host.awaitTold("ended").getJsonObject("about").getString("reason"))
          .isEqualTo("room_ended");
      Bridge.await("the phone's call to end", phone.phone()::isOver);
    }
  }
}
