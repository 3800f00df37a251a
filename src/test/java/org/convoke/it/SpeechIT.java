package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A phone in a room hears what the API lets it hear, and gets the keys that it is sent. */
@Execution(ExecutionMode.CONCURRENT)
class SpeechIT {
  @TempDir static Path folder;
  private static Bridge bridge;
  private static HttpServer sounds;

  @BeforeAll
  static void start() throws IOException {
    bridge = Bridge.start(folder.resolve("data"));
    sounds = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Path wav = Tones.wav(folder.resolve("tone.wav"), 22_050, 1500, -12, 3);
    serve("/tone.wav", Files.readAllBytes(wav));
    try (var mp3 = SpeechIT.class.getResourceAsStream("/sounds/tone-44k-stereo-vbr.mp3")) {
      serve("/tone.mp3", mp3.readAllBytes());
    }
    serve("/page.html", "<html>no sound</html>".getBytes());
    sounds.start();
  }

  private static void serve(String path, byte[] body) {
    sounds.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @AfterAll
  static void stop() {
    sounds.stop(0);
    bridge.close();
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + sounds.getAddress().getPort() + path;
  }

  private static void ask(String call, String what, JsonObject body) {
    Bridge.Answer answer = bridge.request("POST", "/v1/calls/" + call + "/" + what, body);
    assertThat(answer.status()).as(what + " " + answer).isEqualTo(200);
  }

  private static Baresip silent(String name, String codec) {
    return new Baresip.Setup(folder.resolve(name), codec, "udp", 500).level(-200).start();
  }

  @Test
  void aPhoneInARoomHearsATextAndTonesFromFilesAndGetsKeys() {
    assertThat(bridge.banner()).containsPattern("Speech +\\S+.* for English");
    JsonObject room =
        bridge.createRoom(new JsonObject().put("name", "voices").put("announce", "off"));
    try (Baresip ear = silent("ear", Baresip.PCMU);
        Baresip other = silent("other", Baresip.OPUS)) {
      String call = Party.gather(bridge, room, ear, other).getFirst();
      Bridge.pause(6000);
      double from = ear.recorded();
      ask(
          call,
          "talk",
          new JsonObject().put("text", "Hello. This is a sentence that takes three seconds."));
      Bridge.pause(5000);
      double spoken = ear.recorded();
      ask(call, "play", new JsonObject().put("url", url("/tone.wav")));
      Bridge.pause(4500);
      ask(call, "play", new JsonObject().put("url", url("/tone.mp3")).put("loop", 3));
      Bridge.pause(4500);
      double played = ear.recorded();
      JsonObject digits = new JsonObject().put("digits", "47p1#");
      assertThat(ear.keys(4, () -> ask(call, "dtmf", digits))).isEqualTo("471#");
      Bridge.Answer refused =
          bridge.request(
              "POST",
              "/v1/calls/" + call + "/play",
              new JsonObject().put("url", url("/page.html")));
      assertThat(refused.status()).as("" + refused).isBetween(400, 499);
      assertThat(refused.toString()).contains("neither WAV nor MP3");
      Party.end(bridge, room);
      Baresip.closeAll(List.of(ear, other));

      Tones.Recording speech = ear.heard().between(from, spoken);
      // Spoken for two seconds at least: a tenth of a second is loud or not.
      assertThat(loud(speech)).isBetween(15, 48);
      assertThat(tone(ear.heard().between(from, played), 1500)).isBetween(26, 34);
      assertThat(tone(ear.heard().between(from, played), 880)).isBetween(27, 37);
      // It was played to one alone.
      assertThat(loud(other.heard().between(from, played))).isZero();
    }
  }

  /** How many tenths of a second are louder than -35 dB. */
  private static int loud(Tones.Recording sound) {
    return count(sound, tenth -> tenth.levelDb() > -35);
  }

  /** How many tenths of a second hold the tone. */
  private static int tone(Tones.Recording sound, int hz) {
    return count(sound, tenth -> tenth.toneDb(hz) > -20);
  }

  private static int count(
      Tones.Recording sound, java.util.function.Predicate<Tones.Recording> fits) {
    int count = 0;
    for (double at = 0; at + 0.1 <= sound.seconds(); at += 0.1) {
      count += fits.test(sound.between(at, at + 0.1)) ? 1 : 0;
    }
    return count;
  }
}
