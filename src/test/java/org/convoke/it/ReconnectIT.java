package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A browser whose connection or whole network is gone for a while. The network is a namespace of
 * its own where the machine lets us have one, and a relay everywhere.
 */
class ReconnectIT {
  /** From the network's return until sound: 3 s are promised, and busy machines are late. */
  private static final long SOUND_SECONDS = 12;

  @TempDir Path folder;

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSeatOutlivesItsSocketAndAShortCutOfTheNetworkButNotALongOne() {
    try (Bridge bridge = Bridge.start(folder.resolve("data"));
        Relay relay = new Relay(bridge.httpPort(), bridge.mediaPort());
        Chromium chromium = Chromium.start()) {
      JsonObject room = bridge.createRoom("cut");
      try (Visitor me = Visitor.open(chromium, relay.base(), relay.script());
          Visitor other = Visitor.join(chromium, bridge, room, "host", 1300)) {
        assertThat(me.enter(Visitor.token(bridge, room, "speaker", "Me"), 1700)).isEmpty();
        other.hears(1700);
        me.hears(1300);
        String id = me.id();
        relay.cutSockets();
        me.awaitTold("reconnected");
        other.hears(1700);
        me.hears(1300).does("told.length = 0");
        assertThat(me.id()).isEqualTo(id);
        outage(bridge, room, relay, me, other);
      }
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void soItIsWithANetworkOfItsOwn() throws IOException {
    Namespace network;
    try {
      network = Namespace.make();
    } catch (IOException none) {
      // The other test cuts the same by a relay, which takes no rights.
      System.out.println("ReconnectIT: no network namespace here, the relay alone: " + none);
      return;
    }
    try (network;
        Bridge bridge = Bridge.start(folder.resolve("data"), "--bind", network.ours());
        Chromium here = Chromium.start();
        Chromium there = Chromium.startAs(network.wrap(Chromium.program("chromium"), folder))) {
      JsonObject room = bridge.createRoom("namespace");
      try (Visitor me = Visitor.join(there, bridge, room, "speaker", 1700);
          Visitor other = Visitor.join(here, bridge, room, "host", 1300)) {
        other.hears(1700);
        me.hears(1300);
        outage(bridge, room, network, me, other);
      }
    }
  }

  /**
   * Cut while heard and while muted, some seconds each, and then for longer than a seat is kept.
   */
  private static void outage(
      Bridge bridge, JsonObject room, Cable cable, Visitor me, Visitor other) {
    String id = me.id();
    String mine = "session.participants.find((p) => p.id === '" + id + "')";
    String name = cable.getClass().getSimpleName();

    cable.cut();
    me.awaitTold("reconnecting");
    other.awaits(mine + ".away").misses(1700);
    Bridge.pause(1000);
    cable.mend();
    long mended = System.nanoTime();
    me.hears(1300);
    long heard = System.nanoTime();
    other.hears(1700);
    long both = System.nanoTime();
    System.out.printf(
        "ReconnectIT: %s: sound %.1f s after the network's return, both ways after %.1f s%n",
        name, (heard - mended) / 1e9, (both - mended) / 1e9);
    assertThat(TimeUnit.NANOSECONDS.toSeconds(both - mended)).isLessThan(SOUND_SECONDS);
    me.awaitTold("reconnected");
    other.awaits("!" + mine + ".away");

    me.does("session.mute()");
    other.awaits(mine + ".muted");
    me.does("told.length = 0");
    cable.cut();
    me.awaitTold("reconnecting");
    Bridge.pause(1000);
    cable.mend();
    me.awaitTold("reconnected");
    me.hears(1300);
    assertThat(me.does("session.muted")).isEqualTo(true);
    assertThat(me.id()).isEqualTo(id);
    other.awaits("!" + mine + ".away && " + mine + ".muted").misses(1700);
    me.does("session.unmute()");
    other.hears(1700);
    assertThat(typesOf(bridge, room)).doesNotContain("participant.left");
    assertThat(typesOf(bridge, room).stream().filter("participant.joined"::equals)).hasSize(2);

    cable.cut();
    JsonObject left = awaitLeft(bridge, "room=" + room.getString("id"));
    assertThat(left.getString("participant_id")).isEqualTo(id);
    other.awaits("session.participants.length === 1");
    me.awaitTold("ended");
    cable.mend();
  }

  private static List<String> typesOf(Bridge bridge, JsonObject room) {
    return bridge.events("room=" + room.getString("id")).stream()
        .map(event -> event.getString("type"))
        .toList();
  }

  /** Not before 30 s from the cut. */
  private static JsonObject awaitLeft(Bridge bridge, String query) {
    long cut = System.nanoTime();
    Bridge.await(
        "the participant to leave",
        90,
        () ->
            bridge.events(query).stream()
                .anyMatch(event -> "participant.left".equals(event.getString("type"))));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - cut)).isBetween(29L, 60L);
    return bridge.awaitEvent(query, "participant.left");
  }
}
