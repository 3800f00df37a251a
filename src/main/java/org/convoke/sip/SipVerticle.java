package org.convoke.sip;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import org.convoke.bus.Addresses;
import org.convoke.bus.CallCommand;
import org.convoke.bus.EventType;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.SipConfig;
import org.convoke.health.Probe;
import org.convoke.media.Media;
import org.convoke.sip.SipStackGateway.Listening;
import org.convoke.store.Credentials;
import org.convoke.store.Numbers;
import org.convoke.store.Trunks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns calls: the doors of the bridge, who may use them, and every SIP dialog. Deploy it with
 * {@link #options()}: the stack blocks, so it runs on worker threads, one at a time.
 */
public final class SipVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(SipVerticle.class);

  private static final long STOP_MS = 3000;
  private static final long SOURCES_RETRY_MS = 2000;
  private static final long SOURCES_EVERY_MS = 60_000;

  private final Config config;
  private final Clock clock;
  private final Media media;
  private final Trunks trunks;
  private final Credentials credentials;
  private final Numbers numbers;
  private final BiFunction<SipStackGateway.Receiver, SipCounters, SipStack> stacks;
  private final Random random;
  private final Admission admission;
  private final SipCounters counters = new SipCounters();
  private final SelfTest selfTest = new SelfTest();

  private volatile SipScope scope;
  private SipDoorman doorman;
  private Intake intake;
  private SipStack stack;
  private Gatekeeper gate;
  private CallHandler calls;
  private OwnRequestHandler own;
  private RequestHandler requests;
  private DialledNumbersGateway dialled;
  private volatile List<Listening> listening = List.of();

  /** {@code admission} is asked before a call begins. */
  public SipVerticle(
      Config config,
      Clock clock,
      Media media,
      Trunks trunks,
      Credentials credentials,
      Numbers numbers,
      Admission admission) {
    this(
        config,
        clock,
        media,
        trunks,
        credentials,
        numbers,
        admission,
        (receiver, counters) ->
            new SipStackGateway(receiver, counters, config.sip().maxConnections()),
        new SecureRandom());
  }

  /** By another stack, which is told who takes what comes in. */
  SipVerticle(
      Config config,
      Clock clock,
      Media media,
      Trunks trunks,
      Credentials credentials,
      Numbers numbers,
      Admission admission,
      BiFunction<SipStackGateway.Receiver, SipCounters, SipStack> stacks,
      Random random) {
    this.admission = admission;
    this.config = config;
    this.clock = clock;
    this.media = media;
    this.trunks = trunks;
    this.credentials = credentials;
    this.numbers = numbers;
    this.stacks = stacks;
    this.random = random;
  }

  /** How it must be deployed. */
  public static DeploymentOptions options() {
    return new DeploymentOptions()
        .setThreadingModel(ThreadingModel.WORKER)
        .setWorkerPoolName("sip")
        .setWorkerPoolSize(2);
  }

  /** Where it listens, once started: ports are those chosen where the configuration says 0. */
  public List<Listening> listening() {
    return listening;
  }

  /** The port of a transport (UDP, TCP, TLS), once started; 0 where it is not listened on. */
  public int port(String transport) {
    return listening.stream()
        .filter(door -> door.transport().equalsIgnoreCase(transport))
        .mapToInt(Listening::port)
        .findFirst()
        .orElse(0);
  }

  /** What it counted. */
  public SipCounters counters() {
    return counters;
  }

  /** Once started; any thread. */
  public SipTables tables() {
    int[] sizes = stack.tableSizes();
    return new SipTables(scope.calls.size(), sizes[0], sizes[1], sizes[2], intake.waiting());
  }

  /** Runs {@code task} on the verticle's own thread, behind what waits for it already. */
  public void execute(Runnable task) {
    context.runOnContext(turn -> task.run());
  }

  /** How it is now; any thread. */
  public SipReadings readings() {
    return new SipReadings(tables(), doorman.ignored());
  }

  /** Whether there are as many calls as may be; any thread. */
  public boolean isFull() {
    SipScope now = scope;
    return now != null && now.calls.isFull(config.sip().maxCalls());
  }

  @Override
  public Future<?> start() throws Exception {
    if (context.isEventLoopContext()) {
      return Future.failedFuture("the SIP verticle must be deployed with its own options");
    }
    SipConfig sip = config.sip();
    List<InetAddress> addresses = addresses();
    scope = new SipScope(vertx, context, config, clock, media, counters, admission, random);
    boolean loopback = addresses.stream().allMatch(InetAddress::isLoopbackAddress);
    boolean loopbackTrusted = loopback && sip.trustLoopback();
    doorman = new SipDoorman(clock, counters, selfTest, loopbackTrusted, scope.peers::containsKey);
    intake = new Intake(context, counters, selfTest, doorman);
    stack = stacks.apply(intake, counters);
    scope.stack = stack;
    scope.addresses = new LocalAddressGateway(config.media().publicAddress());
    byte[] key = new byte[32];
    scope.random.nextBytes(key);
    Nonces nonces = new Nonces(key);
    String realm = sip.domain().isEmpty() ? "convoke" : sip.domain();
    gate =
        new Gatekeeper(
            realm, loopbackTrusted, nonces, new StrangerLimits(sip.strangerRequests()), counters);
    own = new OwnRequestHandler(scope);
    dialled = new DialledNumbersGateway(vertx, numbers);
    calls = new CallHandler(scope, own);
    own.attach(calls);
    StrangerHandler strangers = new StrangerHandler(scope, gate, nonces, doorman::ignore);
    CancelHandler cancels = new CancelHandler(scope, strangers, calls);
    ArrivalHandler arrivals = new ArrivalHandler(scope, calls, dialled);
    requests =
        new RequestHandler(
            scope,
            strangers,
            new DialogHandler(scope, calls),
            new InviteHandler(scope, gate, strangers, calls, arrivals, cancels),
            cancels);
    intake.attach(requests, own);
    vertx
        .eventBus()
        .<CallCommand>consumer(
            Addresses.CALL, new CommandHandler(scope, calls, this::reload)::handle);
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, this::legEvent);
    vertx.setPeriodic(SOURCES_EVERY_MS, t -> reload());
    return Future.all(reload(), TlsMaterialGateway.load(vertx, sip))
        .compose(loaded -> {
          SSLContext tls = loaded.resultAt(1);
          return vertx.<List<Listening>>executeBlocking(
              () -> stack.start(addresses, sip.port(), sip.tlsPort(), tls, doorman));
        })
        .onSuccess(doors -> {
          listening = doors;
          doors.forEach(d ->
              LOG.info(
                  "SIP listens on {} {}:{}",
                  d.transport(),
                  d.address().getHostAddress(),
                  d.port()));
        });
  }

  /** The addresses to listen on: one, or all that a name such as localhost stands for. */
  private List<InetAddress> addresses() throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(config.bind())).distinct().toList();
  }

  private Future<Void> reload() {
    return Future.all(trunks.list(), credentials.list(), dialled.reload())
        .map(lists -> {
          Sources fresh = Sources.of(lists.resultAt(0), lists.resultAt(1));
          doorman.replace(fresh);
          gate.replace(fresh);
          return (Void) null;
        })
        .recover(failure -> {
          LOG.warn("trunks, credentials and numbers could not be read; trying again");
          vertx.setTimer(SOURCES_RETRY_MS, t -> reload());
          return Future.succeededFuture();
        });
  }

  /** What asks by the real socket whether SIP lives; once started. Closed by who takes them. */
  public List<Probe> probes() {
    return selfTest.probes(listening);
  }

  private void legEvent(Message<LegEvent> message) {
    LegEvent event = message.body();
    Call call = scope.calls.byLeg(event.leg());
    if (call == null) {
      return;
    }
    switch (event) {
      case LegEvent.MediaSilent silent ->
          scope.fact(EventType.CALL_MEDIA_SILENT, call, Map.of("silent_ms", silent.silentMs()));
      case LegEvent.MediaResumed resumed ->
          scope.fact(EventType.CALL_MEDIA_RESUMED, call, Map.of());
      case LegEvent.MediaTimedOut timedOut ->
          calls.feed(call, new CallInput.HangUp("media_timeout"));
      case LegEvent.LegClosed(var leg, LegReport report) -> {
        call.report = report;
        call.legClosed.tryComplete();
      }
      // The dialogue and the room listen to these.
      case LegEvent.DigitPressed _, LegEvent.PlaybackEnded _, LegEvent.Voice _ -> {}
      // Of browsers.
      case LegEvent.Connected _, LegEvent.Disconnected _ -> {}
    }
  }

  /** Ends every call with BYE and waits, within limits, until each has been told of. */
  @Override
  public Future<?> stop() {
    if (requests == null) {
      return Future.succeededFuture();
    }
    requests.drain();
    List<Future<Void>> ended = new ArrayList<>();
    for (Call call : scope.calls.all()) {
      ended.add(call.completed.future());
      calls.feed(call, new CallInput.HangUp("bridge_stopping"));
    }
    Promise<Void> over = Promise.promise();
    long timer = vertx.setTimer(STOP_MS, t -> over.tryComplete());
    Future.join(ended).onComplete(done -> over.tryComplete());
    return over.future()
        .compose(v -> {
          vertx.cancelTimer(timer);
          return vertx.executeBlocking(() -> {
            stack.stop();
            return null;
          });
        });
  }
}
