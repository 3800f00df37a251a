package org.convoke.program;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.convoke.audio.Clip;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BusMessage;
import org.convoke.bus.CallReply;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.RoomId;
import org.convoke.sim.Story;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.convoke.speech.SpeechException;
import org.convoke.speech.Voice;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.convoke.store.Applications.Hook;
import org.convoke.store.Page;

/** A bridge whose calls are run by an application, with its server and voice played by a test. */
final class ProgramBridge {
  static final String SECRET = "a secret that nobody guesses";

  final TalkingBridge bridge;
  final FakeServer server = new FakeServer();

  /** Texts and URLs that were to become sound; each becomes a clip as long as it has characters. */
  final Story<String> voiced = new Story<>();

  /** Event URLs of conversations that were to be told. */
  final Story<String> told = new Story<>();

  final Map<ApplicationId, Application> applications = new ConcurrentHashMap<>();
  volatile boolean databaseAway;

  /** Applications are found when it is done; null: at once. */
  volatile Promise<Void> databaseSlow;

  ProgramBridge(Vertx vertx) {
    bridge = new TalkingBridge(vertx);
    TalkingBridge.await(
        vertx.deployVerticle(
            new ProgramVerticle(
                ConfigLoader.defaults(),
                Clock.system(),
                bridge.media,
                store(),
                bridge.rooms,
                server,
                voice(),
                () -> "https://bridge.example.com")));
  }

  /** One with these methods and format; its URLs are the server's /answer, /event, /fallback. */
  ApplicationId application(String method, boolean fallback, DtmfFormat format) {
    ApplicationId id = ApplicationId.random();
    applications.put(
        id,
        new Application(
            id,
            "App",
            new Hook(FakeServer.URL + "/answer", method),
            new Hook(FakeServer.URL + "/event", "POST"),
            fallback ? new Hook(FakeServer.URL + "/fallback", "POST") : null,
            SECRET,
            "abcd1234",
            format,
            "",
            Instant.EPOCH,
            Instant.EPOCH));
    return id;
  }

  ApplicationId application() {
    return application("GET", false, DtmfFormat.OBJECT);
  }

  /** An answered call from +4930123456 to +493099. */
  Phone call(ApplicationId application, Map<String, String> headers) {
    Phone phone = new Phone(CallId.random(), LegId.next());
    bridge
        .vertx
        .eventBus()
        .send(
            Addresses.PROGRAM,
            new IvrCommand.Begin(
                phone.call(),
                phone.leg(),
                new AdmissionQuery.Caller(
                    phone.call(), new PhoneNumber("+4930123456"), "t1", new PhoneNumber("+493099")),
                "*******456",
                "en",
                new AdmissionAnswer.Run(application),
                headers));
    return phone;
  }

  Phone call(ApplicationId application) {
    return call(application, Map.of());
  }

  CallReply ask(BusMessage command) {
    return TalkingBridge.await(
            bridge.vertx.eventBus().<CallReply>request(Addresses.PROGRAM, command))
        .body();
  }

  void hangUp(Phone phone) {
    ask(new IvrCommand.End(phone.call(), phone.leg(), "caller_hung_up"));
  }

  Fact fact(Phone phone, String type) {
    return bridge.facts.next(type, it -> it.type().equals(type) && phone.call().equals(it.call()));
  }

  private Voice voice() {
    return new Voice() {
      @Override
      public Future<Clip> speak(String text, String language, int style) {
        voiced.add(language + " " + text);
        return text.contains("unspeakable")
            ? Future.failedFuture(new SpeechException("text", "The text cannot be spoken."))
            : clip(text);
      }

      @Override
      public Future<Clip> stream(String url) {
        voiced.add(url);
        return url.endsWith("missing.mp3")
            ? Future.failedFuture(new SpeechException("url", "There is no such file."))
            : clip(url);
      }

      private Future<Clip> clip(String text) {
        return Future.succeededFuture(
            Clip.of(new short[text.length() * Clip.RATE / 1000], Clip.RATE));
      }
    };
  }

  private Applications store() {
    return new Applications() {
      private <T> Future<T> answer(T value) {
        return databaseAway
            ? Future.failedFuture("the database is away")
            : Future.succeededFuture(value);
      }

      @Override
      public Future<Optional<Application>> find(ApplicationId id) {
        Promise<Void> slow = databaseSlow;
        Future<Void> read = slow == null ? Future.succeededFuture() : slow.future();
        return read.compose(_ -> answer(Optional.ofNullable(applications.get(id))));
      }

      @Override
      public Future<Boolean> tell(ApplicationId id, RoomId conversation, Hook hook) {
        told.add(conversation + " " + hook.method() + " " + hook.url());
        return answer(!hook.url().endsWith("/many"));
      }

      @Override
      public Future<List<Application>> all(int limit) {
        return answer(List.copyOf(applications.values()));
      }

      @Override
      public Future<Application> create(Application application, int most) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Page<Application>> list(String cursor, int limit) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Optional<Application>> update(Application application) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Boolean> delete(ApplicationId id) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
