package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.CallCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.id.CallId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Database;
import org.convoke.store.DatabaseUrl;
import org.convoke.store.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything but rooms and events: keys, errors, repeats, participants, numbers, trunks, pages. */
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
      socket.setSoTimeout(10_000);
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

  // --- participants

  @Test
  void participantsAreShownChangedAdmittedAndRemoved() {
    RoomId room = new RoomId(bridge.room("People").getString("id"));
    RoomReply.Member ada = Members.joined("Ada");
    RoomReply.Member bob = Members.waiting("Bob");
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(ada, bob)));
    String path = "/v1/rooms/" + room + "/participants";
    JsonObject page = bridge.call("GET", path + "?limit=1", null).is(200).json();
    assertThat(page.getJsonArray("items")).hasSize(1);
    JsonObject rest =
        bridge.call("GET", path + "?cursor=" + page.getString("next"), null).is(200).json();
    assertThat(rest.getJsonArray("items")).hasSize(1);
    assertThat(rest.getString("next")).isNull();
    JsonObject one = bridge.call("GET", path + "/" + ada.id(), null).is(200).json();
    assertThat(one.getString("name")).isEqualTo("Ada");
    assertThat(one.getString("from")).isEqualTo("*********123");
    assertThat(one.getString("role")).isEqualTo("host");
    assertThat(one.getInteger("volume")).isEqualTo(-3);
    assertThat(one.getBoolean("hand_raised")).isTrue();
    bridge.roomCommands.clear();
    String change =
        "{\"muted\":true,\"held\":true,\"volume\":-40,\"role\":\"guest\",\"name\":\"A\","
            + "\"hand_raised\":false}";
    bridge.call("PATCH", path + "/" + ada.id(), change).is(200);
    assertThat(bridge.roomCommands)
        .filteredOn(command -> !(command instanceof RoomCommand.Snapshot))
        .containsExactly(
            new RoomCommand.Rename(room, ada.id(), "A"),
            new RoomCommand.SetRole(room, ada.id(), Role.GUEST),
            new RoomCommand.Volume(room, ada.id(), -40),
            new RoomCommand.Hold(room, ada.id(), true, false),
            new RoomCommand.Mute(room, ada.id(), true, RoomCommand.Actor.API),
            new RoomCommand.RaiseHand(room, ada.id(), false));
    bridge.call("POST", path + "/" + bob.id() + "/admit", null).is(200);
    bridge.call("DELETE", path + "/" + bob.id(), null).is(204);
    assertThat(bridge.roomCommands)
        .contains(
            new RoomCommand.Admit(room, bob.id(), RoomCommand.Actor.API),
            new RoomCommand.Remove(room, bob.id(), RoomCommand.Actor.API));
    assertThat(bridge.call("PATCH", path + "/" + ada.id(), "{\"volume\":21}").fault("volume"))
        .isEqualTo("must be from -40 to 20");
    bridge.call("PATCH", path + "/" + ada.id(), "{}").fault("body");
    String stranger = path + "/" + Members.joined("x").id();
    bridge.call("GET", stranger, null).problem(404, "not_found");
    bridge.call("PATCH", stranger, "{\"muted\":true}").problem(404, "not_found");
    bridge.call("DELETE", stranger, null).problem(404, "not_found");
    bridge.call("GET", path + "/none", null).problem(404, "not_found");
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
            Clock.system());
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

  // --- numbers, trunks, credentials

  @Test
  void numbersAskForAPinOrLeadIntoARoom() {
    String room = bridge.room("Direct").getString("id");
    String body =
        "{\"number\":\"+4930555\",\"display\":\"+49 30 555\",\"room_id\":\"" + room + "\"}";
    var made = bridge.call("POST", "/v1/numbers", body).is(201);
    assertThat(made.json().getString("room_id")).isEqualTo(room);
    assertThat(made.json().getValue("risk")).isNull();
    assertThat(made.header("Location")).isEqualTo("/v1/numbers/%2B4930555");
    bridge.call("GET", "/v1/numbers/+4930555", null).is(200);
    bridge.call("GET", made.header("Location"), null).is(200);
    bridge.call("POST", "/v1/numbers", body).problem(409, "number_taken");
    JsonArray dialIn = bridge.call("GET", "/v1/rooms/" + room, null).json().getJsonArray("dial_in");
    assertThat(dialIn.stream().map(one -> ((JsonObject) one).getString("tel_uri")))
        .contains("tel:+4930555");
    JsonObject thousand = bridge.call("GET", "/v1/numbers/1000", null).is(200).json();
    assertThat(thousand.getJsonObject("risk").getInteger("wrong_pins_per_day")).isEqualTo(100);
    assertThat(bridge.call("GET", "/v1/numbers", null).is(200).json().getJsonArray("items"))
        .hasSizeGreaterThan(1);
    bridge.call("DELETE", "/v1/numbers/%2B4930555", null).is(204);
    bridge.call("DELETE", "/v1/numbers/%2B4930555", null).problem(404, "not_found");
    assertThat(bridge.call("POST", "/v1/numbers", "{\"number\":\"12a\"}").fault("number"))
        .contains("digits");
    bridge
        .call("POST", "/v1/numbers", "{\"number\":\"88\",\"room_id\":\"aaaa-aaaa-aaaa\"}")
        .problem(409, "room_unknown");
  }

  @Test
  void trunksAreKeptWithoutShowingTheirPassword() {
    bridge.callCommands.clear();
    String body =
        "{\"name\":\"One\",\"addresses\":[\"203.0.113.9/28\",\"2001:db8::/64\"],"
            + "\"username\":\"one\",\"password\":\"very-secret\",\"srtp\":\"required\"}";
    var made = bridge.call("POST", "/v1/trunks", body).is(201);
    assertThat(made.text()).doesNotContain("very-secret");
    assertThat(made.json().getJsonArray("addresses"))
        .isEqualTo(new JsonArray().add("203.0.113.0/28").add("2001:db8:0:0:0:0:0:0/64"));
    assertThat(made.json().getString("srtp")).isEqualTo("required");
    assertThat(bridge.callCommands).contains(new CallCommand.SourcesChanged());
    String path = made.header("Location");
    JsonObject off = bridge.call("PATCH", path, "{\"enabled\":false}").is(200).json();
    assertThat(off.getBoolean("enabled")).isFalse();
    assertThat(off.getString("username")).isEqualTo("one");
    JsonObject plain = bridge.call("PATCH", path, "{\"username\":null}").is(200).json();
    assertThat(plain.getString("username")).isNull();
    assertThat(bridge.call("PATCH", path, "{\"addresses\":[]}").fault("addresses"))
        .contains("not be empty");
    bridge
        .call("POST", "/v1/trunks", "{\"name\":\"One\",\"addresses\":[\"10.1.1.1\"]}")
        .problem(409, "name_taken");
    String wrong = "{\"name\":\"Two\",\"addresses\":[\"10.1.1.1\",\"10.1.1.0/33\"]}";
    assertThat(bridge.call("POST", "/v1/trunks", wrong).fault("addresses[1]")).contains("32");
    assertThat(
            bridge
                .call("POST", "/v1/trunks", "{\"name\":\"T\",\"username\":\"u\"}")
                .fault("password"))
        .contains("go together");
    assertThat(bridge.call("GET", "/v1/trunks", null).is(200).text()).doesNotContain("password");
    bridge.call("DELETE", path, null).is(204);
    bridge.call("GET", path, null).problem(404, "not_found");
    bridge.call("PATCH", path, "{\"enabled\":true}").problem(404, "not_found");
  }

  @Test
  void sipCredentialsAreShownOnceAndMakingNewOnesEndsTheOldOnes() {
    String mine = key("trunks:read", "trunks:write");
    JsonObject first = bridge.callAs(mine, "POST", "/v1/sip-credentials", null).is(201).json();
    assertThat(first.getString("password")).hasSizeGreaterThan(11);
    assertThat(first.getString("algorithm")).isEqualTo("MD5");
    JsonObject second =
        bridge
            .callAs(mine, "POST", "/v1/sip-credentials", "{\"algorithm\":\"SHA-256\"}")
            .is(201)
            .json();
    var list = bridge.callAs(mine, "GET", "/v1/sip-credentials", null).is(200);
    assertThat(list.text()).doesNotContain(second.getString("password"));
    assertThat(list.json().getJsonArray("items")).hasSize(1);
    assertThat(list.json().getJsonArray("items").getJsonObject(0).getString("id"))
        .isEqualTo(second.getString("id"));
    String path = "/v1/sip-credentials/" + second.getString("id");
    bridge.callAs(key("trunks:write"), "DELETE", path, null).problem(404, "not_found");
    bridge.callAs(mine, "DELETE", path, null).is(204);
  }

  // --- calls that are not there, health, pages

  @Test
  void callsThatAreNotThereAreNotFound() {
    bridge.call("GET", "/v1/calls", null).is(200);
    bridge.call("GET", "/v1/calls/" + CallId.random(), null).problem(404, "not_found");
    bridge.call("DELETE", "/v1/calls/" + CallId.random(), null).problem(404, "not_found");
    bridge.call("GET", "/v1/calls/" + CallId.random() + "/events", null).problem(404, "not_found");
    assertThat(bridge.call("GET", "/v1/calls?state=lost", null).fault("state"))
        .isEqualTo("must be one of ringing, answered, completed");
    bridge.call("GET", "/v1/calls?room=x", null).fault("room");
  }

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
    for (String asset : List.of("page.css", "docs.css", "room.js", "icon.svg")) {
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
    assertThat(bridge.callAs(null, "GET", "/room/x", null).is(404).header("Content-Type"))
        .startsWith("text/html");
  }

  @Test
  void aCallIsShownWithWhatIsKnownAndHungUp() {
    CallId id = Rows.call(bridge, Instant.parse("2026-05-04T09:30:00Z"), null);
    JsonObject stored = bridge.call("GET", "/v1/calls/" + id, null).is(200).json();
    assertThat(stored.getString("state")).isEqualTo("answered");
    bridge.call("DELETE", "/v1/calls/" + id, null).problem(409, "call_over");
    bridge.liveCalls.put(id, Rows.described(id));
    JsonObject live = bridge.call("GET", "/v1/calls/" + id, null).is(200).json();
    assertThat(live.getBoolean("held")).isTrue();
    assertThat(live.getString("codec")).isEqualTo("PCMU");
    assertThat(live.getJsonObject("quality").getDouble("mos")).isEqualTo(4.4);
    assertThat(live.getString("remote_address")).isEqualTo("192.0.2.1:4000");
    JsonObject listed =
        bridge
            .call("GET", "/v1/calls?state=answered", null)
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(listed.getJsonObject("quality")).isEqualTo(live.getJsonObject("quality"));
    bridge.callCommands.clear();
    bridge.call("DELETE", "/v1/calls/" + id, null).is(204);
    assertThat(bridge.callCommands)
        .filteredOn(command -> !(command instanceof CallCommand.DescribeAll))
        .containsExactly(new CallCommand.HangUp(id, "api"));
    CallId over =
        Rows.call(
            bridge, Instant.parse("2026-05-04T09:30:00Z"), Instant.parse("2026-05-04T09:31:00Z"));
    JsonObject ended = bridge.call("GET", "/v1/calls/" + over, null).is(200).json();
    assertThat(ended.getString("state")).isEqualTo("completed");
    assertThat(ended.getInteger("sip_code")).isEqualTo(200);
    assertThat(ended.getLong("duration_ms")).isEqualTo(60_000);
    bridge.call("DELETE", "/v1/calls/" + over, null).problem(409, "call_over");
  }
}
