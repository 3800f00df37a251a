package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.store.Database;
import org.convoke.store.DatabaseUrl;
import org.convoke.store.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys, errors, repeats, health, pages, and a database that is away. */
class HttpIT {
  private static TestBridge bridge;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of("http.max_body_kib", "16"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static String key(String... scopes) {
    return await(bridge.stores().apiKeys().create("test", Set.of(scopes), null)).secret();
  }

  // --- keys

  @Test
  void withoutAKeyNothingIsTold() {
    var none = bridge.callAs(null, "GET", "/v1/rooms", null);
    none.problem(401, "unauthorized");
    assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"convoke\"");
    bridge.callAs("cvk_no_no", "GET", "/v1/rooms", null).problem(401, "unauthorized");
    bridge.callAs("cvk_no_no", "POST", "/v1/rooms", "{broken").problem(401, "unauthorized");
    bridge
        .call("GET", "/v1/rooms", null, "Authorization", "Basic abc")
        .problem(401, "unauthorized");
  }

  @Test
  void aKeyMayDoWhatItsScopesSayAndTheRefusalNamesTheScope() {
    String reader = key("rooms:read");
    bridge.callAs(reader, "GET", "/v1/rooms", null).is(200);
    JsonObject no =
        bridge.callAs(reader, "POST", "/v1/rooms", "{\"name\":\"a\"}").problem(403, "forbidden");
    assertThat(no.getString("detail")).contains("rooms:write");
    bridge.callAs(reader, "GET", "/v1/keys", null).problem(403, "forbidden");
    bridge.callAs(reader, "GET", "/v1/events", null).problem(403, "forbidden");
  }

  @Test
  void keysAreMadeShownWithoutTheirSecretAndTakenBack() {
    String body = "{\"name\":\"Board\",\"scopes\":[\"events:read\",\"rooms:read\"]}";
    var made = bridge.call("POST", "/v1/keys", body).is(201);
    String secret = made.json().getString("secret");
    assertThat(secret).startsWith("cvk_");
    assertThat(made.json().getJsonArray("scopes"))
        .isEqualTo(new JsonArray().add("events:read").add("rooms:read"));
    String path = made.header("Location");
    assertThat(bridge.call("GET", path, null).is(200).json().containsKey("secret")).isFalse();
    assertThat(bridge.call("GET", "/v1/keys", null).is(200).text()).doesNotContain(secret);
    bridge.callAs(secret, "GET", "/v1/rooms", null).is(200);
    bridge.call("DELETE", path, null).is(204);
    bridge.callAs(secret, "GET", "/v1/rooms", null).problem(401, "unauthorized");
    bridge.call("DELETE", path, null).problem(404, "not_found");
    String wrong = "{\"name\":\"a\",\"scopes\":[\"rooms:fly\"]}";
    assertThat(bridge.call("POST", "/v1/keys", wrong).fault("scopes[0]")).contains("rooms:read");
    assertThat(bridge.call("POST", "/v1/keys", "{\"name\":\"a\",\"scopes\":[]}").fault("scopes"))
        .contains("at least 1 item");
  }

  @Test
  void theLastAdminKeyStays() {
    JsonArray keys = bridge.call("GET", "/v1/keys?limit=200", null).json().getJsonArray("items");
    String admin =
        keys.stream()
            .map(JsonObject.class::cast)
            .filter(key -> key.getJsonArray("scopes").contains("admin"))
            .findFirst()
            .orElseThrow()
            .getString("id");
    bridge.call("DELETE", "/v1/keys/" + admin, null).problem(409, "last_admin_key");
    bridge.call("GET", "/v1/keys", null).is(200);
  }

  // --- errors

  @Test
  void everyFailureIsAProblemDocument() {
    bridge.call("GET", "/v1/nothing", null).problem(404, "not_found");
    bridge.call("GET", "/nothing", null).problem(404, "not_found");
    var put = bridge.call("PUT", "/v1/rooms", "{}");
    put.problem(405, "method_not_allowed");
    assertThat(put.header("Allow")).isEqualTo("GET, POST");
    bridge.call("POST", "/docs", "{}").problem(405, "method_not_allowed");
    bridge.call("POST", "/v1/rooms", "{\"name\":").problem(400, "malformed_json");
    bridge
        .call("POST", "/v1/rooms", "[".repeat(40) + "]".repeat(40))
        .problem(400, "malformed_json");
    bridge.call("POST", "/v1/rooms", "{\"name\":\"a\\u0000\"}").problem(400, "malformed_json");
    bridge
        .call("POST", "/v1/rooms", "name=a", "Content-Type", "application/x-www-form-urlencoded")
        .problem(415, "unsupported_media_type");
    String large = "{\"name\":\"" + "x".repeat(20_000) + "\"}";
    bridge.call("POST", "/v1/rooms", large).problem(413, "body_too_large");
    bridge.call("GET", "/v1/calls/none", null).problem(404, "not_found");
  }

  @Test
  void whatIsNoHttpIsRefusedPolitely() throws Exception {
    assertThat(raw("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n")).contains("414");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .contains("431")
        .contains("problem+json");
  }

  @Test
  void aBrokenEscapeIsARefusalToo() throws Exception {
    String head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ";
    assertThat(raw("GET /v1/rooms?cursor=%zz" + head + bridge.admin + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("problem+json");
    assertThat(raw("GET /v1/rooms/%zz" + head + bridge.admin + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .contains("problem+json");
  }

  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", bridge.verticle.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[2000];
      int length = socket.getInputStream().readNBytes(answer, 0, 60);
      return new String(answer, 0, length, StandardCharsets.US_ASCII)
          + new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  // --- repeats

  @Test
  void aRepeatedPostGetsTheFirstAnswerAndIsNotDoneTwice() {
    String body = "{\"name\":\"Once\"}";
    var first = bridge.call("POST", "/v1/rooms", body, "Idempotency-Key", "50% of (a)").is(201);
    var again = bridge.call("POST", "/v1/rooms", body, "Idempotency-Key", "50% of (a)").is(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(first.header("Idempotency-Replayed")).isNull();
    bridge
        .call("POST", "/v1/rooms", "{\"name\":\"Other\"}", "Idempotency-Key", "50% of (a)")
        .problem(422, "idempotency_mismatch");
    String other = key("rooms:write");
    var others = bridge.callAs(other, "POST", "/v1/rooms", body, "Idempotency-Key", "50% of (a)");
    assertThat(others.is(201).json().getString("id")).isNotEqualTo(first.json().getString("id"));
  }

  @Test
  void aRefusalIsRepeatedTooAndARequestUnderWayIsAConflict() {
    String path = "/v1/rooms/aaaa-aaaa-aaaa/lock";
    bridge.call("POST", path, null, "Idempotency-Key", "k1").problem(404, "not_found");
    var again = bridge.call("POST", path, null, "Idempotency-Key", "k1");
    again.problem(404, "not_found");
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    String body = "{\"name\":\"Twice at once\"}";
    List<java.util.concurrent.CompletableFuture<TestBridge.Result>> both =
        java.util.stream.IntStream.range(0, 2)
            .mapToObj(i ->
                java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> bridge.call("POST", "/v1/rooms", body, "Idempotency-Key", "k2")))
            .toList();
    List<Integer> statuses =
        both.stream().map(one -> one.join().response().statusCode()).sorted().toList();
    assertThat(statuses).isIn(List.of(201, 409), List.of(201, 201));
    long made =
        bridge.call("GET", "/v1/rooms?limit=200", null).json().getJsonArray("items").stream()
            .filter(room -> ((JsonObject) room).getString("name").equals("Twice at once"))
            .count();
    assertThat(made).isEqualTo(1);
  }

  // --- the database is away

  @Test
  void withoutADatabaseEachAnswerSaysSo() throws Exception {
    Stores away =
        new Stores(
            Database.open(bridge.vertx, DatabaseUrl.parse("postgresql://a:b@127.0.0.1:1/c"), 1),
            bridge.database.secrets(),
            Clock.system());
    HttpVerticle verticle =
        new HttpVerticle(
            ConfigLoader.load(null, Map.of(), Map.of("http.port", "0")),
            5060,
            WebStores.of(away),
            Clock.system(),
            new StrictFetcher());
    await(bridge.vertx.deployVerticle(verticle));
    var list = get(verticle, "/v1/rooms");
    assertThat(list.statusCode()).isEqualTo(503);
    assertThat(list.headers().firstValue("Retry-After")).isPresent();
    assertThat(new JsonObject(list.body()).getString("code")).isEqualTo("unavailable");
    assertThat(get(verticle, "/health/ready").statusCode()).isEqualTo(503);
    assertThat(get(verticle, "/health/live").statusCode()).isEqualTo(200);
    assertThat(get(verticle, "/room/abcd-efgh-jkmn").statusCode()).isEqualTo(503);
    await(bridge.vertx.undeploy(verticle.deploymentID()));
    await(away.database().close());
  }

  private static java.net.http.HttpResponse<String> get(HttpVerticle verticle, String path)
      throws Exception {
    var request =
        java.net.http.HttpRequest.newBuilder(
                java.net.URI.create("http://127.0.0.1:" + verticle.port() + path))
            .header("Authorization", "Bearer " + bridge.admin)
            .build();
    return bridge.client().send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
  }

  // --- health and pages

  @Test
  void healthNeedsNoKey() {
    assertThat(bridge.callAs(null, "GET", "/health/live", null).is(200).json())
        .isEqualTo(new JsonObject().put("status", "up"));
    assertThat(
            bridge
                .callAs(null, "GET", "/health/ready", null)
                .is(200)
                .json()
                .getJsonObject("checks"))
        .isEqualTo(new JsonObject().put("database", "up"));
  }

  @Test
  void theContractIsServedWithTheAddressOfThisBridge() {
    String url = bridge.verticle.publicUrl();
    assertThat(bridge.callAs(null, "GET", "/openapi.yaml", null).is(200).text())
        .contains("- url: " + url + "\n");
    JsonObject json = bridge.callAs(null, "GET", "/openapi.json", null).is(200).json();
    assertThat(json.getJsonArray("servers").getJsonObject(0).getString("url")).isEqualTo(url);
    var docs = bridge.callAs(null, "GET", "/docs", null).is(200);
    json.getJsonObject("paths").forEach(path -> assertThat(docs.text()).contains(path.getKey()));
    assertThat(docs.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(docs.text()).doesNotContain("<script").doesNotContain("style=");
    assertThat(bridge.callAs(null, "GET", "/", null).is(200).text()).contains("href=\"/docs\"");
    for (String asset :
        List.of("page.css", "docs.css", "icon.svg", "room/room.css", "room/main.js")) {
      bridge.callAs(null, "GET", "/assets/" + asset, null).is(200);
    }
  }

  @Test
  void aRoomsPageTellsHowToGetInAndNothingMore() {
    JsonObject room = bridge.room("<b>Tea & \"talk\"</b>");
    String path = "/room/" + room.getString("id");
    var page = bridge.callAs(null, "GET", path, null).is(200);
    assertThat(page.text())
        .contains("&lt;b&gt;Tea &amp; &quot;talk&quot;&lt;/b&gt;")
        .doesNotContain("<b>Tea")
        .contains("href=\"tel:1000,," + room.getString("pin") + "%23\"")
        .contains(room.getString("sip_uri"))
        .contains("••••")
        .contains("Nobody is in the room yet.")
        .doesNotContain(room.getString("host_pin"));
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Content-Security-Policy")).doesNotContain("unsafe-inline");
    assertThat(bridge.callAs(null, "GET", path + "/people", null).is(200).json())
        .isEqualTo(
            new JsonObject()
                .put("participants_count", 0)
                .put("text", "Nobody is in the room yet."));
    assertThat(bridge.callAs(null, "GET", "/room/aaaa-aaaa-aaaa", null).is(404).text())
        .contains("There is no such room");
    assertThat(bridge.callAs(null, "GET", "/room/X", null).is(404).header("Content-Type"))
        .startsWith("text/html");
  }
}
