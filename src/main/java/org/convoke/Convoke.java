package org.convoke;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.audio.SoundLibrary;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.capacity.Admission;
import org.convoke.capacity.Descriptors;
import org.convoke.capacity.DiskGauge;
import org.convoke.capacity.WatchGateway;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigException;
import org.convoke.fetch.AllowedNetworks;
import org.convoke.fetch.FetchGateway;
import org.convoke.health.EventLoopsProbe;
import org.convoke.health.LivenessGateway;
import org.convoke.health.LoopsProbe;
import org.convoke.health.Probe;
import org.convoke.ivr.IvrVerticle;
import org.convoke.journal.JournalVerticle;
import org.convoke.media.MediaPlane;
import org.convoke.pin.PinVerticle;
import org.convoke.program.ProgramVerticle;
import org.convoke.room.RoomVerticle;
import org.convoke.sip.SipVerticle;
import org.convoke.speech.SpeechGateway;
import org.convoke.store.AdminKey;
import org.convoke.store.DataFolder;
import org.convoke.store.Database;
import org.convoke.store.DatabaseUrl;
import org.convoke.store.EmbeddedDatabase;
import org.convoke.store.Migrations;
import org.convoke.store.StoreException;
import org.convoke.store.Stores;
import org.convoke.tls.Names;
import org.convoke.tls.TlsGateway;
import org.convoke.voice.VoiceVerticle;
import org.convoke.web.HttpVerticle;
import org.convoke.web.WebStores;
import org.convoke.webhook.WebhookVerticle;
import org.convoke.webrtc.WebrtcVerticle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge put together: the only file that names every verticle. Parts start from the inside out
 * (data, database, media, then the verticles from the journal to the doors) and stop the other way
 * round, so that whatever a part says in its last moments still finds its listener.
 */
final class Convoke {
  private static final Logger LOG = LoggerFactory.getLogger(Convoke.class);
  private static final long PART_SECONDS = 20;

  private final Descriptors descriptors;
  private final Config config;
  private final Clock clock;
  private final FutureTask<SoundLibrary> sounds;
  private final Admission admission = new Admission();
  private final DiskGauge disk = new DiskGauge();
  private final Deque<Part> parts = new ArrayDeque<>();
  private volatile EmbeddedDatabase embedded;
  private Defaults.Made defaults;
  private TlsGateway tls;
  private SpeechGateway speech;
  private volatile MediaPlane media;
  private SipVerticle sip;
  private HttpVerticle http;

  /** Empty until it is known, by when a call may have come already. */
  private volatile String publicUrl = "";

  /** Something that runs and can be stopped. */
  private interface Part {
    void stop() throws Exception;
  }

  Convoke(Config configured, Clock clock, FutureTask<SoundLibrary> sounds) {
    this.sounds = sounds;
    this.descriptors = Descriptors.fit(configured, WatchGateway.descriptorLimit());
    this.config = descriptors.config();
    this.clock = clock;
  }

  /**
   * Starts everything, or fails with {@link StartException} or {@link ConfigException} saying why.
   */
  synchronized void start() {
    try {
      startParts();
    } catch (StoreException e) {
      throw new StartException(e.getMessage(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConfigException named) {
        throw named;
      }
      throw new StartException(reason(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new StartException("the start took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("the start was interrupted", e);
    }
  }

  /** Whether nobody calls, as it is before the start. */
  boolean isIdle() {
    return media == null || media.isIdle();
  }

  private void startParts() throws ExecutionException, InterruptedException, TimeoutException {
    InetAddress bind = bindAddress();
    DataFolder folder = DataFolder.open(Path.of(config.data()));
    parts.push(folder::close);
    Doors.check(config, bind);
    tls = TlsGateway.open(config.http(), folder.path(), Names.of(config), clock);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    parts.push(() -> await(vertx.close()));
    BusCodec.register(vertx);
    // The database takes as long as the media plane, and neither needs the other.
    FutureTask<MediaPlane> opening = new FutureTask<>(() -> openMedia(bind, vertx));
    Thread.ofPlatform().daemon().name("open-media").start(opening);
    Stores stores;
    try {
      stores = openStores(folder, vertx);
      defaults = await(Defaults.ensure(config, stores));
    } finally {
      parts.push(opening.get()::close);
    }
    media = opening.get();
    FetchGateway fetcher =
        new FetchGateway(
            vertx,
            clock,
            config.fetch(),
            AllowedNetworks.of(config.fetch(), bind.isLoopbackAddress()));
    parts.push(() -> await(fetcher.close()));
    speech = SpeechGateway.open(vertx, clock, fetcher.apart(), config.speech(), folder.path());
    parts.push(speech::close);

    Instruments instruments = new Instruments(clock);
    JournalVerticle journal =
        new JournalVerticle(
            stores.eventLog(), stores.calls(), folder.path(), config.journal(), clock);
    journal.witness(instruments.facts()::count);
    deploy(vertx, journal);
    WebhookVerticle webhooks =
        new WebhookVerticle(stores.outbox(), fetcher.apart(), clock, config.webhooks());
    deploy(vertx, webhooks);
    PinVerticle pins = new PinVerticle(config, clock, stores, folder.path());
    deploy(vertx, pins);
    RoomVerticle rooms = new RoomVerticle(config.rooms(), clock, media, stores.rooms());
    deploy(vertx, rooms);
    deploy(vertx, new IvrVerticle(config, clock, media));
    deploy(
        vertx,
        new ProgramVerticle(
            config,
            clock,
            media,
            stores.applications(),
            stores.rooms(),
            fetcher,
            speech,
            () -> publicUrl));
    sip =
        new SipVerticle(
            config,
            clock,
            media,
            stores.trunks(),
            stores.credentials(),
            stores.numbers(),
            admission);
    deploy(vertx, sip, SipVerticle.options());
    deploy(vertx, new VoiceVerticle(media, speech));
    WebrtcVerticle webrtc = new WebrtcVerticle(config, clock, media, admission);
    deploy(vertx, webrtc);
    http = new HttpVerticle(config, sip.port("UDP"), WebStores.of(stores), clock, fetcher, tls);
    instruments.read(
        new Instruments.Parts(
            media,
            sip,
            rooms,
            pins,
            journal,
            webhooks,
            http,
            fetcher,
            admission,
            stores.database()),
        config,
        clock);
    http.insight(instruments);
    deploy(vertx, http);
    publicUrl = http.publicUrl();
    // Browsers are told of the end by the connections that the HTTP door keeps.
    parts.push(() -> await(webrtc.drain()));
    media.prepareForBrowsers();
    fetcher.prepare();
    // Vert.x gives out its event loops in turn: these two contexts are of both.
    List<Executor> loops = List.of(executor(vertx), executor(vertx));
    watch(loops, folder, media, journal);
    List<Probe> probes = new ArrayList<>(sip.probes());
    probes.add(new LoopsProbe(media::turnedNs));
    LivenessGateway liveness =
        new LivenessGateway(
            clock,
            new EventLoopsProbe(loops, clock),
            probes,
            fact -> vertx.eventBus().send(Addresses.FACTS, fact));
    parts.push(() -> {
      instruments.stopping();
      liveness.close();
    });
    instruments.live(liveness, journal, folder.path());
  }

  private static Executor executor(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    return task -> context.runOnContext(turn -> task.run());
  }

  private void watch(
      List<Executor> loops, DataFolder folder, MediaPlane media, JournalVerticle journal) {
    List<Executor> threads = new ArrayList<>(loops);
    threads.add(sip::execute);
    WatchGateway watch =
        new WatchGateway(
            admission,
            clock,
            descriptors.limit(),
            new WatchGateway.Sources(
                folder.path(), disk, media::readings, journal::crowding, threads));
    watch.start();
    parts.push(watch::close);
    if (descriptors.shrunk()) {
      LOG.warn("{}", descriptors.words());
    }
  }

  private MediaPlane openMedia(InetAddress bind, Vertx vertx)
      throws ExecutionException, InterruptedException {
    MediaPlane plane =
        new MediaPlane(
            config.media(), config.webrtc(), bind, clock, sounds.get(), new LegEventGateway(vertx));
    plane.expect(descriptors.needed());
    return plane;
  }

  private Stores openStores(DataFolder folder, Vertx vertx)
      throws ExecutionException, InterruptedException, TimeoutException {
    DatabaseUrl url = database(folder);
    Migrations.apply(url, folder.secrets());
    Database database = Database.open(vertx, url, config.database().pool());
    parts.push(() -> await(database.close()));
    Stores stores = new Stores(database, folder.secrets(), clock);
    await(AdminKey.ensure(folder, stores));
    database.warm();
    return stores;
  }

  private DatabaseUrl database(DataFolder folder) {
    if (!config.database().url().isEmpty()) {
      return DatabaseUrl.parse(config.database().url());
    }
    embedded = EmbeddedDatabase.start(folder);
    parts.push(() -> {
      embedded.stop();
      embedded = null;
    });
    return embedded.url();
  }

  private InetAddress bindAddress() {
    try {
      return InetAddress.getByName(config.bind());
    } catch (UnknownHostException e) {
      throw new ConfigException("bind", "is an address of this machine, not " + config.bind());
    }
  }

  private void deploy(Vertx vertx, Deployable verticle)
      throws ExecutionException, InterruptedException, TimeoutException {
    deploy(vertx, verticle, new DeploymentOptions());
  }

  private void deploy(Vertx vertx, Deployable verticle, DeploymentOptions options)
      throws ExecutionException, InterruptedException, TimeoutException {
    String id = await(vertx.deployVerticle(verticle, options));
    parts.push(() -> await(vertx.undeploy(id)));
  }

  private static <T> T await(Future<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(PART_SECONDS, TimeUnit.SECONDS);
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** What a newcomer needs to make the first call. */
  String banner(long startMs) {
    String host = Defaults.host(config);
    return Banner.text(
        config,
        new Banner.Doors(
            http.publicUrl(),
            host,
            sip.port("UDP"),
            sip.port("TLS"),
            tls.fingerprint(),
            speech.description()),
        defaults,
        startMs);
  }

  /** Stops what runs, the last started first. */
  synchronized void stop() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        System.err.println("A part did not stop in order: " + reason(e));
      }
    }
  }

  /** Ends at once: only the database server, which would outlive us, is told. */
  void abandon() {
    EmbeddedDatabase running = embedded;
    if (running != null) {
      running.endWithUs();
    }
  }
}
