package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Applications that name addresses which are none of theirs, answer nonsense, or do not answer:
 * nothing leaves, the cause is told, and callers hear what is going on.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProgramFailuresIT {
  @TempDir static Path folder;
  private static Bridge bridge;
  private static AppServer app;

  /** At an address of this machine that the bridge is not allowed to fetch from. */
  private static ServerSocket trap;

  private static final AtomicInteger trapped = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(config, "fetch: {allowed_networks: 127.0.0.1/32}\n");
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
    app = new AppServer();
    trap = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.2"));
    Thread.ofPlatform().daemon().name("trap").start(ProgramFailuresIT::watch);
  }

  @AfterAll
  static void stop() throws IOException {
    trap.close();
    app.close();
    bridge.close();
  }

  private static void watch() {
    try {
      while (true) {
        trap.accept().close();
        trapped.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static String trapUrl() {
    return "http://127.0.0.2:" + trap.getLocalPort() + "/secret";
  }

  private static void application(String name, String number, JsonObject more) {
    Application.make(
        bridge,
        new JsonObject()
            .put("name", name)
            .put("answer_url", app.url("/answer-" + name))
            .mergeIn(more),
        number);
  }

  private static List<JsonObject> errors(String call) {
    return bridge.events("call=" + call + "&type=call.error").stream()
        .map(event -> event.getJsonObject("data"))
        .toList();
  }

  private static String completed(String call) {
    return bridge
        .awaitEvent("call=" + call, "call.completed")
        .getJsonObject("data")
        .getString("cause");
  }

  // --- addresses

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://2130706434/",
        "http://0x7f000002/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.2]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://user:password@127.0.0.1/",
        "ftp://example.com/",
        "file:///etc/passwd"
      })
  void anApplicationIsNotMadeWithSuchAnAddress(String url) {
    for (String field : List.of("answer_url", "event_url", "fallback_answer_url")) {
      Bridge.Answer answer =
          bridge.request(
              "POST", "/v1/applications", new JsonObject().put("name", "x").put(field, url));
      assertThat(answer.status()).as(url + " as " + field).isEqualTo(422);
      assertThat(answer.json().getJsonArray("errors").getJsonObject(0).getString("field"))
          .isEqualTo(field);
    }
  }

  @Test
  void noConnectionLeavesForAddressesInAProgram() {
    application("inner", "4100", new JsonObject());
    app.redirect("/away", trapUrl());
    app.at(
        "/answer-inner",
        _ ->
            """
            [{"action":"notify","payload":{},"eventUrl":["%1$s"]},
             {"action":"notify","payload":{},"eventUrl":["%2$s"]},
             {"action":"stream","streamUrl":["%1$s"]},
             {"action":"stream","streamUrl":["%2$s"]},
             {"action":"stream","streamUrl":["http://169.254.169.254/latest/meta-data/"]},
             {"action":"conversation","name":"inner","musicOnHoldUrl":"%1$s"}]\
            """
                .formatted(trapUrl(), app.url("/away")));
    try (Caller caller = Caller.dialTo(bridge, bridge.sipUri("4100"), "inner", 700, "")) {
      bridge.awaitEvent("call=" + caller.call(), "participant.joined");
      Bridge.await("six errors", () -> errors(caller.call()).size() >= 6);
      List<JsonObject> errors = errors(caller.call()).subList(0, 6);
      assertThat(errors)
          .extracting(it -> it.getInteger("action_index"))
          .containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(errors)
          .extracting(it -> it.getString("action") + " " + it.getString("field"))
          .containsExactly(
              "notify eventUrl",
              "notify eventUrl",
              "stream streamUrl[0]",
              "stream streamUrl[0]",
              "stream streamUrl[0]",
              "conversation musicOnHoldUrl[0]");
      assertThat(errors.get(0).getString("reason")).contains("must not lead to a loopback address");
      assertThat(errors.get(1).getString("reason")).contains("302");
      assertThat(errors.get(4).getString("reason")).contains("metadata");
      assertThat(app.asked("/away")).hasSize(2);
      assertThat(trapped).hasValue(0);
    }
  }

  // --- answers

  @Test
  void anOddSchemeIsAFaultOfItsActionAndTheFallbackIsToldSo() {
    application(
        "odd", "4101", new JsonObject().put("fallback_answer_url", app.url("/fallback-odd")));
    app.at(
        "/answer-odd",
        _ ->
            """
            [{"action":"talk","text":"Hello"},
             {"action":"stream","streamUrl":["file:///etc/passwd"]}]\
            """);
    app.at("/fallback-odd", _ -> "[{\"action\":\"conversation\",\"name\":\"fallback\"}]");
    try (Caller caller = Caller.dialTo(bridge, bridge.sipUri("4101"), "odd", 700, "")) {
      bridge.awaitEvent("call=" + caller.call(), "participant.joined");
      JsonObject error = errors(caller.call()).getFirst();
      assertThat(error.getInteger("action_index")).isEqualTo(1);
      assertThat(error.getString("action")).isEqualTo("stream");
      assertThat(error.getString("field")).isEqualTo("streamUrl[0]");
      JsonObject asked = app.asked("/fallback-odd").getFirst();
      assertThat(asked.getString("uuid")).isEqualTo(caller.call());
      assertThat(asked.getString("reason")).isEqualTo(error.getString("reason"));
      assertThat(new JsonObject(asked.getString("original_request")))
          .isEqualTo(new JsonObject().put("url", app.url("/answer-odd")).put("type", "answer"));
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedTwiceWhileTheCallerIsToldToWait() {
    application("slow", "4102", new JsonObject());
    CountDownLatch over = new CountDownLatch(1);
    app.at("/answer-slow", _ -> held(over));
    try (TestPhone phone = TestPhone.dial(bridge.sipUri("4102"), "slow", 700)) {
      Heard.await(phone, "one-moment");
      Heard.await(phone, "service-fails");
      Bridge.await("the call ends", phone::isOver);
      assertThat(phone.endedByPeer()).isTrue();
      String call = bridge.awaitCall("slow");
      assertThat(completed(call)).isEqualTo("app_failed");
      assertThat(app.asked("/answer-slow"))
          .extracting(it -> it.getString("attempt"))
          .containsExactly("1", "2");
      assertThat(errors(call))
          .extracting(it -> it.getString("reason"))
          .containsExactly("The server did not answer in time.");
    } finally {
      over.countDown();
    }
  }

  /** Nothing, but not before the latch is down. */
  private static String held(CountDownLatch latch) {
    try {
      latch.await();
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
