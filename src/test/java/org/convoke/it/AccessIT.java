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

/** Real phones that have to prove who they are, and phones that encrypt. */
@Execution(ExecutionMode.CONCURRENT)
class AccessIT {
  private static final String PASSWORD = "a-long-enough-password";

  @TempDir static Path folder;
  private static Bridge bridge;

  @BeforeAll
  static void start() throws IOException {
    Path config =
        Files.writeString(folder.resolve("convoke.yaml"), "sip:\n  trust_loopback: false\n");
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
    trunk("office", "optional");
    trunk("guarded", "required");
  }

  private static void trunk(String name, String srtp) {
    JsonObject trunk =
        new JsonObject()
            .put("name", name)
            .put("username", name)
            .put("password", PASSWORD)
            .put("srtp", srtp);
    Bridge.Answer answer = bridge.request("POST", "/v1/trunks", trunk);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static Baresip phone(String name, int hz, String user, String password, String more) {
    return new Baresip.Setup(folder.resolve(name), Baresip.PCMU, "udp", hz)
        .account(";auth_user=" + user + ";auth_pass=" + password + more)
        .start();
  }

  @Test
  void phonesWithPasswordsTalkInTheClearAndEncrypted() {
    JsonObject room = bridge.createRoom("mixed");
    try (Baresip clear = phone("clear", 500, "office", PASSWORD, "");
        Baresip invites = phone("invites", 900, "office", PASSWORD, ";mediaenc=srtp");
        Baresip insists = phone("insists", 1300, "guarded", PASSWORD, ";mediaenc=srtp-mand");
        Sipp sipp =
            Sipp.begin(
                folder.resolve("sipp"),
                "digest.xml",
                bridge,
                Map.of("account", "office", "password", PASSWORD, "keys", room.getString("pin")))) {
      List<Baresip> phones = List.of(clear, invites, insists);
      List<String> calls = Party.gather(bridge, room, clear, invites, insists);
      bridge.awaitJoined(room.getString("id"), 4);
      assertThat(calls.stream().map(id -> bridge.get("/v1/calls/" + id).getString("source")))
          .allMatch(source -> source.startsWith("trunk:"));
      Bridge.pause(5000);
      Party.end(bridge, room);
      sipp.succeeds();
      Baresip.closeAll(phones);
      int[] tones = {500, 900, 1300};
      for (Baresip phone : phones) {
        Tones.Recording heard = phone.heard().between(-3.5, -0.8);
        for (int i = 0; i < tones.length; i++) {
          if (phones.get(i) == phone) {
            assertThat(heard.mostToneDb(tones[i])).isLessThan(UNHEARD_DB);
          } else {
            assertThat(heard.usualToneDb(tones[i]))
                .as("tone %d at %s", tones[i], phone.name())
                .isGreaterThan(HEARD_DB);
          }
        }
      }
      assertThat(invites.log()).contains("SRTP is Enabled");
      assertThat(insists.log()).contains("SRTP is Enabled");
      assertThat(clear.log()).doesNotContain("SRTP is Enabled");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (Baresip wrong = phone("wrong", 500, "office", "another-password", "");
        Sipp sipp =
            Sipp.begin(
                folder.resolve("wrong-sipp"),
                "digest-refused.xml",
                bridge,
                Map.of("account", "office", "password", "another-password", "status", "401"))) {
      wrong.dial(bridge.sipUri("1000"));
      Bridge.await("refusal", () -> wrong.log().contains("session closed"));
      sipp.succeeds();
      assertThat(bridge.events("type=call.started"))
          .extracting(event -> event.getJsonObject("data").getString("from"))
          .doesNotContain("wrong", "wrong-sipp");
    }
  }

  @Test
  void plainRtpIsRefusedWhereSrtpIsRequired() {
    try (Sipp sipp =
        Sipp.begin(
            folder.resolve("plain"),
            "digest-refused.xml",
            bridge,
            Map.of("account", "guarded", "password", PASSWORD, "status", "488"))) {
      sipp.succeeds();
      JsonObject ended = bridge.awaitEvent("call=" + bridge.awaitCall("plain"), "call.completed");
      assertThat(ended.getJsonObject("data").getInteger("sip_code")).isEqualTo(488);
    }
  }
}
