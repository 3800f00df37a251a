package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let into a room by browser, and who has to wait. */
class LobbyIT {
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
  void whoKnocksByBrowserOrPhoneWaitsUntilAHostAdmits() {
    JsonObject room = bridge.createRoom(new JsonObject().put("name", "k").put("access", "knock"));
    String path = "/v1/rooms/" + room.getString("id") + "/participants/";
    try (Visitor host = Visitor.join(chromium, bridge, room, "host", 1300);
        Visitor first = Visitor.open(chromium, bridge);
        Visitor second = Visitor.open(chromium, bridge);
        Caller phone = Caller.dial(bridge, "knocker", 500, room.getString("pin"));
        Caller other = Caller.dial(bridge, "knocks-too", 900, room.getString("pin"))) {
      assertThat(first.enterByLink(room, "First", 1700)).isEmpty();
      assertThat(second.enterByLink(room, "Second", 2100)).isEmpty();
      assertThat(first.does("session.state")).isEqualTo("waiting");
      host.awaits("session.waiting.length === 4");
      assertThat(host.does("session.waiting.map((p) => p.via).sort().join()"))
          .isEqualTo("browser,browser,phone,phone");
      assertThat(first.does("session.waiting.length + session.participants.length")).isEqualTo(0);
      host.misses(500, 900, 1700, 2100);
      first.misses(1300);

      host.does("session.host.admit('" + first.id() + "')");
      first.awaits("session.state === 'joined' && session.participants.length === 2");
      first.hears(new int[] {1300}, new int[] {500, 1700, 2100});
      host.hears(new int[] {1700}, new int[] {500, 900, 1300, 2100});
      assertThat(admit(path + second.id())).isLessThan(300);
      second.awaits("session.state === 'joined'").hears(1300, 1700);

      host.does("session.host.admit('" + participant(phone) + "')");
      phone.hears(1300).hears(1700).hears(2100);
      assertThat(admit(path + participant(other))).isLessThan(300);
      host.hears(new int[] {500, 900, 1700, 2100}, new int[] {1300});
      host.awaits("session.waiting.length === 0 && session.participants.length === 5");
    }
  }

  private static int admit(String participant) {
    return bridge.request("POST", participant + "/admit", null).status();
  }

  private static String participant(Caller phone) {
    return bridge
        .awaitEvent("call=" + phone.call(), "participant.waiting")
        .getString("participant_id");
  }

  @Test
  void aListenerHearsAndIsNotHeardAndHasNoMicrophone() {
    JsonObject room = bridge.createRoom("listen");
    try (Visitor listener = Visitor.join(chromium, bridge, room, "listener", 0);
        Visitor lowered = Visitor.join(chromium, bridge, room, "listener", 2100);
        Caller phone = Caller.join(bridge, room, "talker", 500)) {
      listener.hears(new int[] {500}, new int[] {2100});
      lowered.hears(new int[] {500}, new int[] {2100});
      phone.misses(2100);
      assertThat(listener.does("session.microphone")).isNull();
      assertThat(listener.does("session.me.role")).isEqualTo("listener");
      assertThat(listener.does("session.room.pin ?? ''")).isEqualTo("");
    }
  }

  @Test
  void theEleventhOfTenIsToldThatTheRoomIsFull() {
    JsonObject room =
        bridge.createRoom(new JsonObject().put("name", "ten").put("max_participants", 10));
    List<Visitor> ten = new ArrayList<>();
    try (Visitor eleventh = Visitor.open(chromium, bridge)) {
      ten.add(Visitor.join(chromium, bridge, room, "host", 0));
      for (int i = 2; i <= 10; i++) {
        Visitor one = Visitor.open(chromium, bridge);
        ten.add(one);
        assertThat(one.enterByLink(room, "No. " + i, 0)).isEmpty();
      }
      assertThat(eleventh.enterByLink(room, "No. 11", 0)).isEqualTo("room_full");
      ten.getLast().does("session.leave()");
      bridge.awaitJoined(room.getString("id"), 9);
      assertThat(eleventh.enterByLink(room, "No. 11", 0)).isEmpty();
    } finally {
      ten.forEach(Visitor::close);
    }
  }
}
