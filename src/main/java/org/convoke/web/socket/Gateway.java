package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.convoke.bus.Addresses;
import org.convoke.bus.BrowserNotice;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomNotice;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the sockets: lets them in, hands them what happens in their rooms, looks after them. */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** The sub-protocol, RFC 6455 §1.9. */
  public static final String PROTOCOL = "convoke.v1";

  /** The largest message that is read, in bytes. */
  public static final int MAX_MESSAGE = 64 * 1024;

  /** Of all connections, so many are kept for requests that are no socket: the API's, pages'. */
  private static final int KEPT_PART = 10;

  /** How long peers are given to take the news that the bridge stops. */
  private static final long FAREWELL_MS = 1000;

  private static final long TICK_MS = 1000;

  private final Vertx vertx;
  private final Clock clock;
  private final Talk talk;
  private final Entrance entrance;
  private final Actions actions;
  private final Origins origins;
  private final RoomFacts facts;
  private final int maxSockets;

  /** From one network: an office behind one NAT, not a flood. This machine's own have no limit. */
  private final int maxPerNetwork;

  private final Set<Connection> connections = new HashSet<>();
  private final Map<String, Integer> perNetwork = new HashMap<>();
  private final Map<String, Connection> byName = new HashMap<>();
  private final Map<RoomId, Watchers> byRoom = new HashMap<>();
  private final Map<ParticipantId, Connection> byParticipant = new HashMap<>();
  private final Promise<Void> allGone = Promise.promise();
  private final List<MessageConsumer<?>> consumers;
  private final List<Long> timers;

  public Gateway(
      Vertx vertx,
      Config config,
      Clock clock,
      RoomFacts facts,
      Tokens tokens,
      String allowedOrigins,
      String publicUrl) {
    this.vertx = vertx;
    this.clock = clock;
    talk = new Talk(vertx);
    entrance =
        new Entrance(
            talk,
            facts,
            tokens,
            new IceServers(config.webrtc()),
            Duration.ofSeconds(config.tokens().linkTtlSeconds()),
            clock);
    actions = new Actions(talk, facts);
    origins = new Origins(allowedOrigins, publicUrl);
    this.facts = facts;
    int most = config.http().maxConnections();
    maxSockets = Math.max(1, most - most / KEPT_PART);
    maxPerNetwork = Math.max(1, most / 2);
    consumers =
        List.of(
            consume(Addresses.ROOM_CHANGES, this::changed),
            consume(Addresses.ROOM_NOTICES, this::noticed),
            consume(Addresses.BROWSER_NOTICES, this::ofBrowser));
    timers =
        List.of(
            vertx.setPeriodic(TICK_MS, _ -> tick()),
            vertx.setPeriodic(
                Messages.PING_SECONDS * 1000L, _ -> each(connections, Connection::ping)));
  }

  private <T> MessageConsumer<T> consume(String address, Consumer<T> then) {
    return vertx
        .eventBus()
        .<T>consumer(address, (Message<T> message) -> then.accept(message.body()));
  }

  /** Why a request did not become a socket: an HTTP status and a sentence. */
  public record Refusal(int status, String sentence) {}

  /**
   * Takes the request as a WebSocket and returns null, or says why not.
   *
   * @param address where it comes from
   * @param network which counts as one visitor, or null for this machine's own
   * @param opened runs when the handshake is done
   */
  public Refusal open(HttpServerRequest request, String address, String network, Runnable opened) {
    Refusal refusal = refusal(request, network);
    if (refusal != null) {
      if (refusal.status() == 503 || refusal.status() == 429) {
        refused.increment();
      }
      return refusal;
    }
    Line line = Line.of(request.connection());
    request
        .toWebSocket()
        .onSuccess(socket -> {
          opened.run();
          accept(socket, line, address, network);
        })
        .onFailure(failure -> LOG.debug("no socket: {}", failure.toString()));
    return null;
  }

  private Refusal refusal(HttpServerRequest request, String network) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return new Refusal(426, "This is a WebSocket of the sub-protocol " + PROTOCOL + ".");
    }
    String host = request.authority() == null ? null : request.authority().toString();
    if (!origins.allows(request.getHeader("Origin"), host)) {
      return new Refusal(403, "Pages of this origin may not connect: see http.allowed_origins.");
    }
    String offered = request.getHeader("Sec-WebSocket-Protocol");
    boolean speaks =
        offered != null
            && Arrays.stream(offered.split(",")).map(String::strip).anyMatch(PROTOCOL::equals);
    if (!speaks) {
      return new Refusal(400, "Sec-WebSocket-Protocol must offer " + PROTOCOL + ".");
    }
    if (network != null && perNetwork.getOrDefault(network, 0) >= maxPerNetwork) {
      return new Refusal(429, "There are too many connections from your address.");
    }
    return connections.size() >= maxSockets
        ? new Refusal(503, "The bridge takes no more connections.")
        : null;
  }

  private void accept(ServerWebSocket socket, Line line, String address, String network) {
    Connection connection = new Connection(this, socket, line, address, clock);
    connections.add(connection);
    byName.put(connection.name, connection);
    if (network != null) {
      perNetwork.merge(network, 1, Integer::sum);
      line.whenGone(() -> perNetwork.computeIfPresent(network, (_, n) -> n > 1 ? n - 1 : null));
    }
  }

  /**
   * How the sockets are, as of the last second.
   *
   * @param open sockets
   * @param messagesWaiting what they have not taken yet
   * @param behind those that read too slowly to be told everything
   */
  public record Readings(int open, long messagesWaiting, int behind) {
    /** Of no socket. */
    public static final Readings NONE = new Readings(0, 0, 0);
  }

  private volatile Readings readings = Readings.NONE;
  private final LongAdder refused = new LongAdder();

  /** Any thread. */
  public Readings readings() {
    return readings;
  }

  /** Sockets that were not let in because there were too many. */
  public long refused() {
    return refused.sum();
  }

  private void read() {
    long waiting = 0;
    int behind = 0;
    for (Connection connection : connections) {
      waiting += connection.out().waiting();
      behind += connection.out().isBehind() ? 1 : 0;
    }
    readings = new Readings(connections.size(), waiting, behind);
  }

  // --- of the connections

  Talk talk() {
    return talk;
  }

  Entrance entrance() {
    return entrance;
  }

  Actions actions() {
    return actions;
  }

  /** It is told of its room from now on. */
  void watch(Connection connection) {
    byRoom.computeIfAbsent(connection.seat.room.id(), _ -> new Watchers()).add(connection);
  }

  /** It has its participant. */
  void seated(Connection connection) {
    byParticipant.put(connection.seat.participant, connection);
  }

  void unwatch(Connection connection) {
    Seat seat = connection.seat;
    if (seat.room != null) {
      byRoom.computeIfPresent(
          seat.room.id(),
          (_, watchers) -> {
            watchers.remove(connection);
            return watchers.isEmpty() ? null : watchers;
          });
    }
    if (seat.participant != null) {
      byParticipant.remove(seat.participant, connection);
    }
  }

  void closed(Connection connection) {
    if (connections.remove(connection)) {
      byName.remove(connection.name);
      if (connections.isEmpty()) {
        allGone.tryComplete();
      }
    }
  }

  // --- of the bus

  private void changed(RoomChange change) {
    if (change instanceof RoomChange.Pins) {
      renewed(change.room());
      return;
    }
    Watchers watchers = byRoom.get(change.room());
    if (watchers == null || !watchers.areTold(change, clock.nowNs())) {
      return;
    }
    JsonObject message = Messages.change(change);
    String text = message == null ? null : message.encode();
    each(watchers.all(), connection -> connection.telling().changed(change, text));
  }

  /** Whoever is in the room, or on the way into it, knows it by its new PINs. */
  private void renewed(RoomId room) {
    if (connections.stream().noneMatch(connection -> connection.knows(room))) {
      return;
    }
    facts
        .byId(room)
        .onSuccess(found ->
            found.ifPresent(fresh ->
                each(
                    connections,
                    connection -> {
                      if (connection.knows(room)) {
                        connection.telling().renewed(fresh);
                      }
                    })))
        .onFailure(failure -> LOG.warn("new PINs are not shown: {}", failure.toString()));
  }

  /** Whatever befalls one of them, the others have their turn. */
  private static void each(Collection<Connection> connections, Consumer<Connection> action) {
    for (Connection connection : List.copyOf(connections)) {
      try {
        action.accept(connection);
      } catch (RuntimeException failure) {
        LOG.warn("a socket could not be served", failure);
      }
    }
  }

  private void noticed(RoomNotice notice) {
    Connection connection = byParticipant.get(notice.participant());
    if (connection != null) {
      connection.telling().noticed(notice);
    }
  }

  private void ofBrowser(BrowserNotice notice) {
    Connection connection = byName.get(notice.socket());
    if (connection == null) {
      return;
    }
    switch (notice) {
      case BrowserNotice.Media media -> connection.telling().media(media.state());
      case BrowserNotice.Ended ended -> connection.ended(ended.cause());
    }
  }

  private void tick() {
    long nowNs = clock.nowNs();
    each(connections, connection -> connection.tick(nowNs));
    read();
  }

  /** The bridge stops: everybody is told so. Whoever does not take it in time is cut off. */
  public Future<Void> close() {
    consumers.forEach(MessageConsumer::unregister);
    timers.forEach(vertx::cancelTimer);
    if (connections.isEmpty()) {
      return Future.succeededFuture();
    }
    each(connections, Connection::goAway);
    long late =
        vertx.setTimer(
            FAREWELL_MS,
            _ -> {
              each(connections, connection -> connection.out().cut());
              allGone.tryComplete();
            });
    return allGone.future().onComplete(_ -> vertx.cancelTimer(late));
  }
}
