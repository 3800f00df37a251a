package org.convoke.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.convoke.audio.Clip;
import org.convoke.audio.ToneGenerator;
import org.convoke.audio.WavWriter;
import org.convoke.clock.Clock;
import org.convoke.config.SpeechConfig;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class SpeechGatewayTest {
  private static final String URL = "http://sounds.example/a.wav";

  @TempDir private Path data;
  private final Web web = new Web();
  private volatile long nowNs;
  private SpeechGateway voice;
  private Vertx vertx;

  private final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return nowNs;
        }

        @Override
        public Instant now() {
          return Instant.ofEpochSecond(1_800_000_000L);
        }
      };

  private static final class Web implements Fetcher {
    final List<FetchRequest> asked = new ArrayList<>();
    Future<Fetched> answer;

    @Override
    public synchronized Future<Fetched> send(FetchRequest request) {
      asked.add(request);
      return answer;
    }

    @Override
    public void check(String url) {}

    void answers(int status, byte[] body) {
      answer =
          Future.succeededFuture(
              new Fetched(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body), 1));
    }
  }

  @BeforeEach
  void aVoice(Vertx vertx) {
    this.vertx = vertx;
    open(64);
  }

  private void open(int memoryMib) {
    SpeechConfig config = new SpeechConfig("builtin", "", "en", 10, memoryMib, 1, 20, 60);
    voice = SpeechGateway.open(vertx, clock, web, config, data);
  }

  @AfterEach
  void isClosed() {
    voice.close();
  }

  private static Clip get(Future<Clip> making) throws Exception {
    try {
      return making.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private byte[] wav(int millis) throws IOException {
    Path file = data.resolve("test.wav");
    try (WavWriter writer = new WavWriter(file, 8000)) {
      writer.write(ToneGenerator.sine(500, millis, -20, 8000), 0, 8 * millis);
    }
    return Files.readAllBytes(file);
  }

  private static byte[] mp3() throws IOException {
    try (InputStream in =
        SpeechGatewayTest.class.getResourceAsStream("/sounds/tone-44k-stereo-vbr.mp3")) {
      return in.readAllBytes();
    }
  }

  private List<Path> texts() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("speech/texts"))) {
      return files.filter(file -> file.toString().endsWith(".wav")).toList();
    }
  }

  @Test
  void aTextIsSpokenOnceAndThenKeptAlsoOverARestart() throws Exception {
    Future<Clip> one = voice.speak("Hello there.", null, 0);
    Future<Clip> two = voice.speak("Hello there.", null, 0);
    Clip first = get(one);
    assertThat(first.millis()).isBetween(300, 3000);
    assertThat(get(two)).isSameAs(first);
    assertThat(get(voice.speak("Hello there.", null, 0))).isSameAs(first);
    assertThat(texts()).hasSize(1);
    long written = Files.getLastModifiedTime(texts().getFirst()).toMillis();
    voice.close();
    open(64);
    Clip again = get(voice.speak("Hello there.", null, 0));
    assertThat(again.length()).isEqualTo(first.length());
    assertThat(Files.getLastModifiedTime(texts().getFirst()).toMillis()).isEqualTo(written);
    get(voice.speak("<speak>Hello <break time='1s'/> there.</speak>", "en-GB", 0));
    assertThat(texts()).hasSize(2);
  }

  @Test
  void aBadTextIsASentenceAndLeavesNothing() throws Exception {
    assertThatThrownBy(() -> get(voice.speak("<speak>a", "en", 0)))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("well-formed");
    assertThatThrownBy(() -> get(voice.speak("a", "-x", 0)))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("language");
    assertThat(texts()).isEmpty();
    assertThat(get(voice.speak("a", "en", 0)).millis()).isPositive();
  }

  @Test
  void aFileIsFetchedOnceForAWhileAndAsManyAsAskForItAtATime() throws Exception {
    Promise<Fetched> slow = Promise.promise();
    web.answer = slow.future();
    Future<Clip> one = voice.stream(URL);
    Future<Clip> two = voice.stream(URL);
    slow.complete(new Fetched(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(wav(700)), 1));
    assertThat(get(one).millis()).isEqualTo(700);
    assertThat(get(two)).isSameAs(get(one));
    get(voice.stream(URL));
    assertThat(web.asked).hasSize(1);
    assertThat(web.asked.getFirst().maxBytes()).isEqualTo(1 << 20);
    nowNs += 61_000_000_000L;
    web.answers(200, mp3());
    assertThat(get(voice.stream(URL)).millis()).isBetween(1000, 1200);
    assertThat(web.asked).hasSize(2);
  }

  @Test
  void whatCannotBePlayedIsASentenceAndIsAskedForAnew() throws Exception {
    web.answers(404, wav(100));
    fails("The server answered 404 and no sound.");
    web.answers(200, new byte[0]);
    fails("The file is empty.");
    web.answers(200, "<html>Not found</html>".getBytes());
    fails("The file is neither WAV nor MP3.");
    web.answers(200, "RIFF".getBytes());
    fails("The file: not a WAV file (it does not begin with RIFF and WAVE).");
    web.answers(200, wav(21_000));
    fails("The sound is longer than 20 seconds.");
    web.answers(200, wav(0));
    fails("The file holds no sound.");
    web.answer = Future.failedFuture(new FetchRefused("names a private address"));
    assertThatThrownBy(() -> get(voice.stream(URL))).isInstanceOf(FetchRefused.class);
    assertThat(web.asked).hasSize(7);
    web.answers(200, wav(100));
    assertThat(get(voice.stream(URL)).millis()).isEqualTo(100);
  }

  private void fails(String sentence) {
    assertThatThrownBy(() -> get(voice.stream(URL)))
        .isInstanceOf(SpeechException.class)
        .hasMessage(sentence);
  }

  @Test
  void whatIsHeardAndKeptHasNoMoreThanItsMemory() throws Exception {
    voice.close();
    open(1);
    web.answers(200, wav(10_000)); // 312 KiB each
    Clip first = get(voice.stream(URL + 1));
    first.begun();
    nowNs += 10_000_000_000L;
    get(voice.stream(URL + 2));
    nowNs += 10_000_000_000L;
    get(voice.stream(URL + 3)).begun();
    nowNs += 10_000_000_000L;
    Clip fourth = get(voice.stream(URL + 4));
    fourth.begun();
    assertThat(get(voice.stream(URL + 1))).as("is heard, and still there").isSameAs(first);
    nowNs += 10_000_000_000L;
    fails(
        "The sounds that are heard now take all of the memory for sounds; try again in a moment.");
    assertThat(get(voice.stream(URL + 4))).isSameAs(fourth);
    first.ended();
    nowNs += 10_000_000_000L;
    assertThat(get(voice.stream(URL)).millis()).isEqualTo(10_000);
    assertThat(web.asked).as("the one that nobody heard went for the fourth").hasSize(6);
  }

  @Test
  void tooManyAtATimeAreRefused() throws Exception {
    List<Future<Clip>> making = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      making.add(voice.speak("This is the sentence with the number " + i, "en", 0));
    }
    long refused = 0;
    for (Future<Clip> one : making) {
      try {
        get(one);
      } catch (SpeechException e) {
        assertThat(e).hasMessageContaining("try again");
        refused++;
      }
    }
    assertThat(refused).isBetween(1L, 134L);
  }
}
