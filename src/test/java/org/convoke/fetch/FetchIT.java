package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.convoke.clock.Clock;
import org.convoke.config.FetchConfig;
import org.convoke.fetch.FetchFailed.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves the machine, seen from servers beside it; names are answered by the test. */
class FetchIT {
  private static final int PATIENCE_MS = 20_000;
  private static Vertx vertx;

  private final Map<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();
  private final AtomicInteger lookUps = new AtomicInteger();
  private final List<FetchGateway> open = new ArrayList<>();
  private PlainServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close();
  }

  @BeforeEach
  void listen() throws Exception {
    server = new PlainServer();
  }

  @AfterEach
  void close() throws Exception {
    for (FetchGateway gateway : open) {
      gateway.close();
    }
    server.close();
  }

  @Test
  void sendsWhatWasAskedAndGivesWhatCameBack() throws Exception {
    server.answer("HTTP/1.1 201 Created\r\nX-Seen: yes\r\nContent-Length: 5\r\n\r\nhello");
    name("hooks.example", "127.0.0.1");
    Fetched fetched =
        get(
            loopback(),
            new FetchRequest(
                "POST",
                "http://hooks.example:" + server.port() + "/a%20b?c=d",
                Map.of("X-Mine", "1", "Content-Type", "application/json"),
                Buffer.buffer("{}"),
                PATIENCE_MS,
                PATIENCE_MS,
                1000));
    assertThat(fetched.status()).isEqualTo(201);
    assertThat(fetched.ok()).isTrue();
    assertThat(fetched.headers().get("x-seen")).isEqualTo("yes");
    assertThat(fetched.body().toString()).isEqualTo("hello");
    assertThat(fetched.tookMs()).isBetween(0L, (long) PATIENCE_MS);
    assertThat(server.requests())
        .singleElement()
        .asString()
        .startsWith("POST /a%20b?c=d HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nHost: hooks.example:" + server.port() + "\r\n")
        .contains("X-Mine: 1\r\n")
        .containsIgnoringCase("user-agent: Convoke\r\n")
        .containsIgnoringCase("content-length: 2\r\n")
        .doesNotContain("Accept-Encoding", "accept-encoding")
        .endsWith("\r\n\r\n{}");
  }

  @Test
  void noConnectionLeavesForWhatIsRefused() throws Exception {
    String port = ":" + server.port();
    name("private.example", "127.0.0.1");
    name("mixed.example", "93.184.216.34", "127.0.0.1");
    name("six.example", "::1");
    name("zero.example", "0.0.0.0");
    FetchGateway strict = gateway("", new HttpClientOptions());
    List<String> urls = new ArrayList<>();
    for (String host :
        List.of(
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "127.0.0.2",
            "0",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::7f00:1]",
            "[2002:7f00:1::]",
            "[2001:0:7f00:1::80ff:fffe]",
            "[::1%25lo]",
            "[0:0:0:0:0:0:0:1]",
            "localhost",
            "LocalHost",
            "localhost.",
            "a.localhost",
            "127.0.0.1.",
            "private.example",
            "PRIVATE.example",
            "private.example.",
            "mixed.example",
            "six.example",
            "zero.example",
            "user@127.0.0.1",
            "example.com@127.0.0.1",
            "127.0.0.1\\@example.com",
            "\u2460\u2461\u2466.0.0.1",
            "127\u30020\u30020\u30021",
            "127.0.0.1%23",
            "%6c" + "ocalhost",
            "169.254.169.254",
            "[fd00:ec2::254]")) {
      urls.add("http://" + host + port + "/");
      urls.add("https://" + host + port + "/");
    }
    for (String odd :
        List.of("file", "ftp", "gopher", "jar:http", "netdoc", "dict", "ldap", "ws")) {
      urls.add(odd + "://127.0.0.1" + port + "/");
    }
    urls.add("http://private.example" + port + "/#x");
    urls.add("http://private.example" + port + "/\r\nX: y");
    urls.add("http:127.0.0.1" + port);
    for (String url : urls) {
      assertThat(failure(strict, url)).as(url).isInstanceOf(FetchRefused.class);
    }
    // Whoever had come before us would have been taken before us.
    server.answer("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(get(loopback(), "http://127.0.0.1" + port + "/ours").status()).isEqualTo(204);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.requests().getFirst()).startsWith("GET /ours ");
  }

  @Test
  void connectsToWhatWasCheckedHoweverTheNameIsAnsweredNext() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    FetchGateway gateway = gateway("127.0.0.2", new HttpClientOptions());
    String url = "http://rebinding.example:" + server.port() + "/";
    name("rebinding.example", "127.0.0.2");
    assertThat(get(gateway, url).status()).isEqualTo(200);
    assertThat(lookUps).hasValue(1);
    assertThat(server.reachedAt()).containsExactly("127.0.0.2");
    // The kept connection does not outlive the name's good answer.
    name("rebinding.example", "127.0.0.1");
    assertThat(failure(gateway, url)).isInstanceOf(FetchRefused.class);
    assertThat(lookUps).hasValue(2);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.reachedAt()).containsExactly("127.0.0.2");
  }

  @Test
  void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      server.answer(
          "HTTP/1.1 "
              + status
              + " Away\r\nLocation: http://127.0.0.1:"
              + server.port()
              + "/inside\r\nContent-Length: 0\r\n\r\n");
      Fetched fetched = get(loopback(), server.url());
      assertThat(fetched.status()).isEqualTo(status);
      assertThat(fetched.headers().get("Location")).endsWith("/inside");
    }
    assertThat(server.requests()).hasSize(5).noneMatch(request -> request.contains("/inside"));
  }

  @Test
  void connectionsAreKeptForTheSameNameAndAddress() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    FetchGateway gateway = loopback();
    for (int i = 0; i < 5; i++) {
      assertThat(get(gateway, server.url()).body().toString()).isEqualTo("ok");
    }
    assertThat(server.connections()).isEqualTo(1);
    name("other.example", "127.0.0.1");
    get(gateway, "http://other.example:" + server.port() + "/");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void takesTheNextAddressWhereTheFirstTakesNoConnection() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    name("two.example", "127.0.0.9", "127.0.0.1");
    server.listenOnlyAt("127.0.0.1");
    assertThat(get(loopback(), "http://two.example:" + server.port() + "/").status())
        .isEqualTo(200);
  }

  @Test
  void aBodyIsTakenUpToItsLimitAndNotOneByteMore() throws Exception {
    FetchGateway gateway = loopback();
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));
    assertThat(get(gateway, server.url()).body().length()).isEqualTo(1000);
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1001));
    assertKind(failure(gateway, server.url()), Kind.TOO_LARGE, 200);
    String chunk = "100\r\n" + "x".repeat(256) + "\r\n";
    server.answer("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(1000));
    assertKind(failure(gateway, server.url()), Kind.TOO_LARGE, 500);
    server.answer("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");
    assertKind(failure(gateway, server.url()), Kind.TOO_LARGE, 0);
  }

  @Test
  void nothingIsUnpacked() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnogz");
    assertThat(get(loopback(), server.url()).body().toString()).isEqualTo("nogz");
  }

  @Test
  void saysWhichWayItFailed() throws Exception {
    FetchGateway gateway = loopback();
    assertKind(failure(gateway, "http://unknown.example/"), Kind.DNS, 0);
    server.answer("");
    assertKind(failure(gateway, server.url()), Kind.RESET, 0);
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    assertKind(failure(gateway, server.url()), Kind.RESET, 200);
    server.answer("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
    assertKind(failure(gateway, server.url()), Kind.RESET, 0);
    server.answer("HTTP/1.1 200 OK\r\n\r\n");
    assertKind(failure(gateway, server.url().replace("http:", "https:")), Kind.TLS, 0);
    int closed = server.port();
    server.close();
    assertKind(failure(gateway, "http://127.0.0.1:" + closed + "/"), Kind.CONNECT, 0);
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    FetchGateway gateway = loopback();
    server.silent();
    assertKind(failure(gateway, within(server.url(), PATIENCE_MS, 300)), Kind.RESPONSE_TIMEOUT, 0);
    server.answerThenHold("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    assertKind(
        failure(gateway, within(server.url(), PATIENCE_MS, 1000)), Kind.RESPONSE_TIMEOUT, 200);
    // A TCP connection stands, but TLS is never answered.
    String tls = server.url().replace("http:", "https:");
    server.silent();
    assertKind(failure(gateway, within(tls, 300, PATIENCE_MS)), Kind.CONNECT_TIMEOUT, 0);
  }

  @Test
  void aNameThatIsNotAnsweredCostsNoMoreThanItsTime() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FetchConfig config = config("auto", 8, 8);
    AtomicInteger asked = new AtomicInteger();
    FetchGateway gateway =
        new FetchGateway(
            vertx,
            Clock.system(),
            config,
            AllowedNetworks.of(config, true),
            host -> {
              asked.incrementAndGet();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of(InetAddress.ofLiteral("127.0.0.1"));
            },
            new HttpClientOptions());
    open.add(gateway);
    for (int i = 0; i < 3; i++) {
      assertKind(failure(gateway, within("http://slow.example/", PATIENCE_MS, 100)), Kind.DNS, 0);
    }
    assertThat(asked).hasValue(1);
    never.countDown();
  }

  @Test
  void asManyGoOutAtOneTimeAsAreAllowed() throws Exception {
    FetchConfig config = config("auto", 100, 3);
    FetchGateway gateway = gateway(config, new HttpClientOptions());
    server.silent();
    List<io.vertx.core.Future<Fetched>> under = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      under.add(gateway.send(within(server.url(), PATIENCE_MS, PATIENCE_MS)));
    }
    server.awaitRequests(3);
    assertThat(gateway.turns().waiting()).isEqualTo(7);
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    server.release();
    for (io.vertx.core.Future<Fetched> future : under) {
      assertThat(await(future).status()).isEqualTo(200);
    }
    assertThat(server.mostAtOnce()).isLessThanOrEqualTo(3);
    assertThat(gateway.turns().running()).isZero();
  }

  @Test
  void whoWaitsForItsTurnInVainIsToldThatNothingWasSent() throws Exception {
    FetchGateway gateway = gateway(config("auto", 100, 1), new HttpClientOptions());
    server.silent();
    io.vertx.core.Future<Fetched> first =
        gateway.send(within(server.url(), PATIENCE_MS, PATIENCE_MS));
    server.awaitRequests(1);
    assertKind(failure(gateway, within(server.url(), PATIENCE_MS, 200)), Kind.CROWDED, 0);
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    server.release();
    assertThat(await(first).status()).isEqualTo(200);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void itsTimeBeginsWhenItIsItsTurn() throws Exception {
    FetchGateway gateway = gateway(config("auto", 100, 1), new HttpClientOptions());
    server.silent();
    io.vertx.core.Future<Fetched> first = gateway.send(within(server.url(), PATIENCE_MS, 3_000));
    server.awaitRequests(1);
    io.vertx.core.Future<Fetched> second = gateway.send(within(server.url(), PATIENCE_MS, 4_000));
    server.awaitRequests(1); // after 3 s, which are not taken from its 4
    TimeUnit.MILLISECONDS.sleep(1_500);
    assertThat(first.failed()).isTrue();
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    server.release();
    assertThat(await(second).status()).isEqualTo(200);
  }

  @Test
  void whoHasPlacesApartIsNotHeldUpByOthersAtTheSameHost() throws Exception {
    FetchGateway gateway = gateway(config("auto", 100, 2), new HttpClientOptions());
    Fetcher events = gateway.apart();
    server.silent();
    List<io.vertx.core.Future<Fetched>> slow = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      slow.add(events.send(within(server.url() + "events", PATIENCE_MS, PATIENCE_MS)));
    }
    server.awaitRequests(2);
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    // Those that were read before are still held.
    assertThat(get(gateway, within(server.url() + "answer", PATIENCE_MS, PATIENCE_MS)).status())
        .isEqualTo(200);
    assertThat(slow).noneMatch(io.vertx.core.Future::isComplete);
    server.release();
    for (io.vertx.core.Future<Fetched> one : slow) {
      assertThat(await(one).status()).isEqualTo(200);
    }
  }

  @Test
  void answersOnTheContextOfWhoAsked() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    FetchGateway gateway = loopback();
    name("hooks.example", "127.0.0.1");
    for (String url : List.of(server.url(), "http://hooks.example:" + server.port() + "/", "x:")) {
      io.vertx.core.Context context = vertx.getOrCreateContext();
      io.vertx.core.Promise<io.vertx.core.Context> seen = io.vertx.core.Promise.promise();
      context.runOnContext(now ->
          gateway
              .send(within(url, PATIENCE_MS, PATIENCE_MS))
              .onComplete(result -> seen.complete(Vertx.currentContext())));
      assertThat(await(seen.future())).as(url).isEqualTo(context);
    }
  }

  private FetchGateway loopback() {
    return gateway("auto", new HttpClientOptions());
  }

  private FetchGateway gateway(String networks, HttpClientOptions options) {
    return gateway(config(networks, 100, 100), options);
  }

  private FetchGateway gateway(FetchConfig config, HttpClientOptions options) {
    FetchGateway gateway =
        new FetchGateway(
            vertx, Clock.system(), config, AllowedNetworks.of(config, true), this::lookUp, options);
    open.add(gateway);
    return gateway;
  }

  private static FetchConfig config(String networks, int most, int perHost) {
    return new FetchConfig(networks, "80, 443, 1024-65535", 1, most, perHost);
  }

  private void name(String host, String... addresses) {
    hosts.put(host, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    lookUps.incrementAndGet();
    List<InetAddress> addresses = hosts.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    return addresses;
  }

  private static FetchRequest within(String url, int connectMs, int totalMs) {
    return new FetchRequest("GET", url, Map.of(), null, connectMs, totalMs, 1000);
  }

  private static Fetched get(FetchGateway gateway, String url) throws Exception {
    return get(gateway, within(url, PATIENCE_MS, PATIENCE_MS));
  }

  private static Fetched get(FetchGateway gateway, FetchRequest request) throws Exception {
    return await(gateway.send(request));
  }

  private static Throwable failure(FetchGateway gateway, String url) throws Exception {
    return failure(gateway, within(url, PATIENCE_MS, PATIENCE_MS));
  }

  private static Throwable failure(FetchGateway gateway, FetchRequest request) throws Exception {
    try {
      Fetched fetched = get(gateway, request);
      throw new AssertionError(request.url() + " brought " + fetched);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void assertKind(Throwable failure, Kind kind, int status) {
    assertThat(failure).isInstanceOf(FetchFailed.class);
    FetchFailed failed = (FetchFailed) failure;
    assertThat(failed.kind()).as(failed.getMessage()).isEqualTo(kind);
    assertThat(failed.status()).isEqualTo(status);
    assertThat(failed.getMessage()).doesNotContain("127.0.0.1", "example");
  }
}
