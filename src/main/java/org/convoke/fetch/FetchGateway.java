package org.convoke.fetch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.config.FetchConfig;

/** {@link Fetcher} by Vert.x: HTTP/1.1, nothing unpacked, no proxy, no redirects, no cookies. */
public final class FetchGateway implements Fetcher {
  /** Requests that wait for their turn, for each that may be under way. */
  private static final int WAITING_PER_PLACE = 8;

  /** Less than the 5 s after which common servers (Node) drop an idle connection. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  /** However much keep-alive is used, a connection to a checked address ends after this. */
  private static final int MAX_LIFETIME_SECONDS = 300;

  /** The longest that TCP and then TLS may take, each; requests ask for less. */
  private static final int MAX_CONNECT_MS = 10_000;

  /** Of those, what their URLs say is remembered. */
  private static final int MAX_KNOWN = 1_024;

  /** Connections for each place: those given up after a short wait are still being made. */
  private static final int CONNECTIONS_PER_PLACE = 16;

  /** Who has places of its own: calls that wait for an answer, events, keys, sounds. */
  private static final int APART_MAX = 4;

  private final Vertx vertx;
  private final Clock clock;
  private final Guard guard;
  private final NamesGateway names;
  private final FetchConfig config;
  private final List<Turns> places = new CopyOnWriteArrayList<>();
  private final Turns turns;
  private final HttpClient client;
  private final int maxBytes;

  /** URLs that were read and may be fetched: webhooks are sent to the same ones again and again. */
  private final Map<String, WebUrl> known = new ConcurrentHashMap<>();

  public FetchGateway(Vertx vertx, Clock clock, FetchConfig config, AllowedNetworks own) {
    this(vertx, clock, config, own, Names.system(), new HttpClientOptions());
  }

  /**
   * @param base what tests set of TLS
   */
  FetchGateway(
      Vertx vertx,
      Clock clock,
      FetchConfig config,
      AllowedNetworks own,
      Names names,
      HttpClientOptions base) {
    this.vertx = vertx;
    this.clock = clock;
    this.guard = new Guard(config, own);
    this.names = new NamesGateway(names);
    this.config = config;
    this.turns = places();
    this.maxBytes = config.maxMib() * (1 << 20);
    HttpClientOptions options =
        base.setProtocolVersion(HttpVersion.HTTP_1_1)
            .setDecompressionSupported(false)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setConnectTimeout(MAX_CONNECT_MS)
            .setSslHandshakeTimeout(MAX_CONNECT_MS)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setMaxRedirects(0)
            .setVerifyHost(true)
            .setForceSni(true);
    // Turns hold back what is too much, so nobody waits in the pool of connections.
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(CONNECTIONS_PER_PLACE * APART_MAX * config.maxRequestsPerHost())
            .setMaxWaitQueueSize(APART_MAX * config.maxRequests())
            .setMaxLifetime(MAX_LIFETIME_SECONDS)
            .setMaxLifetimeUnit(TimeUnit.SECONDS);
    this.client = vertx.createHttpClient(options, pool);
  }

  /** Does in the background what would make the first fetch slow. */
  public void prepare() {
    Thread.ofPlatform().daemon().name("fetch-warm-up").start(TlsWarmUp::run);
  }

  @Override
  public void check(String url) {
    guard.check(url);
  }

  private Turns places() {
    Turns mine =
        new Turns(
            config.maxRequests(),
            config.maxRequestsPerHost(),
            WAITING_PER_PLACE * config.maxRequests());
    places.add(mine);
    return mine;
  }

  @Override
  public Fetcher apart() {
    Turns own = places();
    return new Fetcher() {
      @Override
      public Future<Fetched> send(FetchRequest request) {
        return FetchGateway.this.send(request, own);
      }

      @Override
      public void check(String url) {
        FetchGateway.this.check(url);
      }

      @Override
      public Fetcher apart() {
        return FetchGateway.this.apart();
      }
    };
  }

  @Override
  public Future<Fetched> send(FetchRequest request) {
    return send(request, turns);
  }

  private Future<Fetched> send(FetchRequest request, Turns places) {
    WebUrl url;
    try {
      url = checked(request);
    } catch (FetchRefused refused) {
      return Future.failedFuture(refused);
    }
    Promise<Fetched> promise = Promise.promise();
    Context context = vertx.getOrCreateContext();
    Exchange exchange = new Exchange(this, places, context, request, url, promise);
    run(context, exchange::begin);
    return promise.future();
  }

  /** What the guard says before a name is resolved depends on the text alone. */
  private WebUrl checked(FetchRequest request) {
    WebUrl before = known.get(request.url());
    if (before != null) {
      return before;
    }
    WebUrl url = guard.check(request.url());
    // A GET has what it tells in its URL, so each is another one.
    if (!request.method().equals("GET")) {
      if (known.size() >= MAX_KNOWN) {
        known.clear();
      }
      known.put(request.url(), url);
    }
    return url;
  }

  /** At once where we are on that event loop already. */
  private static void run(Context context, Runnable step) {
    if (context.isEventLoopContext() && Vertx.currentContext() == context) {
      step.run();
    } else {
      context.runOnContext(now -> step.run());
    }
  }

  /** Requests that were not made because too many waited. */
  public long refused() {
    return places.stream().mapToLong(Turns::refused).sum();
  }

  Vertx vertx() {
    return vertx;
  }

  Clock clock() {
    return clock;
  }

  Guard guard() {
    return guard;
  }

  NamesGateway names() {
    return names;
  }

  /** Those of who did not ask for places apart. */
  Turns turns() {
    return turns;
  }

  HttpClient client() {
    return client;
  }

  /** What is taken of a body, whatever a request asks for. */
  int maxBytes() {
    return maxBytes;
  }

  /** Ends what is under way. */
  public Future<Void> close() {
    names.close();
    return client.close();
  }
}
