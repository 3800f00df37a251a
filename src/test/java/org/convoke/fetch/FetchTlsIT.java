package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.config.FetchConfig;
import org.convoke.it.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is agreed with the name, though the connection is made to an address. */
class FetchTlsIT {
  private static final int PATIENCE_MS = 20_000;

  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private FetchGateway gateway;
  private HttpServer server;
  private SelfSigned certificate;

  @BeforeEach
  void start() {
    certificate = SelfSigned.make(folder, "DNS:hooks.example,DNS:*.apps.example,IP:127.0.0.1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    vertx.close();
  }

  @Test
  void theCertificateIsThatOfTheNameAndTheNameIsIndicated() throws Exception {
    serve(true);
    for (String host : List.of("hooks.example", "one.apps.example")) {
      assertThat(await(send("https://" + host)).body().toString())
          .as(host)
          .isEqualTo(host + " indicated " + host);
    }
    assertThat(await(send("https://127.0.0.1")).status()).isEqualTo(200);
  }

  @Test
  void anotherHostsCertificateIsRefusedBeforeAnythingIsSent() throws Exception {
    serve(true);
    for (String host : List.of("evil.example", "hooks.example.evil.example", "a.b.apps.example")) {
      assertTlsFails("https://" + host, "not one of that host");
    }
    assertTlsFails("https://127.0.0.2", "not one of that host");
    assertThat(requests).isEmpty();
  }

  @Test
  void aCertificateOfNobodyWeTrustIsRefused() throws Exception {
    serve(false);
    assertTlsFails("https://hooks.example", "nobody we trust");
    assertThat(requests).isEmpty();
  }

  private void serve(boolean trusted) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setSni(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(certificate.certificate().toString())
                    .setKeyPath(certificate.key().toString()));
    server =
        await(
            vertx
                .createHttpServer(options)
                .requestHandler(request -> {
                  requests.add(request.uri());
                  request
                      .response()
                      .end(
                          request.authority().host()
                              + " indicated "
                              + request.connection().indicatedServerName());
                })
                .listen(0));
    HttpClientOptions trust = new HttpClientOptions();
    if (trusted) {
      trust.setTrustOptions(
          new PemTrustOptions().addCertPath(certificate.certificate().toString()));
    }
    FetchConfig config = new FetchConfig("auto", "1024-65535", 1, 8, 8);
    gateway =
        new FetchGateway(
            vertx,
            Clock.system(),
            config,
            AllowedNetworks.of(config, true),
            host -> List.of(InetAddress.ofLiteral("127.0.0.1")),
            trust);
  }

  private Future<Fetched> send(String origin) {
    String url = origin + ":" + server.actualPort() + "/";
    return gateway.send(
        new FetchRequest("GET", url, Map.of(), null, PATIENCE_MS, PATIENCE_MS, 1000));
  }

  private void assertTlsFails(String origin, String why) throws Exception {
    try {
      throw new AssertionError(origin + " brought " + await(send(origin)));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(FetchFailed.class).hasMessageContaining(why);
      assertThat(((FetchFailed) e.getCause()).kind()).isEqualTo(FetchFailed.Kind.TLS);
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
