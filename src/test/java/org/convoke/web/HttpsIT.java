package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.convoke.it.SelfSigned;
import org.convoke.tls.TlsGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class HttpsIT {
  private final Logger logger = (Logger) LoggerFactory.getLogger(TlsGateway.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private record Seen(int status, String body, X509Certificate certificate, String strict) {}

  /** By a connection of its own, which believes every certificate. */
  private static Seen get(TestBridge bridge, String path) {
    HttpClient client =
        bridge.vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    try {
      HttpClientResponse response =
          await(
              client
                  .request(
                      new RequestOptions()
                          .setMethod(HttpMethod.GET)
                          .setHost("127.0.0.1")
                          .setPort(bridge.verticle.port())
                          .setURI(path))
                  .compose(request -> request.send().compose(r -> r.body().map(b -> r))));
      Certificate certificate;
      try {
        certificate = response.request().connection().peerCertificates().getFirst();
      } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
        throw new AssertionError(e);
      }
      return new Seen(
          response.statusCode(),
          await(response.body()).toString(),
          (X509Certificate) certificate,
          response.getHeader("Strict-Transport-Security"));
    } finally {
      await(client.close());
    }
  }

  private static WebSocket socket(TestBridge bridge) {
    return await(
        bridge
            .vertx
            .createWebSocketClient(
                new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false))
            .connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(bridge.verticle.port())
                    .setURI("/v1/connect")
                    .addSubProtocol("convoke.v1")));
  }

  /** What is said to who does not authenticate first. */
  private static Future<JsonObject> answer(WebSocket socket) {
    Promise<JsonObject> answer = Promise.promise();
    socket.textMessageHandler(text -> answer.tryComplete(new JsonObject(text)));
    socket.closeHandler(closed -> answer.tryFail("closed " + socket.closeStatusCode()));
    socket.writeTextMessage("{\"type\":\"snapshot\",\"id\":1}");
    return answer.future();
  }

  private static void eventually(String what, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("in 60 s not: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static void put(SelfSigned from, SelfSigned to) throws IOException {
    Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aRenewedCertificateIsServedWithoutARestartAndABrokenOneIsNot() throws Exception {
    SelfSigned live = SelfSigned.make(folder.resolve("live"));
    SelfSigned next = SelfSigned.make(folder.resolve("next"));
    Map<String, String> options =
        Map.of(
            "http.tls", "files",
            "http.tls_certificate", live.certificate().toString(),
            "http.tls_key", live.key().toString());
    try (TestBridge bridge = new TestBridge(options)) {
      Seen first = get(bridge, "/room/secure");
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.strict()).startsWith("max-age=");
      assertThat(bridge.verticle.publicUrl()).startsWith("https://127.0.0.1:");

      Files.writeString(live.certificate(), "nonsense");
      eventually("it is told", () -> told("holds no -----BEGIN CERTIFICATE-----") == 1);
      assertThat(get(bridge, "/health/live").certificate()).isEqualTo(first.certificate());

      put(next, live);
      eventually(
          "the new certificate is served",
          () -> !get(bridge, "/health/live").certificate().equals(first.certificate()));
      X509Certificate second = get(bridge, "/health/live").certificate();

      Files.delete(live.key());
      eventually("it is told", () -> told("key.pem is not there") == 1);
      assertThat(get(bridge, "/health/live").certificate()).isEqualTo(second);
      assertThat(told("holds no -----BEGIN CERTIFICATE-----")).as("once").isEqualTo(1);
    }
  }

  private long told(String words) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getFormattedMessage().contains(words))
        .count();
  }

  @Test
  void aCertificateOfOursIsForTheAddressAndBrowsersForgetIt() throws Exception {
    Map<String, String> options =
        Map.of(
            "http.tls",
            "self-signed",
            "data",
            folder.toString(),
            "media.public_address",
            "192.0.2.9");
    X509Certificate made;
    try (TestBridge bridge = new TestBridge(options)) {
      Seen seen = get(bridge, "/");
      made = seen.certificate();
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.strict()).isNull();
      assertThat(await(answer(socket(bridge))).getString("code")).isEqualTo("not_authenticated");
      assertThat(
              made.getSubjectAlternativeNames().stream().map(List::getLast).map(Object::toString))
          .contains("localhost", "127.0.0.1", "192.0.2.9");
    }
    try (TestBridge bridge = new TestBridge(options)) {
      assertThat(get(bridge, "/").certificate()).isEqualTo(made);
    }
  }
}
