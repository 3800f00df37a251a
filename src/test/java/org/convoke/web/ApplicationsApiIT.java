package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.bus.PinChange;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.store.Webhooks;
import org.convoke.token.ApplicationKeys;
import org.convoke.token.ApplicationToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /v1/applications}, the numbers that lead to them, and the rooms that they name. */
class ApplicationsApiIT {
  private static final String PATH = "/v1/applications";
  private static final String ANSWER = "http://127.0.0.1:3000/answer";
  private static final String EVENT = "http://127.0.0.1:3000/event";

  private static final ApplicationKeys.Pair OWN = ApplicationKeys.generate();

  private static TestBridge bridge;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of("applications.max_applications", "200"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static JsonObject body(Object... fields) {
    JsonObject body = new JsonObject().put("name", "Front desk");
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return body;
  }

  private static JsonObject made(Object... fields) {
    return bridge.call("POST", PATH, body(fields)).is(201).json();
  }

  private static String at(JsonObject application) {
    return PATH + "/" + application.getString("id");
  }

  private static JsonObject shown(JsonObject application) {
    return bridge.call("GET", at(application), null).is(200).json();
  }

  private static JsonObject without(JsonObject json, String... fields) {
    JsonObject copy = json.copy();
    List.of(fields).forEach(copy::remove);
    return copy;
  }

  private static Webhooks.Endpoint endpoint(JsonObject application) {
    return await(
            bridge
                .stores()
                .webhooks()
                .ofApplication(new ApplicationId(application.getString("id"))))
        .orElse(null);
  }

  @Test
  void anApplicationIsMadeShownChangedAndDeleted() {
    var answer = bridge.call("POST", PATH, body("answer_url", ANSWER, "event_url", EVENT));
    JsonObject made = answer.is(201).json();
    ApplicationId id = new ApplicationId(made.getString("id"));
    assertThat(answer.header("Location")).isEqualTo(at(made));
    assertThat(made.getString("answer_url")).isEqualTo(ANSWER);
    assertThat(made.getString("answer_method")).isEqualTo("GET");
    assertThat(made.getString("event_method")).isEqualTo("POST");
    assertThat(made.getValue("fallback_answer_url")).isNull();
    assertThat(made.getString("dtmf_format")).isEqualTo("object");
    assertThat(made.getString("sip_uri")).startsWith("sip:" + id + "@");
    assertThat(shown(made)).isEqualTo(without(made, "private_key", "signature_secret"));
    bridge.settle();
    assertThat(bridge.pinChanges).contains(new PinChange.ApplicationMade(id));

    JsonObject change =
        new JsonObject()
            .put("name", " Desk ")
            .put("answer_method", "POST")
            .put("event_url", null)
            .put("fallback_answer_url", "https://backup.example.com/answer")
            .put("dtmf_format", "string")
            .put("api_key", "abcd1234");
    JsonObject changed = bridge.call("PATCH", at(made), change).is(200).json();
    assertThat(changed.getString("name")).isEqualTo("Desk");
    assertThat(changed.getString("answer_url")).isEqualTo(ANSWER);
    assertThat(changed.getString("answer_method")).isEqualTo("POST");
    assertThat(changed.getValue("event_url")).isNull();
    assertThat(changed.getString("fallback_method")).isEqualTo("GET");
    assertThat(changed.getString("dtmf_format")).isEqualTo("string");
    assertThat(changed.getString("api_key")).isEqualTo("abcd1234");
    assertThat(changed.getString("public_key")).isEqualTo(made.getString("public_key"));
    assertThat(shown(made)).isEqualTo(changed);

    bridge.call("DELETE", at(made), null).is(204);
    bridge.settle();
    assertThat(bridge.pinChanges).contains(new PinChange.ApplicationGone(id));
    bridge.call("GET", at(made), null).is(404);
    bridge.call("DELETE", at(made), null).is(404);
    bridge.call("PATCH", at(made), change).is(404);
    bridge.call("GET", PATH + "/front-desk", null).is(404);
  }

  @Test
  void thePrivateKeyIsShownOnceAndSignsForTheApplication() {
    JsonObject made = made("answer_url", ANSWER);
    String first = made.getString("private_key");
    assertThat(signedBy(first, made)).isTrue();
    JsonObject rotated =
        bridge.call("POST", at(made) + "/rotate-keys", new JsonObject()).is(200).json();
    assertThat(signedBy(first, made)).as("the old key is dead").isFalse();
    assertThat(signedBy(rotated.getString("private_key"), made)).isTrue();
    assertThat(rotated.containsKey("signature_secret")).isFalse();

    ApplicationKeys.Pair own = ApplicationKeys.generate();
    JsonObject given = new JsonObject().put("public_key", own.publicKey());
    JsonObject taken = bridge.call("POST", at(made) + "/rotate-keys", given).is(200).json();
    assertThat(taken.getValue("private_key")).isNull();
    assertThat(taken.getString("public_key")).isEqualTo(own.publicKey());
    assertThat(signedBy(own.privateKey(), made)).isTrue();
    JsonObject brought = made("answer_url", ANSWER, "public_key", own.publicKey());
    assertThat(brought.containsKey("private_key")).isTrue();
    assertThat(brought.getValue("private_key")).isNull();
    assertThat(signedBy(own.privateKey(), brought)).isTrue();
  }

  private static boolean signedBy(String privateKey, JsonObject application) {
    JWTAuth signer =
        JWTAuth.create(
            bridge.vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions()
                        .setAlgorithm("RS256")
                        .setBuffer(Buffer.buffer(privateKey))));
    String token =
        signer.generateToken(
            new JsonObject().put("application_id", application.getString("id")),
            new JWTOptions().setAlgorithm("RS256"));
    return new ApplicationKeys()
        .signed(
            shown(application).getString("public_key"), ApplicationToken.read(token).orElseThrow());
  }

  @Test
  void theSignatureSecretIsGivenOrMadeAndShownOnce() {
    JsonObject made = made("event_url", EVENT);
    String first = made.getString("signature_secret");
    assertThat(first).startsWith("whsec_");
    JsonObject rotated =
        bridge.call("POST", at(made) + "/rotate-secret", new JsonObject()).is(200).json();
    String second = rotated.getString("signature_secret");
    assertThat(second).startsWith("whsec_").isNotEqualTo(first);
    assertThat(rotated.containsKey("private_key")).isFalse();
    assertThat(endpoint(made).secret()).isEqualTo(second);
    assertThat(endpoint(made).oldSecret()).isEqualTo(first);
    JsonObject given = new JsonObject().put("signature_secret", "an account's own secret");
    assertThat(
            bridge
                .call("POST", at(made) + "/rotate-secret", given)
                .is(200)
                .json()
                .getString("signature_secret"))
        .isEqualTo("an account's own secret");
    assertThat(made("signature_secret", "an account's own secret").getString("signature_secret"))
        .isEqualTo("an account's own secret");
  }

  @Test
  void anEventUrlIsAnEndpointThatIsNoWebhook() {
    JsonObject made = made("answer_url", ANSWER);
    assertThat(endpoint(made)).isNull();
    assertThat(bridge.call("GET", at(made) + "/deliveries", null).is(409).json().getString("code"))
        .isEqualTo("no_event_url");
    JsonObject event = new JsonObject().put("event_url", EVENT).put("event_method", "GET");
    bridge.call("PATCH", at(made), event).is(200);
    Webhooks.Endpoint endpoint = endpoint(made);
    assertThat(endpoint.url()).isEqualTo(EVENT);
    assertThat(endpoint.method()).isEqualTo("GET");
    assertThat(endpoint.format()).isEqualTo(Webhooks.Format.VONAGE);
    assertThat(bridge.call("GET", at(made) + "/deliveries", null).is(200).json())
        .isEqualTo(new JsonObject("{\"items\":[],\"next\":null}"));
    bridge.call("GET", "/v1/webhooks/" + endpoint.id(), null).is(404);
    bridge.call("PATCH", at(made), new JsonObject().put("event_url", null)).is(200);
    assertThat(endpoint(made)).isNull();
    bridge.call("PATCH", at(made), event).is(200);
    bridge.call("DELETE", at(made), null).is(204);
    assertThat(endpoint(made)).isNull();
  }

  @Test
  void whatCannotBeTakenIsNamed() {
    refused("answer_url", "answer_url", "ftp://app.example.com/answer");
    refused("event_url", "event_url", "http://10.1.2.3/event");
    refused("fallback_answer_url", "fallback_answer_url", "");
    refused("answer_method", "answer_method", "POST");
    refused("signature_secret", "signature_secret", "short");
    refused("signature_secret", "signature_secret", "whsec_!");
    refused("public_key", "public_key", "a key");
    ApplicationKeys.Pair pair = ApplicationKeys.generate();
    refused("public_key", "public_key", pair.privateKey());
    JsonObject made = made();
    JsonObject wrong = new JsonObject().put("answer_url", "nowhere");
    assertThat(field(bridge.call("PATCH", at(made), wrong).is(422).json())).isEqualTo("answer_url");
    assertThat(field(bridge.call("POST", PATH, body("answer_method", "PUT")).is(400).json()))
        .isEqualTo("answer_method");
    assertThat(field(bridge.call("POST", PATH, body("dtmf_format", "text")).is(400).json()))
        .isEqualTo("dtmf_format");
    assertThat(field(bridge.call("POST", PATH, body("api_key", "a b")).is(400).json()))
        .isEqualTo("api_key");
    assertThat(field(bridge.call("POST", PATH, new JsonObject()).is(400).json())).isEqualTo("name");
    JsonObject secret = new JsonObject().put("signature_secret", "a secret of some length");
    assertThat(field(bridge.call("PATCH", at(made), secret).is(400).json()))
        .isEqualTo("signature_secret");
  }

  private static void refused(String field, Object... fields) {
    JsonObject problem = bridge.call("POST", PATH, body(fields)).is(422).json();
    assertThat(field(problem)).isEqualTo(field);
    assertThat(problem.getString("detail")).startsWith(field + ": ");
  }

  private static String field(JsonObject problem) {
    return problem.getJsonArray("errors").getJsonObject(0).getString("field");
  }

  @Test
  void theListHasAllOfThemPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.addFirst(made("public_key", OWN.publicKey()).getString("id"));
    }
    List<String> seen = new ArrayList<>();
    String next = null;
    do {
      String cursor = next == null ? "" : "&cursor=" + next;
      JsonObject page = bridge.call("GET", PATH + "?limit=2" + cursor, null).is(200).json();
      page.getJsonArray("items").forEach(one -> seen.add(((JsonObject) one).getString("id")));
      assertThat(page.encode()).doesNotContain("private_key").doesNotContain("signature_secret");
      next = page.getString("next");
    } while (next != null);
    assertThat(seen.subList(0, 3)).isEqualTo(made);
  }

  @Test
  void aNumberLeadsToAPinEntryARoomOrAnApplication() {
    JsonObject made = made("public_key", OWN.publicKey());
    String id = made.getString("id");
    JsonObject number =
        new JsonObject().put("number", "+49301").put("display", "30 1").put("application_id", id);
    JsonObject created = bridge.call("POST", "/v1/numbers", number).is(201).json();
    assertThat(created.getString("application_id")).isEqualTo(id);
    assertThat(created.getValue("room_id")).isNull();
    assertThat(created.getValue("risk")).as("no PIN is asked for").isNull();
    bridge.settle();
    assertThat(bridge.pinChanges)
        .contains(new PinChange.NumberMade("+49301", null, new ApplicationId(id)));
    JsonObject inUse = bridge.call("DELETE", at(made), null).is(409).json();
    assertThat(inUse.getString("code")).isEqualTo("application_in_use");
    assertThat(inUse.getString("detail")).contains("+49301");

    JsonObject room =
        bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "Ada")).is(201).json();
    String path = "/v1/numbers/%2B49301";
    JsonObject toRoom = new JsonObject().put("room_id", room.getString("id"));
    JsonObject moved = bridge.call("PATCH", path, toRoom).is(200).json();
    assertThat(moved.getString("room_id")).isEqualTo(room.getString("id"));
    assertThat(moved.getValue("application_id")).isNull();
    assertThat(moved.getString("display")).isEqualTo("30 1");
    JsonObject renamed =
        bridge.call("PATCH", path, new JsonObject().put("display", null)).is(200).json();
    assertThat(renamed.getString("display")).isEqualTo("+49301");
    assertThat(renamed.getString("room_id")).isEqualTo(room.getString("id"));
    JsonObject asks =
        bridge.call("PATCH", path, new JsonObject().put("room_id", null)).is(200).json();
    assertThat(asks.getValue("room_id")).isNull();
    assertThat(asks.getValue("risk")).isNotNull();
    bridge.settle();
    assertThat(bridge.pinChanges)
        .contains(
            new PinChange.NumberMade("+49301", new RoomId(room.getString("id")), null),
            new PinChange.NumberMade("+49301", null, null));

    JsonObject both = toRoom.copy().put("application_id", id);
    assertThat(field(bridge.call("PATCH", path, both).is(400).json())).isEqualTo("application_id");
    JsonObject nobody = new JsonObject().put("application_id", ApplicationId.random().value());
    assertThat(bridge.call("PATCH", path, nobody).is(409).json().getString("code"))
        .isEqualTo("application_unknown");
    bridge.call("PATCH", "/v1/numbers/4711", toRoom).is(404);
    bridge.call("DELETE", at(made), null).is(204);
  }

  @Test
  void aConversationIsARoomWithoutAPinThatATokenOpens() {
    JsonObject made = made("public_key", OWN.publicKey());
    ApplicationId id = new ApplicationId(made.getString("id"));
    RoomId room = await(bridge.stores().rooms().conversation(id, "sales")).room().id();
    JsonObject shown = bridge.call("GET", "/v1/rooms/" + room, null).is(200).json();
    assertThat(shown.getString("application_id")).isEqualTo(id.value());
    assertThat(shown.getString("conversation")).isEqualTo("sales");
    assertThat(shown.getString("name")).isEqualTo("sales");
    assertThat(shown.getValue("pin")).isNull();
    assertThat(shown.getString("state")).isEqualTo("idle");
    assertThat(shown.getJsonArray("dial_in")).isEmpty();
    assertThat(bridge.call("GET", "/v1/rooms?limit=200", null).is(200).json().getJsonArray("items"))
        .contains(shown);
    JsonObject token =
        bridge.call("POST", "/v1/rooms/" + room + "/tokens", new JsonObject()).is(201).json();
    assertThat(token.getString("join_url")).startsWith(shown.getString("join_url") + "#token=");
    assertThat(bridge.call("GET", "/room/" + room, null).is(200).text())
        .contains("sales")
        .doesNotContain("knows the PIN");
    bridge.call("POST", "/v1/rooms/" + room + "/pin", new JsonObject()).is(409);
    JsonObject until = new JsonObject().put("expires_at", "2100-01-01T00:00:00Z");
    assertThat(field(bridge.call("PATCH", "/v1/rooms/" + room, until).is(422).json()))
        .isEqualTo("expires_at");
    JsonObject name = new JsonObject().put("name", "Sales").put("access", "open");
    assertThat(bridge.call("PATCH", "/v1/rooms/" + room, name).is(200).json().getString("name"))
        .isEqualTo("Sales");
    bridge.call("GET", "/room/" + room, null).is(200);
    bridge.call("DELETE", "/v1/rooms/" + room, null).is(204);
    bridge.call("GET", "/v1/rooms/" + room, null).is(404);
  }

  @Test
  void aKeyWithoutTheScopeIsToldWhichItNeeds() {
    String secret =
        bridge
            .call(
                "POST",
                "/v1/keys",
                new JsonObject("{\"name\":\"x\",\"scopes\":[\"applications:read\"]}"))
            .is(201)
            .json()
            .getString("secret");
    bridge.callAs(secret, "GET", PATH, null).is(200);
    bridge.callAs(secret, "POST", PATH, body()).is(403);
  }
}
