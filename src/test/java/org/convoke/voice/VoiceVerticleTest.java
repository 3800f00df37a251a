package org.convoke.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.convoke.audio.Clip;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.bus.LegEvent;
import org.convoke.bus.VoiceCommand;
import org.convoke.bus.VoiceReply;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.media.Playback;
import org.convoke.sim.RecordingMedia;
import org.convoke.speech.SpeechException;
import org.convoke.speech.Voice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class VoiceVerticleTest {
  private static final VoiceReply DONE = new VoiceReply.Done();
  private static final long FIRST = Playback.OF_VOICE + 1;

  private final CallId call = CallId.random();
  private final LegId leg = LegId.next();
  private final FakeVoice voice = new FakeVoice();
  private Vertx vertx;
  private RecordingMedia media;

  /** Each text and URL is a clip of its length in ms, at once or when the test says so. */
  private static final class FakeVoice implements Voice {
    final Map<String, Promise<Clip>> slow = new ConcurrentHashMap<>();
    volatile Throwable failure;

    @Override
    public Future<Clip> speak(String text, String language, int style) {
      return make(text);
    }

    @Override
    public Future<Clip> stream(String url) {
      return make(url);
    }

    private Future<Clip> make(String what) {
      if (failure != null) {
        return Future.failedFuture(failure);
      }
      return what.startsWith("slow")
          ? slow.computeIfAbsent(what, key -> Promise.promise()).future()
          : Future.succeededFuture(clip(what));
    }

    static Clip clip(String what) {
      return Clip.of(new short[16 * what.length()], Clip.RATE);
    }
  }

  @BeforeEach
  void aVerticle(Vertx vertx) throws Exception {
    this.vertx = vertx;
    BusCodec.register(vertx);
    media = new RecordingMedia(vertx);
    media.slow = true;
    get(vertx.deployVerticle(new VoiceVerticle(media, voice)));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Future<VoiceReply> send(VoiceCommand command) {
    return vertx.eventBus().<VoiceReply>request(Addresses.VOICE, command).map(m -> m.body());
  }

  private VoiceReply ask(VoiceCommand command) throws Exception {
    return get(send(command));
  }

  private VoiceCommand.Talk talk(String text) {
    return new VoiceCommand.Talk(call, leg, text, "en", 0, 0, 1);
  }

  private VoiceCommand.Stream stream(String url, double level, int loop) {
    return new VoiceCommand.Stream(call, leg, url, level, loop);
  }

  private void media(String what) {
    media.story.next(what, line -> line.equals(leg + " " + what));
  }

  private void failed(VoiceReply reply, String field, String why) {
    assertThat(reply).isInstanceOf(VoiceReply.Failed.class);
    assertThat(((VoiceReply.Failed) reply).field()).isEqualTo(field);
    assertThat(((VoiceReply.Failed) reply).why()).contains(why).endsWith(".");
  }

  @Test
  void aTextAndAFileArePlayedToTheLeg() throws Exception {
    assertThat(ask(talk("hello"))).isEqualTo(DONE);
    media("play clip of 5 ms");
    assertThat(ask(stream("http://x/y", 0, 0))).isEqualTo(DONE);
    media("play clip of 10 ms loop");
  }

  @Test
  void eachIsStoppedByItsOwnStopAndNothingElseIs() throws Exception {
    assertThat(ask(new VoiceCommand.StopTalk(call, leg))).isEqualTo(DONE);
    ask(talk("hello"));
    media("play clip of 5 ms");
    assertThat(ask(new VoiceCommand.StopStream(call, leg))).isEqualTo(DONE);
    assertThat(media.story.rest()).isEmpty();
    ask(new VoiceCommand.StopTalk(call, leg));
    media("stop " + FIRST);
    ask(new VoiceCommand.StopTalk(call, leg));
    assertThat(media.story.rest()).isEmpty();
  }

  @Test
  void whatHasEndedIsNotStopped() throws Exception {
    ask(talk("hello"));
    vertx.eventBus().publish(Addresses.LEG_EVENTS, new LegEvent.PlaybackEnded(leg, FIRST, false));
    // A request later than the event is worked off later.
    ask(new VoiceCommand.StopTalk(call, leg));
    media("play clip of 5 ms");
    assertThat(media.story.rest()).isEmpty();
  }

  @Test
  void whatIsStillBeingMadeCanBeStoppedAndTheNewerOneCounts() throws Exception {
    Future<VoiceReply> first = send(talk("slow one"));
    ask(new VoiceCommand.StopTalk(call, leg));
    media("stop " + FIRST);
    voice.slow.get("slow one").complete(FakeVoice.clip("1"));
    assertThat(get(first)).isEqualTo(DONE);
    Future<VoiceReply> second = send(talk("slow two"));
    ask(stream("http://new", 0, 1));
    media("play clip of 10 ms");
    voice.slow.get("slow two").complete(FakeVoice.clip("22"));
    assertThat(get(second)).isEqualTo(DONE);
    assertThat(media.story.rest()).isEmpty();
  }

  @Test
  void itEndsWithTheLeg() throws Exception {
    Future<VoiceReply> slow = send(talk("slow"));
    ask(new VoiceCommand.Digits(call, leg, "1"));
    vertx.eventBus().publish(Addresses.LEG_EVENTS, new LegEvent.LegClosed(leg, null));
    ask(new VoiceCommand.StopTalk(call, leg));
    voice.slow.get("slow").complete(FakeVoice.clip("1"));
    get(slow);
    assertThat(media.story.rest()).containsExactly(leg + " keys 1");
  }

  @Test
  void aFailureNamesTheFieldAndWhatPlayedBeforeCanStillBeStopped() throws Exception {
    ask(talk("hello"));
    voice.failure = new SpeechException("text", "The text says nothing.");
    failed(ask(talk("")), "text", "says nothing");
    voice.failure = new FetchRefused("names a loopback address");
    failed(ask(stream("http://x", 0, 1)), "url", "The URL names a loopback address.");
    voice.failure = new FetchFailed(FetchFailed.Kind.DNS, "no such host");
    failed(ask(stream("http://x", 0, 1)), "url", "no such host");
    voice.failure = new IllegalStateException("a fault of the test");
    failed(ask(talk("x")), null, "could not be done");
    media("play clip of 5 ms");
    ask(new VoiceCommand.StopTalk(call, leg));
    media("stop " + FIRST);
  }

  @Test
  void levelsAndLoopsHaveRanges() throws Exception {
    failed(ask(stream("http://x", 1.1, 1)), "level", "-1 to 1");
    failed(ask(stream("http://x", Double.NaN, 1)), "level", "-1 to 1");
    failed(ask(stream("http://x", 0, -1)), "loop", "0 to");
    failed(ask(stream("http://x", 0, 1001)), "loop", "0 to");
    assertThat(media.story.rest()).isEmpty();
  }

  @Test
  void digitsAreSentOrRefusedAndNeverPrinted() throws Exception {
    assertThat(ask(new VoiceCommand.Digits(call, leg, "12p#*A"))).isEqualTo(DONE);
    media("keys 12p#*A");
    failed(ask(new VoiceCommand.Digits(call, leg, "12x")), "digits", "0-9");
    failed(ask(new VoiceCommand.Digits(call, leg, "")), "digits", "0-9");
    failed(ask(new VoiceCommand.Digits(call, leg, null)), "digits", "0-9");
    failed(ask(new VoiceCommand.Digits(call, leg, "1".repeat(65))), "digits", "64");
    failed(ask(new VoiceCommand.Digits(call, leg, "9")), "digits", "Too many");
    assertThat(new VoiceCommand.Digits(call, leg, "4711").toString()).doesNotContain("4711");
    assertThat(talk("secret").toString()).doesNotContain("secret");
    assertThat(stream("http://secret", 0, 1).toString()).doesNotContain("secret");
  }
}
