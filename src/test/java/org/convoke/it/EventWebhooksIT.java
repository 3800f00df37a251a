package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convoke.clock.Clock;
import org.convoke.signing.VonageJwt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Events on their way to consumers that are away, slow, rude or gone, by the running bridge. */
@Execution(ExecutionMode.CONCURRENT)
class EventWebhooksIT {
  @TempDir private static Path folder;
  private static Bridge bridge;

  /** All that were shown; none may be in the log. */
  private static final Set<String> SECRETS = Collections.synchronizedSet(new TreeSet<>());

  @BeforeAll
  static void start() {
    bridge = Bridge.start(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    String log = bridge.log();
    bridge.close();
    SECRETS.forEach(secret -> assertThat(log).doesNotContain(secret.replaceFirst("wh..._?", "")));
  }

  private static JsonObject post(String path, JsonObject body, int status) {
    Bridge.Answer answer = bridge.request("POST", path, body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    return answer.json();
  }

  /** A new endpoint for the events of a room (null: of all); its secret is in it. */
  private static JsonObject endpoint(String url, String room, Object... fields) {
    JsonObject body = new JsonObject().put("url", url);
    if (room != null) {
      body.put("rooms", new JsonArray().add(room));
    }
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    JsonObject made = post("/v1/webhooks", body, 201);
    if (made.getString("secret") != null) {
      SECRETS.add(made.getString("secret"));
    }
    return made;
  }

  private static String at(JsonObject endpoint) {
    return "/v1/webhooks/" + endpoint.getString("id");
  }

  /** A new room whose making is in the journal: it is no event of endpoints that follow. */
  private static String room(String name) {
    String id = bridge.createRoom(name).getString("id");
    bridge.awaitEvent("room=" + id, "room.created");
    return id;
  }

  /** An event of the room: room.updated. */
  private static void rename(String room, String name) {
    Bridge.Answer answer =
        bridge.request("PATCH", "/v1/rooms/" + room, new JsonObject().put("name", name));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  private static List<JsonObject> deliveries(JsonObject endpoint, String query) {
    return bridge
        .get(at(endpoint) + "/deliveries?limit=200&" + query)
        .getJsonArray("items")
        .stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static List<String> ids(String query) {
    return bridge.events(query).stream().map(event -> event.getString("event_id")).toList();
  }

  /** Each kind of number is one greater than the one before it of the same room or call. */
  private static void ordered(List<JsonObject> events) {
    for (String scope : new String[] {"room", "call"}) {
      Map<String, Long> last = new HashMap<>();
      for (JsonObject event : events) {
        Long seq = event.getLong(scope + "_seq");
        if (seq != null) {
          Long before = last.put(event.getString(scope + "_id"), seq);
          assertThat(seq).as(event.encode()).isEqualTo(before == null ? seq : before + 1);
        }
      }
    }
  }

  @Test
  void aPhonesWholeStoryReachesAConsumerThatWasAwayAtFirst() throws Exception {
    int port = Baresip.freePort();
    JsonObject endpoint = endpoint("http://127.0.0.1:" + port + "/", null);
    JsonObject room = bridge.createRoom("story");
    String id = room.getString("id");
    try (Baresip phone = Baresip.start(folder.resolve("ada"), Baresip.PCMU, "udp", 500)) {
      phone.dial(bridge.sipUri("1000"));
      bridge.awaitEvent("call=" + bridge.awaitCall("ada"), "call.answered");
      phone.key(room.getString("pin"));
      bridge.awaitJoined(id, 1);
      phone.key("*6");
      bridge.awaitEvent("room=" + id, "participant.muted");
      phone.hangUp();
      bridge.awaitEvent("room=" + id, "room.ended");
    }
    String call = bridge.awaitCall("ada");
    bridge.awaitEvent("call=" + call, "call.completed");
    Bridge.await(
        "a try",
        () ->
            deliveries(endpoint, "state=pending").stream()
                .anyMatch(one -> one.getInteger("attempts") > 0));
    assertThat(deliveries(endpoint, "state=delivered")).isEmpty();

    Path inbox = Files.createDirectories(folder.resolve("story"));
    Set<String> all = new TreeSet<>(ids("room=" + id));
    all.addAll(ids("call=" + call));
    try (Consumer consumer = Consumer.start(inbox, port, endpoint.getString("secret"))) {
      Bridge.await("all events", 60, () -> takenIds(consumer).containsAll(all));
      ordered(consumer.taken());
      assertThat(takenIds(consumer)).doesNotHaveDuplicates();
      assertThat(consumer.taken())
          .extracting(event -> event.getString("type"))
          .contains("call.started", "pin.accepted", "participant.joined", "call.completed");
      assertThat(consumer.out()).doesNotContain("gap: ").doesNotContain("refused: ");
      Bridge.await(
          "the books",
          () ->
              deliveries(endpoint, "state=delivered").stream()
                  .map(one -> one.getString("event_id"))
                  .toList()
                  .containsAll(all));
      assertThat(deliveries(endpoint, "state=delivered"))
          .allSatisfy(one -> {
            assertThat(one.getInteger("last_status")).isEqualTo(204);
            assertThat(one.getInteger("attempts")).isPositive();
            assertThat(one.getInteger("latency_ms")).isNotNegative();
            assertThat(one.getString("finished_at")).isNotNull();
          });

      // Told again, each is known by its id.
      JsonObject range = new JsonObject().put("after_seq", 0).put("call_id", call);
      int queued = post(at(endpoint) + "/replay", range, 202).getInteger("queued");
      assertThat(queued).isEqualTo(ids("call=" + call).size());
      Bridge.await(
          "all again",
          () ->
              consumer.out().lines().filter(line -> line.startsWith("again: ")).count() >= queued);
      assertThat(takenIds(consumer)).doesNotHaveDuplicates();

      // Killed, it goes on where it was, and reads what it missed meanwhile.
      consumer.kill();
    }
    rename(id, "story, second part");
    String update = bridge.awaitEvent("room=" + id, "room.updated").getString("event_id");
    try (Consumer consumer =
        Consumer.start(
            inbox,
            port,
            endpoint.getString("secret"),
            "--api",
            bridge.url("").toString(),
            "--key",
            bridge.key())) {
      Bridge.await("the update", () -> takenIds(consumer).contains(update));
      assertThat(consumer.out()).contains("(read by the API)").doesNotContain(bridge.key());
      ordered(consumer.taken().stream().filter(e -> id.equals(e.getString("room_id"))).toList());
    }
    assertThat(bridge.request("DELETE", at(endpoint), null).status()).isEqualTo(204);
  }

  private static List<String> takenIds(Consumer consumer) {
    return consumer.taken().stream().map(event -> event.getString("event_id")).toList();
  }

  @Test
  void whatIsRefusedComesAgainInOrderUntilItIsTaken() {
    String room = room("refused");
    try (Hook hook = Hook.start()) {
      hook.answer(request -> hook.of(request.id()).count() < 2 ? 500 : 204);
      JsonObject endpoint = endpoint(hook.url(), room);
      rename(room, "first");
      rename(room, "second");
      Bridge.await("both", 60, () -> hook.taken().size() == 2);
      assertThat(hook.ids()).isEqualTo(ids("room=" + room + "&type=room.updated"));
      // The second was not so much as tried before the first was taken.
      String first = hook.ids().getFirst();
      assertThat(hook.got().stream().limit(3).map(Hook.Got::id)).containsOnly(first);
      assertThat(hook.got())
          .hasSize(6)
          .allSatisfy(got -> {
            assertThat(got.method()).isEqualTo("POST");
            assertThat(got.fault(endpoint.getString("secret"))).isNull();
            assertThat(got.fault("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isNotNull();
            assertThat(got.json().getString("event_id")).isEqualTo(got.id());
            assertThat(got.json().getString("room_id")).isEqualTo(room);
            assertThat(got.type()).isEqualTo("room.updated");
          });
      assertThat(hook.got().getFirst().timestamp()).isNotEqualTo(hook.got().get(2).timestamp());
      Bridge.await("the books", () -> deliveries(endpoint, "state=delivered").size() == 2);
      assertThat(deliveries(endpoint, ""))
          .allSatisfy(one -> assertThat(one.getInteger("attempts")).isEqualTo(3));
    }
  }

  @Test
  void anEndpointThatIsGoneIsDisabledAndRevivedGetsAllThatHappenedSince() {
    String room = room("gone");
    try (Hook hook = Hook.start()) {
      hook.answer(410);
      JsonObject endpoint = endpoint(hook.url(), room);
      rename(room, "one");
      Bridge.await(
          "the end", () -> "gone".equals(bridge.get(at(endpoint)).getString("disabled_reason")));
      JsonObject disabled = bridge.get(at(endpoint));
      assertThat(disabled.getBoolean("enabled")).isFalse();
      assertThat(disabled.getString("disabled_at")).isNotNull();
      Bridge.await(
          "the event",
          () ->
              bridge.events("type=webhook.disabled").stream()
                  .map(event -> event.getJsonObject("data").getString("webhook_id"))
                  .toList()
                  .contains(endpoint.getString("id")));
      hook.answer(204);
      rename(room, "two");
      rename(room, "three");
      assertThat(hook.taken()).isEmpty();
      Bridge.Answer revived =
          bridge.request("PATCH", at(endpoint), new JsonObject().put("enabled", true));
      assertThat(revived.status()).isEqualTo(200);
      Bridge.await("all since", () -> hook.taken().size() >= 3);
      assertThat(hook.ids()).isEqualTo(ids("room=" + room + "&type=room.updated"));
    }
  }

  private static boolean isSignedTwice(Hook.Got got) {
    return got.signature().split(" ").length == 2;
  }

  @Test
  void bothSecretsSignForAWhile() {
    String room = room("rotated");
    try (Hook hook = Hook.start()) {
      JsonObject endpoint = endpoint(hook.url(), room);
      String old = endpoint.getString("secret");
      String now = post(at(endpoint) + "/rotate-secret", null, 200).getString("secret");
      SECRETS.add(now);
      // What is sent in the first moment after the change may still be signed by the old one alone.
      Bridge.await(
          "an event signed by both",
          () -> {
            rename(room, "name " + hook.taken().size());
            return hook.taken().stream().anyMatch(EventWebhooksIT::isSignedTwice);
          });
      Hook.Got got =
          hook.taken().stream().filter(EventWebhooksIT::isSignedTwice).findFirst().orElseThrow();
      assertThat(got.fault(old)).isNull();
      assertThat(got.fault(now)).isNull();
      assertThat(bridge.get(at(endpoint)).encode()).doesNotContain(old).doesNotContain(now);
    }
  }

  @Test
  void aKeyPairSignsAndItsPublicHalfVerifies() {
    String room = room("pair");
    try (Hook hook = Hook.start()) {
      JsonObject endpoint = endpoint(hook.url(), room, "ed25519", true);
      rename(room, "one");
      Bridge.await("the event", () -> hook.taken().size() == 1);
      Hook.Got got = hook.taken().getFirst();
      assertThat(got.signature()).startsWith("v1a,");
      assertThat(got.fault(endpoint.getString("public_key"))).isNull();
    }
  }

  @Test
  void aTestSaysAtOnceWhatTheEndpointAnswered() {
    String room = room("tested");
    try (Hook hook = Hook.start()) {
      JsonObject endpoint = endpoint(hook.url(), room);
      JsonObject good = post(at(endpoint) + "/test", null, 200);
      assertThat(good.getBoolean("taken")).as(good.encode()).isTrue();
      assertThat(good.getInteger("status")).isEqualTo(204);
      assertThat(good.getValue("error")).isNull();
      Hook.Got got = hook.taken().getFirst();
      assertThat(got.type()).isEqualTo("webhook.test");
      assertThat(got.id()).isEqualTo(good.getString("webhook_id"));
      assertThat(got.fault(endpoint.getString("secret"))).isNull();
      hook.answer(503);
      JsonObject bad = post(at(endpoint) + "/test", null, 200);
      assertThat(bad.getBoolean("taken")).isFalse();
      assertThat(bad.getInteger("status")).isEqualTo(503);
      assertThat(bad.getString("error")).isEqualTo("status");
    }
    JsonObject nobody = endpoint("http://127.0.0.1:" + freePort() + "/", room);
    JsonObject none = post(at(nobody) + "/test", null, 200);
    assertThat(none.getBoolean("taken")).isFalse();
    assertThat(none.getValue("status")).isNull();
    assertThat(none.getString("error")).isEqualTo("connect");
  }

  private static int freePort() {
    try {
      return Baresip.freePort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatWasTakenIsSentAgainOnRequestWithItsOldId() {
    String room = room("again");
    String begin = Clock.system().now().minusSeconds(1).toString();
    try (Hook hook = Hook.start()) {
      JsonObject endpoint = endpoint(hook.url(), room);
      rename(room, "one");
      rename(room, "two");
      Bridge.await("both", () -> hook.taken().size() == 2);
      List<String> ids = hook.ids();
      Bridge.await("the books", () -> deliveries(endpoint, "state=delivered").size() == 2);
      JsonObject newest = deliveries(endpoint, "").getFirst();
      assertThat(newest.getString("event_id")).isEqualTo(ids.getLast());
      JsonObject retried =
          post(at(endpoint) + "/deliveries/" + newest.getString("id") + "/retry", null, 202);
      assertThat(retried.getString("event_id")).isEqualTo(ids.getLast());
      Bridge.await("once more", () -> hook.taken().size() == 3);
      assertThat(hook.ids().getLast()).isEqualTo(ids.getLast());
      // By time, and with what was before the endpoint.
      JsonObject range = new JsonObject().put("after", begin);
      List<String> all = ids("room=" + room);
      assertThat(post(at(endpoint) + "/replay", range, 202).getInteger("queued"))
          .isEqualTo(all.size());
      Bridge.await("all", () -> hook.taken().size() == 3 + all.size());
      assertThat(hook.ids().subList(3, 3 + all.size())).isEqualTo(all);
    }
  }

  @Test
  void theFormatOfVonageIsSignedByItsToken() {
    String secret = "a signature secret of theirs";
    String room = bridge.createRoom("theirs").getString("id");
    SECRETS.add(secret);
    try (Hook hook = Hook.start();
        Baresip phone = Baresip.start(folder.resolve("bob"), Baresip.PCMU, "udp", 500)) {
      endpoint(
          hook.url(),
          null,
          "format",
          "vonage",
          "secret",
          secret,
          "events",
          new JsonArray().add("call.*"));
      phone.dial(bridge.sipUri(room));
      bridge.awaitJoined(room, 1);
      phone.hangUp();
      String call = bridge.awaitCall("bob");
      Bridge.await(
          "their words",
          () -> statuses(hook, call).containsAll(List.of("started", "answered", "completed")));
      long now = Clock.system().now().getEpochSecond();
      for (Hook.Got got : hook.taken()) {
        assertThat(VonageJwt.verify(secret, got.authorization(), got.body(), now))
            .isEqualTo(VonageJwt.Verdict.GENUINE);
        assertThat(got.fault(secret)).isNull();
        assertThat(got.json().getString("event_id")).isEqualTo(got.id());
      }
    }
  }

  private static List<String> statuses(Hook hook, String call) {
    List<String> statuses = new ArrayList<>();
    for (Hook.Got got : hook.taken()) {
      if (call.equals(got.json().getString("uuid"))) {
        statuses.add(got.json().getString("status"));
      }
    }
    return statuses;
  }

  @Test
  void addressesOfOtherNetworksAreRefusedByName() {
    String[] urls = {
      "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "ftp://127.0.0.1/",
      "http://user:password@127.0.0.1/", "http://[fd00::1]/", "nonsense"
    };
    for (String url : urls) {
      Bridge.Answer answer =
          bridge.request("POST", "/v1/webhooks", new JsonObject().put("url", url));
      assertThat(answer.status()).as(url + answer).isEqualTo(422);
      JsonObject error = answer.json().getJsonArray("errors").getJsonObject(0);
      assertThat(error.getString("field")).isEqualTo("url");
      assertThat(error.getString("message")).isNotBlank();
    }
  }
}
