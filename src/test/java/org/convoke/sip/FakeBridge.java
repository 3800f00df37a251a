package org.convoke.sip;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BusCodec;
import org.convoke.bus.CallReply;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.LegId;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;
import org.convoke.media.LegPorts;
import org.convoke.media.LegSettings;
import org.convoke.media.Media;
import org.convoke.media.MixSettings;
import org.convoke.media.Playback;
import org.convoke.store.Credentials;
import org.convoke.store.Numbers;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.Trunks;

/**
 * The rest of a bridge as far as the SIP verticle sees it: what it is told is kept for tests to
 * read.
 */
final class FakeBridge implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final List<Trunks.Trunk> trunks = new ArrayList<>();
  final List<Credentials.Credential> credentials = new ArrayList<>();
  final BlockingQueue<Fact> facts = new LinkedBlockingQueue<>();
  final BlockingQueue<IvrCommand> dialogue = new LinkedBlockingQueue<>();
  final BlockingQueue<IvrCommand> programs = new LinkedBlockingQueue<>();
  final BlockingQueue<String> media = new LinkedBlockingQueue<>();
  final BlockingQueue<LegSettings> settings = new LinkedBlockingQueue<>();
  final BlockingQueue<AdmissionQuery.Route> routes = new LinkedBlockingQueue<>();

  /** How often the database was asked for a number. */
  final AtomicInteger lookups = new AtomicInteger();

  volatile AdmissionAnswer admission = new AdmissionAnswer.AskPin(4);
  volatile boolean admissionSilent;

  /** Each pass is right, from then on. */
  volatile Future<Void> passChecked = Future.succeededFuture();

  volatile boolean mediaFull;

  /** Called while a leg is being connected. */
  volatile Callable<?> onConnect = () -> null;

  /** Whether calls may begin. */
  final Admission capacity = new Admission();

  SipVerticle sip;

  /** Starts the verticle on ports of the system's choice. */
  void start(Config config) throws Exception {
    BusCodec.register(vertx);
    vertx.eventBus().<Fact>consumer(Addresses.FACTS, m -> facts.add(m.body()));
    vertx
        .eventBus()
        .<AdmissionQuery>consumer(
            Addresses.ADMISSION,
            m -> {
              if (m.body() instanceof AdmissionQuery.Route route) {
                routes.add(route);
              }
              if (m.body() instanceof AdmissionQuery.CheckPass check) {
                passChecked.onSuccess(
                    done -> m.reply(new AdmissionAnswer.Pass(check.pass(), Instant.MAX)));
              } else if (!admissionSilent) {
                m.reply(admission);
              }
            });
    vertx
        .eventBus()
        .<IvrCommand>consumer(
            Addresses.IVR,
            m -> {
              dialogue.add(m.body());
              if (m.body() instanceof IvrCommand.End) {
                m.reply(new CallReply.Done());
              }
            });
    vertx
        .eventBus()
        .<IvrCommand>consumer(
            Addresses.PROGRAM,
            m -> {
              programs.add(m.body());
              if (m.body() instanceof IvrCommand.End) {
                m.reply(new CallReply.Done());
              }
            });
    sip =
        new SipVerticle(
            config,
            Clock.system(),
            new FakeMedia(),
            trunkStore(),
            credentialStore(),
            numberStore(),
            capacity);
    vertx
        .deployVerticle(sip, SipVerticle.options())
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  SipStackGateway.Listening door(String transport) {
    return sip.listening().stream()
        .filter(d -> d.transport().equals(transport))
        .findFirst()
        .orElseThrow();
  }

  WirePhone phone() throws Exception {
    SipStackGateway.Listening door = door("udp");
    return WirePhone.udp(door.address(), door.port());
  }

  /** The next event of that type; the others before it are forgotten. */
  Fact fact(String type) throws InterruptedException {
    while (true) {
      Fact fact = facts.poll(20, TimeUnit.SECONDS);
      if (fact == null || fact.type().equals(type)) {
        return fact;
      }
    }
  }

  <T extends IvrCommand> T dialogue(Class<T> type) throws InterruptedException {
    while (true) {
      IvrCommand command = dialogue.poll(20, TimeUnit.SECONDS);
      if (command == null || type.isInstance(command)) {
        return type.cast(command);
      }
    }
  }

  static LegReport report() {
    return new LegReport(
        "PCMU", "127.0.0.1:30000", "127.0.0.1:40000", 10, 20, 0, 0, 0, 0, 0, 1, 2, 40, 0, 4.3);
  }

  private final class FakeMedia implements Media {
    private final AtomicInteger port = new AtomicInteger(30_000);

    @Override
    public CompletionStage<LegPorts> open(LegId leg) {
      if (mediaFull) {
        return CompletableFuture.failedFuture(new IllegalStateException("no port is free"));
      }
      int rtp = port.getAndAdd(2);
      media.add("open " + leg);
      return CompletableFuture.completedFuture(new LegPorts(rtp, rtp + 1));
    }

    @Override
    public CompletionStage<org.convoke.media.BrowserDoor> openBrowser(
        LegId leg, org.convoke.media.BrowserTerms terms) {
      return CompletableFuture.failedFuture(new IllegalStateException("no browsers here"));
    }

    @Override
    public void connect(LegId leg, LegSettings with) {
      try {
        onConnect.call();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      settings.add(with);
      media.add("connect " + leg);
    }

    @Override
    public void play(LegId leg, Playback playback) {}

    @Override
    public void stop(LegId leg) {}

    @Override
    public void stop(LegId leg, long playbackId) {}

    @Override
    public CompletionStage<Boolean> sendDigits(LegId leg, String digits) {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public void infoDigit(LegId leg, char digit, int durationMs) {
      media.add("digit " + digit + " " + durationMs);
    }

    @Override
    public void join(LegId leg, RoomId room, MixSettings with) {}

    @Override
    public void adjust(LegId leg, MixSettings with) {}

    @Override
    public void leave(LegId leg) {}

    @Override
    public void announce(RoomId room, Playback playback) {}

    @Override
    public CompletionStage<LegReport> report(LegId leg) {
      return CompletableFuture.completedFuture(FakeBridge.report());
    }

    @Override
    public void close(LegId leg) {
      media.add("close " + leg);
      vertx
          .eventBus()
          .publish(Addresses.LEG_EVENTS, new LegEvent.LegClosed(leg, FakeBridge.report()));
    }

    @Override
    public void close() {}
  }

  private Trunks trunkStore() {
    return new Trunks() {
      @Override
      public Future<Trunk> create(Trunk draft) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Optional<Trunk>> find(String id) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<List<Trunk>> list() {
        return Future.succeededFuture(List.copyOf(trunks));
      }

      @Override
      public Future<Optional<Trunk>> update(Trunk trunk) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Boolean> delete(String id) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Credentials credentialStore() {
    return new Credentials() {
      @Override
      public Future<Credential> rotate(String apiKeyId, String algorithm) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Optional<Credential>> findByUsername(String username) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<List<Credential>> list() {
        return Future.succeededFuture(List.copyOf(credentials));
      }

      @Override
      public Future<Boolean> delete(String id) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Numbers numberStore() {
    Numbers.Number only = new Numbers.Number("1000", "1000", Numbers.Lead.ASK, Instant.EPOCH);
    return new Numbers() {
      @Override
      public Future<Number> create(String number, String display, Lead lead) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Optional<Number>> update(String number, String display, Lead lead) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Optional<Number>> find(String number) {
        lookups.incrementAndGet();
        return Future.succeededFuture(
            Optional.of(only).filter(known -> known.number().equals(number)));
      }

      @Override
      public Future<List<Number>> list() {
        return Future.succeededFuture(List.of(only));
      }

      @Override
      public Future<Boolean> delete(String number) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Void> ensureDefault(String number, String display) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Map<String, PinRisk>> risks(int wrongPerDay) {
        throw new UnsupportedOperationException();
      }
    };
  }

  static Credentials.Credential credential(String user, String password, String algorithm) {
    return new Credentials.Credential("c-" + user, "key", user, password, algorithm, Instant.EPOCH);
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
