package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phone becomes the sound of a browser's participant, and ceases to be. */
class MergeIT {
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
  void aPhoneThatKeysTheCodeIsHeardInsteadOfTheBrowserUntilItHangsUp() {
    JsonObject room = bridge.createRoom("merge");
    try (Visitor me = Visitor.join(chromium, bridge, room, "speaker", 1700);
        Visitor other = Visitor.join(chromium, bridge, room, "host", 1300)) {
      String find = "session.participants.find((p) => p.id === '" + me.id() + "')";
      other.hears(1700);
      String code = (String) me.does("(await session.mergeCode()).code");
      assertThat(code).matches("[0-9]{6}");
      try (Caller phone = Caller.dial(bridge, "keys", 500, "*" + code + "#")) {
        me.awaits("session.merged");
        other.awaits(find + ".via === 'merged' && session.participants.length === 2");
        assertThat(me.awaitTold("merged").getJsonObject("about").getBoolean("merged")).isTrue();
        other.hears(new int[] {500}, new int[] {1700});
        phone.hears(1300);
        assertThat(phone.level(1700)).isLessThan(Party.UNHEARD_DB);
        me.misses(500, 1300);
        // The participant is one: what he does in the page acts on the phone's sound.
        me.does("session.mute()");
        other.misses(500);
        me.does("session.unmute()");
        other.hears(500);
      }
      other.awaits(find + ".via === 'browser' && " + find + ".muted");
      me.awaits("!session.merged && session.muted").hears(1300);
      other.hears(new int[] {}, new int[] {500, 1700});
      me.does("session.unmute()");
      other.hears(1700);
      assertThat(bridge.events("room=" + room.getString("id")))
          .as("nobody came or went")
          .extracting(event -> event.getString("type"))
          .doesNotContain("participant.left");

      // A code is for one phone.
      try (Caller late = Caller.dial(bridge, "late", 900, "*" + code + "#")) {
        Heard.await(late.phone(), "wrong-pin");
        other.misses(900);
      }
    }
  }

  @Test
  void aPhoneThatDialsTheCodesAddressNeedsNoKeys() {
    JsonObject room = bridge.createRoom("one-touch");
    try (Visitor me = Visitor.join(chromium, bridge, room, "speaker", 1700);
        Visitor other = Visitor.join(chromium, bridge, room, "host", 1300)) {
      other.hears(1700);
      String uri = (String) me.does("(await session.mergeCode()).sipUri");
      assertThat(uri).startsWith("sip:*");
      try (Caller phone = Caller.dialTo(bridge, uri, "dials", 500, "")) {
        me.awaits("session.merged");
        other.hears(new int[] {500}, new int[] {1700});
        phone.hears(1300);
        bridge.awaitJoined(room.getString("id"), 2);
      }
      me.awaits("!session.merged && session.muted");
    }
  }
}
