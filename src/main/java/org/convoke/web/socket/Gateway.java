package org.convoke.web.socket;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Sockets from one address: an office behind one NAT, not a flood. */
  static final int MAX_PER_ADDRESS = 1000;

  private static final long TICK_MS = 1000;

  private final Vertx vertx;
  private final Clock clock;
  private final Talk talk;
  private final Entrance entrance;
  private final Actions actions;
  private final Origins origins;
  private final int maxSockets;
  private final Set<Connection> connections = new HashSet<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private final Map<String, Connection> byName = new HashMap<>();
  private final Map<RoomId, Watchers> byRoom = new HashMap<>();
  private final Map<ParticipantId, Connection> byParticipant = new HashMap<>();
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
    maxSockets = config.http().maxConnections();
    consumers =
        List.of(
            consume(Addresses.ROOM_CHANGES, this::changed),
            consume(Addresses.ROOM_NOTICES, this::noticed),
            consume(Addresses.BROWSER_NOTICES, this::ofBrowser));
    timers =
        List.of(
            vertx.setPeriodic(TICK_MS, _ -> tick()),
            vertx.setPeriodic(
                Messages.PING_SECONDS * 1000L,
                _ -> List.copyOf(connections).forEach(Connection::ping)));
  }

  private <T> MessageConsumer<T> consume(String address, Consumer<T> then) {
    return vertx
        .eventBus()
        .<T>consumer(address, (Message<T> message) -> then.accept(message.body()));
  }

  /** Why a request did not become a socket: an HTTP status and a sentence. */
  public record Refusal(int status, String sentence) {}

  /** Takes the request as a WebSocket and returns null, or says why not. */
  public Refusal open(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    Refusal refusal = refusal(request, address);
    if (refusal != null) {
      return refusal;
    }
    request
        .toWebSocket()
        .onSuccess(socket -> accept(socket, address))
        .onFailure(failure -> LOG.debug("no socket: {}", failure.toString()));
    return null;
  }

  private Refusal refusal(HttpServerRequest request, String address) {
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
    if (perAddress.getOrDefault(address, 0) >= MAX_PER_ADDRESS) {
      return new Refusal(429, "There are too many connections from your address.");
    }
    return connections.size() >= maxSockets
        ? new Refusal(503, "The bridge takes no more connections.")
        : null;
  }

  private void accept(ServerWebSocket socket, String address) {
    Connection connection = new Connection(this, socket, address, clock);
    connections.add(connection);
    byName.put(connection.name, connection);
    perAddress.merge(address, 1, Integer::sum);
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
      perAddress.computeIfPresent(connection.address, (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  // --- of the bus

  private void changed(RoomChange change) {
    Watchers watchers = byRoom.get(change.room());
    if (watchers == null || !watchers.areTold(change, clock.nowNs())) {
      return;
    }
    JsonObject message = Messages.change(change);
    String text = message == null ? null : message.encode();
    for (Connection connection : watchers.all()) {
      connection.changed(change, text);
    }
  }

  private void noticed(RoomNotice notice) {
    Connection connection = byParticipant.get(notice.participant());
    if (connection != null) {
      connection.noticed(notice);
    }
  }

  private void ofBrowser(BrowserNotice notice) {
    Connection connection = byName.get(notice.socket());
    if (connection == null) {
      return;
    }
    switch (notice) {
      case BrowserNotice.Media media -> connection.media(media.state());
      case BrowserNotice.Ended ended -> connection.ended(ended.cause());
    }
  }

  private void tick() {
    long nowNs = clock.nowNs();
    var now = clock.now();
    List.copyOf(connections).forEach(connection -> connection.tick(nowNs, now));
  }

  /** The bridge stops: everybody is told so. */
  public void close() {
    consumers.forEach(MessageConsumer::unregister);
    timers.forEach(vertx::cancelTimer);
    List.copyOf(connections).forEach(Connection::goAway);
  }
}
