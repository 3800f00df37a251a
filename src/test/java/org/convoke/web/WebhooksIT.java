package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.signing.Secret;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.Webhooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /v1/webhooks}: who is told of events, and what was told. Nothing is delivered here. */
class WebhooksIT {
  private static final String PATH = "/v1/webhooks";
  private static final String URL = "https://app.example.com/convoke";

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Changes NOTHING = new Changes(List.of(), List.of(), List.of());

  private static TestBridge bridge;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static JsonObject body(Object... fields) {
    JsonObject body = new JsonObject().put("url", URL);
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return body;
  }

  private static JsonObject made(Object... fields) {
    return bridge.call("POST", PATH, body(fields)).is(201).json();
  }

  private static String at(JsonObject endpoint) {
    return PATH + "/" + endpoint.getString("id");
  }

  private static JsonObject shown(JsonObject endpoint) {
    return bridge.call("GET", at(endpoint), null).is(200).json();
  }

  @Test
  void anEndpointIsMadeShownChangedAndRemoved() {
    String room = RoomId.random().value();
    var answer =
        bridge.call(
            "POST",
            PATH,
            body(
                "events",
                new JsonArray().add("call.*").add("participant.joined").add("call.*"),
                "rooms",
                new JsonArray().add(room)));
    JsonObject made = answer.is(201).json();
    assertThat(answer.header("Location")).isEqualTo(at(made));
    assertThat(made.getString("url")).isEqualTo(URL);
    assertThat(made.getJsonArray("events"))
        .isEqualTo(new JsonArray().add("call.*").add("participant.joined"));
    assertThat(made.getJsonArray("rooms")).isEqualTo(new JsonArray().add(room));
    assertThat(made.getString("format")).isEqualTo("convoke");
    assertThat(made.getBoolean("enabled")).isTrue();
    made.remove("secret");
    assertThat(shown(made)).isEqualTo(made);

    JsonObject change =
        new JsonObject()
            .put("url", "http://127.0.0.1:9000/")
            .put("rooms", null)
            .put("events", new JsonArray().add("*"))
            .put("format", "vonage")
            .put("enabled", false);
    JsonObject changed = bridge.call("PATCH", at(made), change).is(200).json();
    assertThat(changed.getString("url")).isEqualTo("http://127.0.0.1:9000/");
    assertThat(changed.getValue("rooms")).isNull();
    assertThat(changed.getJsonArray("events")).isEqualTo(new JsonArray().add("*"));
    assertThat(changed.getString("format")).isEqualTo("vonage");
    assertThat(changed.getBoolean("enabled")).isFalse();
    assertThat(changed.getString("disabled_reason")).isEqualTo("requested");
    assertThat(changed.getString("disabled_at")).isNotNull();
    assertThat(shown(made)).isEqualTo(changed);
    JsonObject revived = bridge.call("PATCH", at(made), "{\"enabled\":true}").is(200).json();
    assertThat(revived.getValue("disabled_reason")).isNull();
    assertThat(revived.getString("url")).isEqualTo("http://127.0.0.1:9000/");

    bridge.call("DELETE", at(made), null).is(204);
    for (String method : new String[] {"GET", "DELETE"}) {
      bridge.call(method, at(made), null).problem(404, "not_found");
    }
    bridge.call("PATCH", at(made), "{\"enabled\":true}").problem(404, "not_found");
    for (String action : new String[] {"/test", "/rotate-secret", "/deliveries/1/retry"}) {
      bridge.call("POST", at(made) + action, null).problem(404, "not_found");
    }
    bridge.call("GET", at(made) + "/deliveries", null).problem(404, "not_found");
    bridge.call("POST", at(made) + "/replay", "{\"after_seq\":0}").problem(404, "not_found");
  }

  @Test
  void leftOutItIsForAllEventsOfAllRooms() {
    JsonObject made = made();
    assertThat(made.getJsonArray("events")).isEqualTo(new JsonArray().add("*"));
    assertThat(made.getValue("rooms")).isNull();
    assertThat(made.getValue("public_key")).isNull();
    assertThat(made.getString("secret")).startsWith("whsec_");
    assertThat(Secret.parse(made.getString("secret")).text()).isEqualTo(made.getString("secret"));
  }

  @Test
  void aSecretIsShownOnceAndNeverAgain() {
    String own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    JsonObject made = made("secret", own);
    assertThat(made.getString("secret")).isEqualTo(own);
    List<String> texts = new ArrayList<>();
    texts.add(bridge.call("GET", at(made), null).text());
    texts.add(bridge.call("GET", PATH + "?limit=200", null).text());
    texts.add(bridge.call("PATCH", at(made), "{\"enabled\":false}").text());
    texts.add(bridge.call("GET", at(made) + "/deliveries", null).text());
    JsonObject rotated = bridge.call("POST", at(made) + "/rotate-secret", null).is(200).json();
    assertThat(rotated.getString("secret")).startsWith("whsec_").isNotEqualTo(own);
    assertThat(rotated.getString("previous_secret_expires_at")).isNotNull();
    texts.add(rotated.encode());
    String last = bridge.call("GET", at(made), null).text();
    assertThat(last).doesNotContain(rotated.getString("secret").substring(6));
    assertThat(new JsonObject(last).getString("previous_secret_expires_at")).isNotNull();
    assertThat(String.join("\n", texts)).doesNotContain(own.substring(6));
    Webhooks.Endpoint kept =
        await(bridge.stores().webhooks().find(made.getString("id"))).orElseThrow();
    assertThat(kept.secret()).isEqualTo(rotated.getString("secret"));
    assertThat(kept.oldSecret()).isEqualTo(own);
    assertThat(kept.toString()).doesNotContain(own).doesNotContain(URL);
  }

  @Test
  void aKeyPairShowsItsPublicHalfAlone() {
    JsonObject made = made("ed25519", true);
    assertThat(made.getString("public_key")).startsWith("whpk_");
    assertThat(made.getValue("secret")).isNull();
    assertThat(shown(made).getString("public_key")).isEqualTo(made.getString("public_key"));
    JsonObject rotated = bridge.call("POST", at(made) + "/rotate-secret", "{}").is(200).json();
    assertThat(rotated.getString("public_key"))
        .startsWith("whpk_")
        .isNotEqualTo(made.getString("public_key"));
    assertThat(rotated.getValue("secret")).isNull();
    Secret own = Secret.generateEd25519();
    JsonObject given = made("secret", own.text());
    assertThat(given.getString("public_key")).isEqualTo(own.publicKey());
    assertThat(given.encode()).doesNotContain(own.text());
  }

  @Test
  void whatCannotBeTakenIsNamed() {
    String[] urls = {"ftp://app.example.com/", "nonsense", "http://10.1.2.3/"};
    for (String url : urls) {
      bridge.call("POST", PATH, body("url", url)).unprocessable("url");
      bridge.call("PATCH", at(made()), new JsonObject().put("url", url)).unprocessable("url");
    }
    String[] secrets = {
      "short",
      "whsec_",
      "whsec_%%%%",
      "whsec_MfKQ9r8GKYqr",
      "whsec_" + "A".repeat(88),
      "only a text that is long",
      "whpk_" + "A".repeat(43) + "=",
      "whsk_AAAA"
    };
    for (String secret : secrets) {
      String said = bridge.call("POST", PATH, body("secret", secret)).unprocessable("secret");
      assertThat(said).startsWith("must ");
      if (secret.length() > "whsec_".length()) {
        assertThat(said).doesNotContain(secret);
      }
      bridge
          .call("POST", at(made()) + "/rotate-secret", new JsonObject().put("secret", secret))
          .unprocessable("secret");
    }
    made("format", "vonage", "secret", "only a text that is long");
    JsonArray mistyped = new JsonArray().add("call.*").add("call.begun");
    bridge.call("POST", PATH, body("events", mistyped)).unprocessable("events[1]");
    for (String name : new String[] {"", "call", "calls.*", "call*", "Call.started", "**"}) {
      bridge
          .call("POST", PATH, body("events", new JsonArray().add(name)))
          .unprocessable("events[0]");
    }
    bridge
        .call("POST", PATH, body("rooms", new JsonArray().add("standup")))
        .unprocessable("rooms[0]");
    bridge.call("POST", PATH, body("format", "vonage", "ed25519", true)).unprocessable("ed25519");
    bridge
        .call("PATCH", at(made("ed25519", true)), "{\"format\":\"vonage\"}")
        .unprocessable("format");
  }

  @Test
  void whatTheContractRefusesIsNamedToo() {
    bridge.call("POST", PATH, "{}").fault("url");
    bridge.call("POST", PATH, body("url", 7)).fault("url");
    bridge.call("POST", PATH, body("url", "http://a/" + "x".repeat(2048))).fault("url");
    bridge.call("POST", PATH, body("format", "xml")).fault("format");
    bridge.call("POST", PATH, body("events", new JsonArray())).fault("events");
    bridge.call("POST", PATH, body("events", new JsonArray().add(1))).fault("events[0]");
    bridge.call("POST", PATH, body("rooms", new JsonArray())).fault("rooms");
    bridge.call("POST", PATH, body("events", "call.*")).fault("events");
    bridge.call("POST", PATH, body("colour", "red")).fault("colour");
    JsonArray many = new JsonArray();
    for (int i = 0; i < 101; i++) {
      many.add(RoomId.random().value());
    }
    bridge.call("POST", PATH, body("rooms", many)).fault("rooms");
    bridge.call("PATCH", at(made()), "{}").fault("body");
    bridge.call("PATCH", at(made()), "{\"secret\":\"x\"}").fault("secret");
    assertThat(bridge.call("GET", at(made()) + "/deliveries?state=lost", null).fault("state"))
        .isEqualTo("must be one of pending, delivered, dead");
  }

  @Test
  void aKeyNeedsTheScope() {
    String reader = key("webhooks:read");
    String writer = key("webhooks:write");
    JsonObject made = bridge.callAs(writer, "POST", PATH, body()).is(201).json();
    bridge.callAs(reader, "GET", at(made), null).is(200);
    bridge.callAs(reader, "GET", at(made) + "/deliveries", null).is(200);
    bridge.callAs(writer, "GET", PATH, null).problem(403, "forbidden");
    String[] writes = {"", "/" + made.getString("id") + "/rotate-secret"};
    for (String path : writes) {
      bridge
          .callAs(reader, "POST", PATH + path, path.isEmpty() ? body() : null)
          .problem(403, "forbidden");
    }
    bridge.callAs(reader, "DELETE", at(made), null).problem(403, "forbidden");
    bridge.callAs(key("events:read"), "GET", PATH, null).problem(403, "forbidden");
    bridge.callAs(writer, "DELETE", at(made), null).is(204);
  }

  private static String key(String scope) {
    return await(bridge.stores().apiKeys().create("test", Set.of(scope), null)).secret();
  }

  @Test
  void aRepeatedPostMakesOneEndpoint() {
    var first = bridge.call("POST", PATH, body(), "Idempotency-Key", "one").is(201);
    var again = bridge.call("POST", PATH, body(), "Idempotency-Key", "one").is(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void listsGoPageByPage() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(made().getString("id"));
    }
    Set<String> seen = new HashSet<>();
    String cursor = "";
    do {
      JsonObject page = bridge.call("GET", PATH + "?limit=2" + cursor, null).is(200).json();
      page.getJsonArray("items").forEach(one -> seen.add(((JsonObject) one).getString("id")));
      cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
    } while (cursor != null);
    assertThat(seen).containsAll(made);
    bridge.call("GET", PATH + "?cursor=x", null).fault("cursor");
  }

  @Test
  void deliveriesAreListedByStateAndRetried() {
    JsonObject endpoint = made("events", new JsonArray().add("call.linked"));
    List<String> made = new ArrayList<>();
    List<Entry> facts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      EventId event = EventId.random();
      made.addFirst(event.value());
      facts.add(new Entry(event, "call.linked", AT, null, null, null, new JsonObject()));
    }
    await(bridge.stores().eventLog().append(facts, fresh -> NOTHING));
    List<String> seen = new ArrayList<>();
    String path = at(endpoint) + "/deliveries";
    String newest = "";
    String cursor = "?state=pending&limit=2";
    do {
      JsonObject page = bridge.call("GET", path + cursor, null).is(200).json();
      for (Object one : page.getJsonArray("items")) {
        JsonObject delivery = (JsonObject) one;
        seen.add(delivery.getString("event_id"));
        newest = newest.isEmpty() ? delivery.getString("id") : newest;
        assertThat(delivery.getString("type")).isEqualTo("call.linked");
        assertThat(delivery.getString("state")).isEqualTo("pending");
        assertThat(delivery.getInteger("attempts")).isZero();
      }
      String next = page.getString("next");
      cursor = next == null ? null : "?state=pending&limit=2&cursor=" + next;
    } while (cursor != null);
    assertThat(seen).isEqualTo(made);
    for (String state : new String[] {"delivered", "dead"}) {
      JsonObject none = bridge.call("GET", path + "?state=" + state, null).is(200).json();
      assertThat(none.getJsonArray("items")).isEmpty();
    }
    String retry = path + "/" + newest + "/retry";
    JsonObject retried = bridge.call("POST", retry, null).is(202).json();
    assertThat(retried.getString("id")).isEqualTo(newest);
    assertThat(retried.getString("state")).isEqualTo("pending");
    bridge.call("POST", path + "/999999999/retry", null).problem(404, "not_found");
    bridge.call("POST", path + "/none/retry", null).problem(404, "not_found");
    String other = at(made()) + "/deliveries/" + made.getFirst() + "/retry";
    bridge.call("POST", other, null).problem(404, "not_found");
  }

  @Test
  void aReplayNeedsABeginningAndSaysHowMuchItIs() {
    String replay = at(made()) + "/replay";
    bridge.call("POST", replay, "{}").fault("body");
    bridge.call("POST", replay, "{\"after_seq\":-1}").fault("after_seq");
    bridge.call("POST", replay, "{\"after\":\"yesterday\"}").fault("after");
    bridge.call("POST", replay, "{\"before\":\"2026-05-04T09:00:00Z\"}").unprocessable("after");
    String turned = "{\"after\":\"2026-05-04T09:00:00Z\",\"before\":\"2026-05-04T08:00:00Z\"}";
    bridge.call("POST", replay, turned).unprocessable("before");
    bridge
        .call("POST", replay, "{\"after_seq\":0,\"room_id\":\"standup\"}")
        .unprocessable("room_id");
    bridge.call("POST", replay, "{\"after_seq\":0,\"call_id\":\"1\"}").unprocessable("call_id");
    RoomId room = RoomId.random();
    for (long seq = 1; seq <= 4; seq++) {
      bridge.event("room.updated", room, seq, null, null);
    }
    String since = "{\"after_seq\":1,\"room_id\":\"" + room + "\"}";
    assertThat(bridge.call("POST", replay, since).is(202).json().getInteger("queued")).isEqualTo(3);
    String future = "{\"after\":\"2999-01-01T00:00:00Z\"}";
    assertThat(bridge.call("POST", replay, future).is(202).json().getInteger("queued")).isZero();
  }

  @Test
  void thereIsALimitToEndpoints() {
    Webhooks webhooks = bridge.stores().webhooks();
    List<String> made = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        var draft =
            new Webhooks.Draft(
                URL, List.of("*"), null, Webhooks.Format.CONVOKE, Secret.generate().text(), false);
        made.add(await(webhooks.create(draft, 1000)).id());
      }
      bridge.call("POST", PATH, body()).problem(409, "webhooks_exhausted");
    } finally {
      made.forEach(id -> await(webhooks.delete(id)));
    }
    made();
  }
}
