package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convoke.metrics.Scrape;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an operator sees of a bridge with calls: figures move as calls do. */
@Execution(ExecutionMode.CONCURRENT)
class MetricsIT {
  private static final String WRONG = "0000";

  @TempDir static Path folder;

  private static HttpResponse<String> get(Bridge bridge, String path, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(bridge.url(path));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Scrape scrape(Bridge bridge) {
    Bridge.Answer answer = bridge.request("GET", "/metrics", null);
    assertThat(answer.status()).isEqualTo(200);
    return Scrape.of(answer.body());
  }

  private static double value(Bridge bridge, String name, String... labels) {
    return scrape(bridge).value(name, labels);
  }

  @Test
  void figuresMoveAsCallsDo() throws Exception {
    try (Bridge bridge = Bridge.start(folder.resolve("open"))) {
      HttpResponse<String> page = get(bridge, "/metrics", null);
      assertThat(page.statusCode()).as("open to this machine").isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(value(bridge, "convoke_scrape_failures_total")).isZero();
      JsonObject room = bridge.createRoom("watched");
      try (TestPhone one = TestPhone.dial(bridge.sipUri("1000"), "one", 440);
          TestPhone other = TestPhone.dial(bridge.sipUri("1000"), "other", 0)) {
        Heard.await(one, "enter-pin");
        one.key(WRONG);
        Heard.await(one, "wrong-pin");
        one.key(room.getString("pin"));
        other.key(room.getString("pin"));
        bridge.awaitJoined(room.getString("id"), 2);
        Bridge.await("both seen", () -> value(bridge, "convoke_legs", "kind", "phone") == 2);
        Bridge.await(
            "both in", () -> value(bridge, "convoke_participants", "state", "joined") == 2);
        Bridge.await("packets", () -> value(bridge, "convoke_rtp_packets_received_total") > 100);
        Scrape live = scrape(bridge);
        assertThat(live.value("convoke_calls_active", "kind", "phone")).isEqualTo(2);
        assertThat(live.value("convoke_rooms_live")).isEqualTo(1);
        assertThat(live.value("convoke_pin_tries_total", "result", "accepted")).isEqualTo(2);
        assertThat(live.value("convoke_pin_tries_total", "result", "wrong")).isEqualTo(1);
        assertThat(live.value("convoke_sip_requests_total", "method", "INVITE"))
            .isGreaterThanOrEqualTo(2);
        assertThat(live.value("convoke_sip_responses_total", "class", "2xx"))
            .isGreaterThanOrEqualTo(2);
        assertThat(live.value("convoke_rtp_packets_sent_total")).isPositive();
        assertThat(live.value("convoke_audio_played_seconds_total")).isPositive();
        assertThat(live.value("convoke_media_tick_lateness_seconds_count")).isGreaterThan(100);
        assertThat(bridge.request("GET", "/metrics", null).body())
            .doesNotContain(room.getString("id"), "watched");
        one.hangUp();
        other.hangUp();
      }
      Bridge.await("their end", () -> scrape(bridge).sum("convoke_calls_active") == 0);
      Bridge.await("the room's", () -> value(bridge, "convoke_rooms_live") == 0);
      assertThat(scrape(bridge).sum("convoke_calls_completed_total")).isEqualTo(2);
      lives(bridge);
    }
  }

  private static void lives(Bridge bridge) throws Exception {
    JsonObject up = new JsonObject();
    for (String part : new String[] {"sip_udp", "sip_tcp", "media", "event_loops"}) {
      up.put(part, "up");
    }
    Bridge.await(
        "every part to answer",
        () ->
            up.equals(bridge.request("GET", "/health/live", null).json().getJsonObject("checks")));
    assertThat(get(bridge, "/health/live", null).statusCode()).isEqualTo(200);
    JsonObject ready = new JsonObject(get(bridge, "/health/ready", null).body());
    assertThat(ready.getString("status")).isEqualTo("up");
    assertThat(ready.getJsonObject("checks").fieldNames())
        .containsExactlyInAnyOrder(
            "database", "journal", "disk", "media", "sip", "capacity", "running");
    assertThat(value(bridge, "convoke_part_live", "part", "sip_udp")).isEqualTo(1);
  }

  @Test
  void whoTakesNoMoreCallsIsNotReady() throws Exception {
    Path config = folder.resolve("small.yaml");
    Files.writeString(config, "sip: {max_calls: 1}\n");
    try (Bridge bridge = Bridge.start(folder.resolve("small"), "--config", config.toString())) {
      assertThat(get(bridge, "/health/ready", null).statusCode()).isEqualTo(200);
      try (TestPhone one = TestPhone.dial(bridge.sipUri("1000"), "one", 440)) {
        Bridge.await("the answer", one::isUp);
        HttpResponse<String> full = get(bridge, "/health/ready", null);
        assertThat(full.statusCode()).isEqualTo(503);
        JsonObject said = new JsonObject(full.body());
        assertThat(said.getJsonObject("checks").getString("capacity")).isEqualTo("down");
        assertThat(said.getJsonObject("reasons").getString("capacity")).contains("sip.max_calls");
        try (TestPhone two = TestPhone.dial(bridge.sipUri("1000"), "two", 440)) {
          Bridge.await("the refusal", two::isOver);
        }
        assertThat(value(bridge, "convoke_limit_hits_total", "limit", "sip.max_calls"))
            .isEqualTo(1);
        assertThat(value(bridge, "convoke_admission_refused_total")).isZero();
        one.hangUp();
      }
      Bridge.await("room for another", () -> status(bridge, "/health/ready") == 200);
    }
  }

  private static int status(Bridge bridge, String path) {
    return bridge.request("GET", path, null).status();
  }

  @Test
  void elsewhereAKeyOfItsScopeIsNeeded() throws Exception {
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(config, "http: {metrics: key}\n");
    try (Bridge bridge = Bridge.start(folder.resolve("key"), "--config", config.toString())) {
      assertThat(get(bridge, "/metrics", null).statusCode()).isEqualTo(401);
      assertThat(get(bridge, "/metrics", "cvk_no_key").statusCode()).isEqualTo(401);
      assertThat(get(bridge, "/metrics", key(bridge, "rooms:read")).statusCode()).isEqualTo(403);
      HttpResponse<String> page = get(bridge, "/metrics", key(bridge, "metrics:read"));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(Scrape.of(page.body()).value("convoke_admission_open")).isEqualTo(1);
      assertThat(get(bridge, "/health/live", null).statusCode()).isEqualTo(200);
    }
  }

  private static String key(Bridge bridge, String scope) {
    JsonObject draft =
        new JsonObject().put("name", scope).put("scopes", new JsonArray().add(scope));
    return bridge.request("POST", "/v1/keys", draft).json().getString("secret");
  }
}
