package org.convoke.sim;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.BusCodec;
import org.convoke.bus.BusMessage;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomCommand;
import org.convoke.config.Config;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.ivr.IvrVerticle;
import org.convoke.journal.JournalVerticle;
import org.convoke.pin.SimulatedPins;
import org.convoke.program.ProgramVerticle;
import org.convoke.room.RoomVerticle;
import org.convoke.sip.SimulatedSip;
import org.convoke.sip.SipVerticle;
import org.convoke.store.Applications;
import org.convoke.store.Calls;
import org.convoke.store.Credentials;
import org.convoke.store.EventLog;
import org.convoke.store.Numbers;
import org.convoke.store.Outbox;
import org.convoke.store.PinLookup;
import org.convoke.store.Rooms;
import org.convoke.store.Trunks;
import org.convoke.webhook.WebhookVerticle;
import org.convoke.webrtc.SimulatedBrowsers;
import org.convoke.webrtc.WebrtcVerticle;

/** One life of a bridge: the real verticles, put together as {@code Convoke} does, until a kill. */
public final class Node {
  private final World world;
  private final Watch watch;
  private final Network network;
  private final Shelf shelf;
  private final VirtualVertx virtual;
  private final Vertx vertx;
  private final Context context;
  private final Deque<String> deployed = new ArrayDeque<>();
  final SimulatedMedia media;
  private final SimulatedConsumers fetcher;
  private final SimulatedSip sip;
  private final WebrtcVerticle browsers;
  private boolean ready;

  Node(World world, Watch watch, Network network, Shelf shelf, Config config, Path folder) {
    this.world = world;
    this.watch = watch;
    this.network = network;
    this.shelf = shelf;
    virtual = new VirtualVertx(world);
    vertx = virtual.vertx();
    context = ((VertxInternal) vertx).createEventLoopContext();
    media = new SimulatedMedia(world, this, watch, shelf.ears, shelf.legs);
    fetcher = new SimulatedConsumers(world, this, shelf);
    BusCodec.register(vertx);
    watch.attach(this);
    vertx
        .eventBus()
        .<Object>addOutboundInterceptor(delivery -> {
          mutate(delivery.message().body());
          delivery.next();
        });
    Database database = shelf.database;
    Rooms rooms = database.door(this, Rooms.class, shelf.rooms, false);
    Numbers numbers = database.door(this, Numbers.class, shelf.numbers, false);
    Applications programs = database.door(this, Applications.class, shelf.applications, false);
    sip =
        new SimulatedSip(
            world,
            this,
            config,
            media,
            database.door(this, Trunks.class, shelf.trunks, false),
            database.door(this, Credentials.class, shelf.credentials, false),
            numbers);
    browsers = SimulatedBrowsers.verticle(config, world, media);
    DeploymentOptions plain = new DeploymentOptions();
    EventLog log = database.door(this, EventLog.class, shelf.journal, true);
    Calls calls = database.door(this, Calls.class, shelf.calls, false);
    Outbox outbox = database.door(this, Outbox.class, shelf.outbox, true);
    PinLookup pins = database.door(this, PinLookup.class, shelf.pins, false);
    deploy(new JournalVerticle(log, calls, folder, config.journal(), world), plain)
        .compose(_ -> deploy(new WebhookVerticle(outbox, fetcher, world, config.webhooks()), plain))
        .compose(_ -> deploy(SimulatedPins.verticle(config, world, pins, numbers, folder), plain))
        .compose(_ -> deploy(new RoomVerticle(config.rooms(), world, media, rooms), plain))
        .compose(_ -> deploy(new IvrVerticle(config, world, media), plain))
        .compose(_ ->
            deploy(
                new ProgramVerticle(
                    config, world, media, programs, rooms, fetcher, null, () -> "http://bridge"),
                plain))
        .compose(_ -> deploy(sip.verticle, SipVerticle.options()))
        .compose(_ -> deploy(browsers, plain))
        .onComplete(done -> {
          if (done.failed()) {
            throw new AssertionError("the bridge does not start", done.cause());
          }
          ready = true;
          world.trace("bridge is up");
        });
  }

  /** Plants what a defect of a part would do. */
  private void mutate(Object said) {
    if (world.has(Fault.DOUBLED_END)
        && said instanceof Fact fact
        && fact.type().equals(EventType.CALL_COMPLETED)
        && !fact.data().containsKey("again")) {
      Map<String, Object> again = new HashMap<>(fact.data());
      again.put("again", true);
      send(
          Addresses.FACTS,
          Fact.of(fact.type(), fact.occurredAt(), fact.room(), fact.call(), null, again));
    } else if (world.has(Fault.OPEN_DOOR)
        && said instanceof IvrCommand.Begin begin
        && begin.entry() instanceof AdmissionAnswer.AskPin) {
      RoomId room = shelf.rooms.rooms.keySet().iterator().next();
      send(
          Addresses.ROOM,
          new RoomCommand.Claim(room, begin.call(), begin.leg(), Role.GUEST, "x", "y", false));
    }
  }

  private Future<String> deploy(Deployable verticle, DeploymentOptions options) {
    return vertx.deployVerticle(verticle, options).onSuccess(deployed::push);
  }

  /** Stops in order, the last started first; completes when all have stopped. */
  Future<?> stop() {
    ready = false;
    Future<?> stopped = browsers.drain();
    for (String id : List.copyOf(deployed)) {
      stopped = stopped.compose(_ -> vertx.undeploy(id));
    }
    return stopped;
  }

  /** As by kill -9. */
  void kill() {
    world.trace("bridge is killed");
    ready = false;
    network.bridge(null);
    virtual.kill();
  }

  boolean isReady() {
    return ready;
  }

  public boolean isDead() {
    return virtual.isDead();
  }

  VirtualVertx virtual() {
    return virtual;
  }

  Vertx vertx() {
    return vertx;
  }

  SimulatedSip sip() {
    return sip;
  }

  /** A promise of this node's loop, whose timeouts are in virtual time. */
  <T> Promise<T> promise() {
    Context here = Vertx.currentContext();
    return ((io.vertx.core.internal.ContextInternal) (here == null ? context : here)).promise();
  }

  /** What the media plane tells. */
  void told(LegEvent event) {
    context.runOnContext(_ -> vertx.eventBus().publish(Addresses.LEG_EVENTS, event));
  }

  /** From outside of the verticles, such as the API. */
  void send(String address, BusMessage message) {
    context.runOnContext(_ -> vertx.eventBus().send(address, message));
  }

  /** As {@link #send}, with an answer. */
  <T> Future<T> ask(String address, BusMessage message) {
    Promise<T> answer = promise();
    context.runOnContext(_ ->
        vertx
            .eventBus()
            .<T>request(address, message)
            .onComplete(done -> {
              if (done.succeeded()) {
                answer.complete(done.result().body());
              } else {
                answer.fail(done.cause());
              }
            }));
    return answer.future();
  }

  // --- its door to the network

  /** Who takes datagrams; null: nobody any more. */
  public void listen(BiConsumer<InetSocketAddress, String> handler) {
    network.bridge(handler);
  }

  public void send(InetSocketAddress to, String text) {
    network.toPhone(to, text);
  }
}
