package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.Party.HEARD_DB;
import static org.convoke.it.Party.UNHEARD_DB;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real phones in one room: each hears the others and not itself. */
@Execution(ExecutionMode.CONCURRENT)
class ConferenceIT {
  @TempDir static Path folder;
  private static Bridge bridge;
  private static SelfSigned certificate;
  private static int tlsPort;

  @BeforeAll
  static void start() throws IOException {
    certificate = SelfSigned.make(folder.resolve("tls"));
    tlsPort = Baresip.freePort();
    Path config =
        Files.writeString(
            folder.resolve("convoke.yaml"),
            """
            sip:
              tls_port: %d
              tls_certificate: %s
              tls_key: %s
            """
                .formatted(tlsPort, certificate.certificate(), certificate.key()));
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void phonesOfEveryCodecAndTransportHearEachOtherAndNotThemselves() {
    JsonObject room = bridge.createRoom("every codec");
    int[] tones = {500, 900, 1300, 1700, 2100};
    try (Baresip mulaw = Baresip.start(folder.resolve("pcmu"), Baresip.PCMU, "udp", 500);
        Baresip alaw = Baresip.start(folder.resolve("pcma"), Baresip.PCMA, "tcp", 900);
        Baresip wide = Baresip.start(folder.resolve("g722"), Baresip.G722, "udp", 1300);
        Baresip opus = Baresip.start(folder.resolve("opus"), Baresip.OPUS, "tcp", 1700);
        Baresip secret =
            new Baresip.Setup(folder.resolve("tls-phone"), Baresip.PCMU, "tls", 2100)
                .trusting(certificate.certificate())
                .start()) {
      List<String> calls = Party.gather(bridge, room, mulaw, alaw, wide, opus);
      String overTls = "sip:1000@127.0.0.1:" + tlsPort;
      String last = Party.gather(bridge, room.getString("pin"), overTls, secret).getFirst();
      Bridge.pause(6500);
      assertThat(calls.stream().map(id -> bridge.get("/v1/calls/" + id).getString("codec")))
          .containsExactly("PCMU", "PCMA", "G722", "opus");
      assertThat(bridge.get("/v1/calls/" + last).getString("transport")).isEqualTo("tls");
      Party.end(bridge, room);
      List<Baresip> phones = List.of(mulaw, alaw, wide, opus, secret);
      Baresip.closeAll(phones);
      for (Baresip phone : phones) {
        int own = tones[phones.indexOf(phone)];
        assertHears(phone.name(), phone.heard().between(-5, -1), own, tones);
      }
    }
  }

  @Test
  void baresipSippAndLinphoneHearEachOtherAndNotThemselves() {
    JsonObject room = bridge.createRoom("three makers");
    String id = room.getString("id");
    Path tone = Tones.g711(folder, "mu", 1500, 30);
    try (Baresip baresip = Baresip.start(folder.resolve("baresip"), Baresip.PCMU, "udp", 700);
        Linphone linphone = Linphone.start(folder.resolve("linphone"));
        Sipp sipp =
            Sipp.begin(
                folder.resolve("sipp"),
                "talk.xml",
                bridge,
                Map.of("keys", room.getString("pin"), "tone", tone.toString()))) {
      linphone.dial(bridge.sipUri("1000"));
      Party.gather(bridge, room, baresip);
      String linphones = bridge.awaitCall("linphone");
      bridge.awaitEvent("call=" + linphones, "call.answered");
      linphone.key(room.getString("pin"));
      bridge.awaitJoined(id, 3);
      linphone.play(Tones.wav(folder.resolve("linphone.wav"), 8000, 1100, -12, 30));
      Bridge.await(
          "all three speak",
          () ->
              bridge.participants(id).stream().filter(p -> p.getBoolean("speaking")).count() == 3);
      Bridge.pause(6000);
      linphone.hangUp();
      bridge.awaitEvent("call=" + linphones, "call.completed");
      Party.end(bridge, room);
      sipp.succeeds();
      baresip.close();
      linphone.close();
      assertHears("baresip", baresip.heard().between(-5.5, -1.5), 700, 700, 1100, 1500);
      assertHears("linphone", linphone.heard().between(-5, -1), 1100, 700, 1100, 1500);
    }
  }

  private static void assertHears(String who, Tones.Recording heard, int own, int... tones) {
    for (int tone : tones) {
      if (tone == own) {
        assertThat(heard.mostToneDb(tone)).as("own tone of %s", who).isLessThan(UNHEARD_DB);
      } else {
        assertThat(heard.usualToneDb(tone)).as("tone %d at %s", tone, who).isGreaterThan(HEARD_DB);
      }
    }
  }
}
