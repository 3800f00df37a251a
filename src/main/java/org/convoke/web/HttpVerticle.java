package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.bus.Addresses;
import org.convoke.bus.RoomChange;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.fetch.Fetcher;
import org.convoke.tls.Names;
import org.convoke.tls.TlsGateway;
import org.convoke.token.KeysGateway;
import org.convoke.token.Tokens;
import org.convoke.web.socket.Gateway;
import org.convoke.web.socket.RoomFacts;

/**
 * The HTTP server. It listens before the contract is loaded only in so far as the port is taken:
 * links name the port, so requests that come within that moment are answered 503.
 */
public final class HttpVerticle extends VerticleBase {
  private static final int IDLE_SECONDS = 60;
  private static final int HANDSHAKE_SECONDS = 5;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_LINE_BYTES = 8 * 1024;

  private static final String SOCKET_PATH = "/v1/connect";

  private final Config config;
  private final int sipPort;
  private final WebStores stores;
  private final Clock clock;
  private final TlsGateway tls;
  private final Fetcher fetcher;

  private HttpServer server;
  private Router router;
  private volatile EventStreams streams;
  private volatile Gateway gateway;
  private Links links;
  private Insight insight = Insight.NONE;
  private final Places places;
  private final Map<String, LongAdder> requests = RequestWatch.kinds();
  private final LongAdder connectionsRefused = new LongAdder();
  private KeysGateway tokenKeys;
  private Tokens tokens;

  /**
   * @param sipPort where SIP listens, for the addresses that rooms show
   * @param fetcher judges the URLs that come in by the API
   */
  public HttpVerticle(Config config, int sipPort, WebStores stores, Clock clock, Fetcher fetcher) {
    this(
        config,
        sipPort,
        stores,
        clock,
        fetcher,
        TlsGateway.open(config.http(), Path.of(config.data()), Names.of(config), clock));
  }

  /**
   * The same with a certificate that was read before.
   *
   * @param tls opened, not watched yet
   */
  public HttpVerticle(
      Config config, int sipPort, WebStores stores, Clock clock, Fetcher fetcher, TlsGateway tls) {
    this.tls = tls;
    this.fetcher = fetcher;
    this.config = config;
    places = new Places(config.http().maxConnections());
    this.sipPort = sipPort;
    this.stores = stores;
    this.clock = clock;
  }

  /** Who knows of the whole bridge; to be set before it is deployed. */
  public void insight(Insight newInsight) {
    insight = newInsight;
  }

  /** How the door is; any thread. */
  public HttpReadings readings() {
    Gateway.Readings sockets = gateway == null ? Gateway.Readings.NONE : gateway.readings();
    return new HttpReadings(
        requests,
        places.taken(),
        connectionsRefused.sum(),
        sockets.open(),
        sockets.messagesWaiting(),
        sockets.behind(),
        gateway == null ? 0 : gateway.refused(),
        streams == null ? 0 : streams.open(),
        streams == null ? 0 : streams.refused());
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setWebSocketSubProtocols(List.of(Gateway.PROTOCOL))
            .setMaxWebSocketFrameSize(Gateway.MAX_MESSAGE)
            .setMaxWebSocketMessageSize(Gateway.MAX_MESSAGE)
            // What is small on the line shall not be large in memory.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHost(config.bind())
            .setPort(config.http().port())
            // Else a connection would be known, and counted, only once it has said something.
            .setHttp2ClearTextEnabled(false)
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setHandle100ContinueAutomatically(true);
    tls.apply(options);
    server = vertx.createHttpServer(options);
    server.connectionHandler(connection -> {
      if (!places.enter(connection)) {
        connectionsRefused.increment();
      }
    });
    server.requestHandler(this::handle);
    server.invalidRequestHandler(InvalidRequests::answer);
    return server
        .listen()
        .compose(listening -> {
          links = Links.of(config, port(), sipPort);
          tls.watch(vertx, server);
          tokenKeys = new KeysGateway(vertx, stores.tokenKeys(), config.tokens(), clock);
          tokens = new Tokens(tokenKeys.keyring(), clock);
          vertx.eventBus().<RoomChange>consumer(Addresses.ROOM_CHANGES, this::revoke);
          return tokenKeys.start();
        })
        .compose(ready -> Contract.load(vertx, links.publicUrl()))
        .onSuccess(contract -> router = router(contract));
  }

  private void handle(HttpServerRequest request) {
    if (gateway != null && SOCKET_PATH.equals(request.path())) {
      InetAddress from = Visitors.address(request);
      String network = from.isLoopbackAddress() ? null : Visitors.network(from);
      HttpConnection connection = request.connection();
      Gateway.Refusal refusal =
          gateway.open(request, from.getHostAddress(), network, () -> places.begins(connection));
      if (refusal != null) {
        InvalidRequests.refuse(request, refusal.status(), refusal.sentence());
      }
    } else if (router == null) {
      request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    } else {
      router.handle(request);
    }
  }

  /**
   * The port that it listens on, once it is deployed: the configured one, or the one chosen for 0.
   */
  public int port() {
    return server.actualPort();
  }

  /** What links begin with, once it is deployed. */
  public String publicUrl() {
    return links.publicUrl();
  }

  /** Issues tokens and judges them, once it is deployed; of this verticle's event loop. */
  Tokens tokens() {
    return tokens;
  }

  /** Ends the live streams, then the server. */
  @Override
  public Future<?> stop() {
    Future<Void> told = gateway == null ? Future.succeededFuture() : gateway.close();
    if (streams != null) {
      streams.close();
    }
    tls.stop();
    if (tokenKeys != null) {
      tokenKeys.stop();
    }
    return told.compose(gone -> server.close());
  }

  private Router router(Contract contract) {
    Bus bus = new Bus(vertx, clock);
    Gate gate = new Gate(stores.apiKeys(), clock, config.http().maxBodyKib() * 1024);
    Failures failures = new Failures(contract, links.publicUrl());
    Endpoints endpoints =
        new Endpoints(new Idempotent(stores.idempotency(), clock, links.publicUrl()));
    CallControl control = new CallControl(bus);
    CallsHandler calls = new CallsHandler(stores.calls(), bus, control, clock);
    EventsHandler events = new EventsHandler(stores.events(), calls);
    streams = new EventStreams(vertx, stores, events, clock, config.http().maxStreamsPerKey());

    RoomFacts facts = new SocketRooms(stores, bus, links, config, clock);
    gateway =
        new Gateway(
            vertx, config, clock, facts, tokens, config.http().allowedOrigins(), links.publicUrl());

    RouterBuilder builder = RouterBuilder.create(vertx, contract.operations(), gate);
    builder
        .rootHandler(
            new RequestWatch(vertx, clock, config.http().requestTimeoutSeconds(), requests, places))
        .rootHandler(new SecureHeaders(tls.strict()));
    Map<String, Endpoint> handlers = handlers(bus, control, calls, events);
    for (Operation operation : contract.operations().operations()) {
      OpenAPIRoute route = builder.getRoute(operation.getOperationId()).setDoSecurity(false);
      if (operation.getOperationId().equals("streamEvents")) {
        route.addHandler(streams::open);
        continue;
      }
      if (operation.getOperationId().equals("getMetrics")) {
        route.addHandler(
            new MetricsHandler(vertx, insight, stores.apiKeys(), clock, config)::answer);
        continue;
      }
      if (operation.getOperationId().equals("listEvents")) {
        route.addHandler(this::streamIfWanted);
      }
      Endpoint endpoint = handlers.remove(operation.getOperationId());
      if (endpoint == null) {
        throw new IllegalStateException("nobody handles " + operation.getOperationId());
      }
      route.addHandler(endpoints.handler(operation, endpoint));
    }
    if (!handlers.isEmpty()) {
      throw new IllegalStateException("the contract does not have " + handlers.keySet());
    }
    Router router = builder.createRouter();
    new PagesHandler(links, contract).mount(router);
    new RoomPagesHandler(stores, bus, links, config, clock).mount(router);
    new LibraryHandler().mount(router);
    VonageGate vonage = new VonageGate(stores.applications(), config.applications(), clock);
    new VonageApi(
            vonage,
            new VonageCallsHandler(stores.calls(), control),
            config.http().maxBodyKib() * 1024)
        .mount(router);
    new ProvidersHandler(config, bus, links, stores, clock).mount(router);
    router.route().failureHandler(failures);
    for (int status : new int[] {400, 404, 405, 406, 415, 500}) {
      router.errorHandler(status, failures);
    }
    return router;
  }

  private Map<String, Endpoint> handlers(
      Bus bus, CallControl control, CallsHandler calls, EventsHandler events) {
    Map<String, Endpoint> handlers = new HashMap<>();
    RoomJson json = new RoomJson(links, config.rooms());
    RoomsHandler rooms = new RoomsHandler(stores, bus, json, config, clock);
    rooms.register(handlers);
    new RoomControlHandler(rooms, bus).register(handlers);
    new ParticipantsHandler(rooms, bus).register(handlers);
    new TokensHandler(rooms, tokens, tokenKeys, links, clock).register(handlers);
    calls.register(handlers);
    new CallControlHandler(calls, control, stores.rooms()).register(handlers);
    events.register(handlers);
    new NumbersHandler(stores.numbers(), bus, config.pin().budgetNumberDay()).register(handlers);
    new TrunksHandler(stores.trunks(), bus).register(handlers);
    new CredentialsHandler(stores.credentials(), bus).register(handlers);
    WebhooksHandler webhooks = new WebhooksHandler(stores.webhooks(), fetcher, clock);
    webhooks.register(handlers);
    WebhookTester tester = new WebhookTester(fetcher, clock);
    new WebhookDeliveriesHandler(vertx, stores.webhooks(), webhooks, tester).register(handlers);
    new ApplicationsHandler(
            vertx, stores, fetcher, bus, links, config.applications().maxApplications())
        .register(handlers);
    new KeysHandler(stores.apiKeys(), clock).register(handlers);
    new HealthHandler(stores.apiKeys(), insight).register(handlers);
    return handlers;
  }

  /** Whoever is removed from a meeting does not come back to it by his old token. */
  private void revoke(Message<RoomChange> message) {
    switch (message.body()) {
      case RoomChange.Left left when left.reason().equals("removed") ->
          tokens.revocations().revoke(left.room(), left.participant(), clock.now());
      case RoomChange.Ended ended -> tokens.revocations().meetingEnded(ended.room());
      default -> {
        // What else changes takes no token back.
      }
    }
  }

  private void streamIfWanted(RoutingContext context) {
    if (EventStreams.wanted(context)) {
      streams.open(context);
    } else {
      context.next();
    }
  }
}
