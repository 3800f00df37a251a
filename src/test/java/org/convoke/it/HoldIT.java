package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.Party.HEARD_DB;
import static org.convoke.it.Party.UNHEARD_DB;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real phones that hold, resume, move and change their codec while others listen. */
@Execution(ExecutionMode.CONCURRENT)
class HoldIT {
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
  void whoHoldsIsNeitherHeardNorHearsUntilHeResumes() {
    JsonObject room = bridge.createRoom("hold");
    try (Baresip holder = Baresip.start(folder.resolve("holder"), Baresip.PCMU, "udp", 500);
        Baresip other = Baresip.start(folder.resolve("other"), Baresip.PCMA, "tcp", 900)) {
      String call = Party.gather(bridge, room, holder, other).getFirst();
      Bridge.pause(4000);
      double before = other.recorded();
      holder.hold();
      awaitHeld(call, true);
      bridge.awaitEvent("call=" + call, "participant.held");
      assertThat(bridge.get("/v1/calls/" + call).getBoolean("held")).isTrue();
      Bridge.pause(500);
      double held = other.recorded();
      double holderHeld = holder.recorded();
      Bridge.pause(2500);
      double holderResumes = holder.recorded();
      double resumes = other.recorded();
      holder.resume();
      awaitHeld(call, false);
      bridge.awaitEvent("call=" + call, "participant.resumed");
      Bridge.pause(1000);
      double resumed = other.recorded();
      Bridge.pause(2500);
      Party.end(bridge, room);
      Baresip.closeAll(List.of(holder, other));
      Tones.Recording heard = other.heard();
      assertThat(heard.between(before - 2, before).usualToneDb(500)).isGreaterThan(HEARD_DB);
      assertThat(heard.between(held, resumes).mostToneDb(500)).isLessThan(UNHEARD_DB);
      assertThat(heard.between(resumed, resumed + 2).usualToneDb(500)).isGreaterThan(HEARD_DB);
      Tones.Recording holders = holder.heard();
      // Nothing is sent to who holds, so its recording stands still.
      assertThat(holderResumes - holderHeld).isLessThan(0.3);
      assertThat(holders.between(holderHeld - 3, holderHeld - 1).usualToneDb(900))
          .isGreaterThan(HEARD_DB);
      assertThat(holders.between(-2, -0.3).usualToneDb(900)).isGreaterThan(HEARD_DB);
    }
  }

  @Test
  void aPhoneMovesAndChangesItsCodecAndHoldsInTheOldWay() throws IOException {
    JsonObject room = bridge.createRoom("move");
    Path tone = Tones.g711(folder, "a", 1500, 30);
    try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Baresip listener = Baresip.start(folder.resolve("listener"), Baresip.PCMU, "udp", 700)) {
      Party.gather(bridge, room, listener);
      Map<String, String> values =
          Map.of(
              "keys",
              room.getString("pin"),
              "tone",
              tone.toString(),
              "first-port",
              String.valueOf(first.getLocalPort()));
      try (Sipp sipp = Sipp.begin(folder.resolve("mover"), "renegotiate.xml", bridge, values)) {
        String call = bridge.awaitCall("mover");
        bridge.awaitEvent("call=" + call, "participant.joined");
        assertThat(hasReceived(first)).isTrue();
        Bridge.await(
            "the other codec",
            () -> "PCMA".equals(bridge.get("/v1/calls/" + call).getString("codec")));
        Bridge.pause(700);
        double moved = listener.recorded();
        assertThat(isSentTo(first)).as("sound at the port that it left").isFalse();
        awaitHeld(call, true);
        double mid = listener.recorded();
        Bridge.pause(700);
        double held = listener.recorded();
        Bridge.pause(2000);
        double stillHeld = listener.recorded();
        awaitHeld(call, false);
        Bridge.pause(800);
        double resumed = listener.recorded();
        Bridge.pause(2000);
        Party.end(bridge, room);
        sipp.succeeds();
        listener.close();
        Tones.Recording heard = listener.heard();
        assertThat(mid - moved).isGreaterThan(1);
        assertThat(heard.between(moved, mid - 0.5).usualToneDb(1500)).isGreaterThan(HEARD_DB);
        assertThat(heard.between(held, stillHeld).mostToneDb(1500)).isLessThan(UNHEARD_DB);
        assertThat(heard.between(resumed, -0.5).usualToneDb(1500)).isGreaterThan(HEARD_DB);
      }
    }
  }

  private static void awaitHeld(String call, boolean held) {
    Bridge.await(
        "call.held " + held,
        () ->
            bridge.events("type=call.held&call=" + call).stream()
                .reduce((a, b) -> b)
                .map(event -> event.getJsonObject("data").getBoolean("held") == held)
                .orElse(false));
  }

  /** Whether any packet has come, or comes soon. */
  private static boolean hasReceived(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(3000);
    try {
      socket.receive(new DatagramPacket(new byte[1500], 1500));
      return true;
    } catch (SocketTimeoutException nothing) {
      return false;
    }
  }

  /** Whether packets still come after those that wait were read. */
  private static boolean isSentTo(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(400);
    long deadline = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() - deadline < 0) {
      try {
        socket.receive(new DatagramPacket(new byte[1500], 1500));
      } catch (SocketTimeoutException silent) {
        return false;
      }
    }
    return true;
  }
}
