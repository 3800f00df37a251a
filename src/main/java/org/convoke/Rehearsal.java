package org.convoke;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.convoke.audio.SoundLibrary;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.ivr.IvrVerticle;
import org.convoke.media.MediaPlane;
import org.convoke.pin.PinVerticle;
import org.convoke.room.RoomVerticle;
import org.convoke.sip.SipVerticle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms the JVM up while the bridge starts: a second bridge in the same process, on loopback ports
 * of its own and with {@link RehearsalStores} in place of a database, is called by {@link
 * RehearsalCalls}. So the code that answers calls, takes PINs and mixes is compiled before the
 * first callers come. It goes on quietly when the bridge has started, until somebody calls: the JVM
 * is done with its compiling only after some two thousand. Nothing of it is told, stored, counted
 * or logged: the two bridges share nothing but their classes and prompts. A rehearsal that fails
 * costs nothing but the warmth.
 */
final class Rehearsal {
  /** Its threads are called so; {@link RehearsalFilter} keeps what they say out of the log. */
  static final String NAME = "rehearsal";

  /**
   * Of loopback, and of nobody else: no port that the bridge is to open at 127.0.0.1 can be taken.
   * Where a system has but that one, there is no rehearsal.
   */
  private static final String ADDRESS = "127.76.76.76";

  /** The start waits for so many. */
  private static final int FIRST = 400;

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private final Config config;
  private final Clock clock;
  private final Future<SoundLibrary> sounds;
  private final BooleanSupplier enough;
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean quietly;
  private volatile int through;

  private Rehearsal(
      Config config, Clock clock, Future<SoundLibrary> sounds, BooleanSupplier enough) {
    this.config = config;
    this.clock = clock;
    this.sounds = sounds;
    this.enough = enough;
  }

  /**
   * Begins one, unless {@code sip.rehearsal_calls} is 0; it plays the bridge's own sounds.
   *
   * @param enough ends it before its last call; asked all the time, by its thread
   */
  static Rehearsal begin(
      Config config, Clock clock, Future<SoundLibrary> sounds, BooleanSupplier enough) {
    Rehearsal rehearsal = new Rehearsal(config, clock, sounds, enough);
    if (config.sip().rehearsalCalls() == 0) {
      rehearsal.done();
    } else {
      Thread.ofPlatform().daemon().name(NAME).start(rehearsal::run);
    }
    return rehearsal;
  }

  /** Waits for its first 400 calls, so long at most; from then on it calls one by one. */
  void awaitFirst(long millis) throws InterruptedException {
    if (!first.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.debug("the rehearsal takes long");
    }
    quietly = true;
  }

  /** Waits for its end, so long at most. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return over.await(millis, TimeUnit.MILLISECONDS);
  }

  private void done() {
    first.countDown();
    over.countDown();
  }

  /** Calls that keyed their PIN and were ended by us. */
  int through() {
    return through;
  }

  private void run() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      play(vertx);
    } catch (Exception | LinkageError e) {
      LOG.debug("no rehearsal", e);
    } finally {
      done();
      vertx.close();
    }
  }

  private void play(Vertx vertx) throws Exception {
    Config small = small();
    BusCodec.register(vertx);
    InetAddress loopback = InetAddress.ofLiteral(small.bind());
    try (MediaPlane media =
        new MediaPlane(
            small.media(),
            small.webrtc(),
            loopback,
            clock,
            sounds.get(),
            event -> vertx.eventBus().publish(Addresses.LEG_EVENTS, event))) {
      RehearsalStores stores = new RehearsalStores(clock.now());
      deploy(vertx, new PinVerticle(small, clock, stores.pins(), stores.numbers()), NO_OPTIONS);
      deploy(vertx, new RoomVerticle(small.rooms(), clock, media, stores.rooms()), NO_OPTIONS);
      deploy(vertx, new IvrVerticle(small, clock, media), NO_OPTIONS);
      SipVerticle sip =
          new SipVerticle(
              small,
              clock,
              media,
              stores.trunks(),
              stores.credentials(),
              stores.numbers(),
              new Admission());
      deploy(vertx, sip, SipVerticle.options().setWorkerPoolName(NAME));
      try (RehearsalCalls calls =
          new RehearsalCalls(
              clock,
              new InetSocketAddress(loopback, sip.port("UDP")),
              RehearsalStores.NUMBER,
              RehearsalStores.PIN)) {
        int all = config.sip().rehearsalCalls();
        calls.call(Math.min(FIRST, all), () -> quietly, enough);
        first.countDown();
        calls.call(all, () -> quietly, enough);
        through = calls.through();
      }
      done();
      for (String deployment : vertx.deploymentIDs()) {
        await(vertx.undeploy(deployment));
      }
    } // what its legs report at their end finds a bus that is there
  }

  private static final DeploymentOptions NO_OPTIONS = new DeploymentOptions();

  private static void deploy(Vertx vertx, Deployable verticle, DeploymentOptions options)
      throws Exception {
    await(vertx.deployVerticle(verticle, options));
  }

  private static void await(io.vertx.core.Future<?> outcome) throws Exception {
    outcome.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** The defaults, on ports that nobody else wants. */
  private Config small() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("bind", ADDRESS);
    keys.put("sip.port", "0");
    keys.put("webrtc.port", "0");
    keys.put("media.loops", "1");
    keys.put("media.real_time", "false");
    keys.put("media.sockets", config.media().sockets());
    keys.put("media.rtp_port_min", Integer.toString(config.media().rtpPortMin()));
    keys.put("media.rtp_port_max", Integer.toString(config.media().rtpPortMax()));
    return ConfigLoader.load(null, Map.of(), keys);
  }
}
