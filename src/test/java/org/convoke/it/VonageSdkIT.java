package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.vonage.client.HttpConfig;
import com.vonage.client.VonageClient;
import com.vonage.client.voice.CallInfo;
import com.vonage.client.voice.CallStatus;
import com.vonage.client.voice.CallsFilter;
import com.vonage.client.voice.StreamPayload;
import com.vonage.client.voice.TalkPayload;
import com.vonage.client.voice.VoiceClient;
import com.vonage.client.voice.ncco.Ncco;
import com.vonage.client.voice.ncco.StreamAction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Vonage's own library steers the calls of an application here; phones hear what it does. */
@Execution(ExecutionMode.CONCURRENT)
class VonageSdkIT {
  private static final int TALKER = 900;
  private static final int EAR = 600;
  private static final int STREAM = 1300;
  private static final int ELSEWHERE = 1700;
  private static final double SPEECH_DB = -45;
  private static final double SILENT_DB = -55;

  @TempDir static Path folder;
  private static Bridge bridge;
  private static AppServer app;
  private static HttpServer sounds;
  private static VoiceClient client;

  @BeforeAll
  static void start() throws IOException {
    bridge = Bridge.start(folder.resolve("data"));
    app = new AppServer();
    sounds = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/stream.wav", STREAM);
    serve("/elsewhere.wav", ELSEWHERE);
    sounds.start();
    JsonObject conversation =
        new JsonObject().put("action", "conversation").put("name", "by the library");
    app.at("/answer", _ -> new JsonArray(List.of(conversation)).encode());
    Bridge.Answer made =
        bridge.request(
            "POST",
            "/v1/applications",
            new JsonObject().put("name", "sdk").put("answer_url", app.url("/answer")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String id = made.json().getString("id");
    Bridge.Answer number =
        bridge.request(
            "POST",
            "/v1/numbers",
            new JsonObject().put("number", "4100").put("application_id", id));
    assertThat(number.status()).as(number.body()).isEqualTo(201);
    client =
        VonageClient.builder()
            .applicationId(id)
            .privateKeyContents(
                made.json().getString("private_key").getBytes(StandardCharsets.UTF_8))
            .httpConfig(HttpConfig.builder().baseUri(bridge.url("/vonage").toString()).build())
            .build()
            .getVoiceClient();
  }

  @AfterAll
  static void stop() {
    app.close();
    sounds.stop(0);
    bridge.close();
  }

  private static void serve(String path, int hz) throws IOException {
    Path wav = Tones.wav(folder.resolve(hz + ".wav"), 8000, hz, -12, 3);
    byte[] bytes = Files.readAllBytes(wav);
    sounds.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "audio/wav");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static String sound(String path) {
    return "http://127.0.0.1:" + sounds.getAddress().getPort() + path;
  }

  private static Caller call(String name, int hz) {
    Caller caller = Caller.dialTo(bridge, bridge.sipUri("4100"), name, hz, "");
    bridge.awaitEvent("call=" + caller.call(), "participant.joined");
    return caller;
  }

  private static double levelDb(Caller caller) {
    return Heard.last(caller.phone(), 1000).levelDb();
  }

  @Test
  void callsAreListedReadMutedEarmuffedPlayedToTalkedToTransferredAndEnded() {
    try (Caller talker = call("talker", TALKER);
        Caller ear = call("ear", EAR)) {
      ear.hears(TALKER);
      talker.hears(EAR);
      read(talker, ear);

      client.muteCall(talker.call());
      ear.misses(TALKER);
      client.unmuteCall(talker.call());
      ear.hears(TALKER);

      client.earmuffCall(ear.call());
      ear.misses(TALKER);
      talker.hears(EAR);
      play(ear);
      talk(ear);
      client.unearmuffCall(ear.call());
      ear.hears(TALKER);

      client.transferCall(
          ear.call(), new Ncco(StreamAction.builder(sound("/elsewhere.wav")).loop(0).build()));
      ear.hears(ELSEWHERE).misses(TALKER);
      talker.misses(EAR);

      client.terminateCall(ear.call());
      Bridge.await("the phone is hung up", ear.phone()::isOver);
      JsonObject over = bridge.awaitEvent("call=" + ear.call(), "call.completed");
      assertThat(over.getJsonObject("data").getString("cause")).isEqualTo("api");
      CallInfo ended = client.getCallDetails(ear.call());
      assertThat(ended.getStatus()).isEqualTo(CallStatus.COMPLETED);
      assertThat(ended.getEndTime()).isAfterOrEqualTo(ended.getStartTime());
    }
  }

  private static void read(Caller talker, Caller ear) {
    assertThat(
            client
                .listCalls(CallsFilter.builder().status(CallStatus.ANSWERED).build())
                .getCallInfos())
        .extracting(CallInfo::getUuid)
        .containsExactly(talker.call(), ear.call());
    CallInfo info = client.getCallDetails(ear.call());
    assertThat(info.getStatus()).isEqualTo(CallStatus.ANSWERED);
    assertThat(info.getConversationUuid())
        .isEqualTo(client.getCallDetails(talker.call()).getConversationUuid());
  }

  private static void play(Caller ear) {
    StreamPayload stream = StreamPayload.builder().streamUrl(sound("/stream.wav")).loop(0).build();
    assertThat(client.startStream(ear.call(), stream).getMessage()).isEqualTo("Stream started");
    ear.hears(STREAM);
    client.stopStream(ear.call());
    ear.misses(STREAM);
  }

  /** Whose ears are shut for the room hears the voice alone. */
  private static void talk(Caller ear) {
    Bridge.await("silence", 40, () -> levelDb(ear) < SILENT_DB);
    client.startTalk(ear.call(), TalkPayload.builder("Please stay on the line.").loop(0).build());
    Bridge.await("a voice", 40, () -> levelDb(ear) > SPEECH_DB);
    client.stopTalk(ear.call());
    Bridge.await("silence again", 40, () -> levelDb(ear) < SILENT_DB);
  }
}
