package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserNotice;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.token.Grant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The WebSocket over a real server; the verticles behind it are stand-ins. */
@Timeout(90)
class SocketIT {
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");
  private static final Map<String, Object> OFFER = Map.of("name", "Ada", "offer", "v=0");

  private static final Queue<BrowserCommand> browserCommands = new ConcurrentLinkedQueue<>();
  private static TestBridge bridge;
  private static volatile Role role;
  private static volatile boolean waiting;
  private static volatile boolean silent;

  private JsonObject room;
  private RoomId id;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of("http.allowed_origins", "https://app.example.com"));
    var bus = bridge.vertx.eventBus();
    bus.<BrowserCommand>consumer(
        Addresses.BROWSER,
        message -> {
          browserCommands.add(message.body());
          if (!silent) {
            message.reply(reply(message.body()));
          }
        });
    bus.<AdmissionQuery>consumer(
        Addresses.ADMISSION,
        message ->
            message.reply(
                switch (message.body()) {
                  case AdmissionQuery.MakeMergeCode _ ->
                      new AdmissionAnswer.MergeCode(new Pin("482913"), NOW);
                  case AdmissionQuery.CheckHostPin check when check.pin().digits().equals("8265") ->
                      new AdmissionAnswer.Admit(check.room(), Role.HOST, false, 0);
                  default -> new AdmissionAnswer.Reject(1, false);
                }));
  }

  private static BrowserReply reply(BrowserCommand command) {
    if (!(command instanceof BrowserCommand.Join join)) {
      return command instanceof BrowserCommand.Renew renew
          ? new BrowserReply.Answered(renew.call(), null, null, "v=1", true)
          : new BrowserReply.Done();
    }
    if (join.offer().equals("bad")) {
      return new BrowserReply.Refused("invalid_offer", "It has no fingerprint.", "offer");
    }
    CallId call = CallId.random();
    RoomReply.Member me =
        member(join.participant(), call, join.name(), role == null ? join.role() : role);
    RoomReply.Member other = member(ParticipantId.random(), CallId.random(), "Bob", Role.GUEST);
    bridge.rosters.put(
        join.room(), new RoomReply.Roster(true, false, false, List.of(me, other), 10));
    RoomReply seat =
        waiting
            ? new RoomReply.Waiting(join.participant(), "lobby", null)
            : new RoomReply.Joined(join.participant(), 1, false, null);
    return new BrowserReply.Answered(call, join.participant(), seat, "v=1", false);
  }

  private static RoomReply.Member member(ParticipantId who, CallId call, String name, Role as) {
    return new RoomReply.Member(
        who,
        call,
        LegId.next(),
        name,
        "",
        as,
        waiting && !name.equals("Bob") ? "waiting" : "joined",
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        0,
        NOW,
        "browser",
        false,
        "",
        0);
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void room() {
    role = null;
    waiting = false;
    silent = false;
    browserCommands.clear();
    room = bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "Monday")).json();
    id = new RoomId(room.getString("id"));
  }

  private static SocketClient open(String... headers) {
    return SocketClient.open(bridge.client(), bridge.verticle.port(), headers);
  }

  private SocketClient authenticated() {
    SocketClient client = open();
    JsonObject answer = client.ask("authenticate", Map.of("room", id.value()));
    assertThat(answer.getString("type")).isEqualTo("authenticated");
    return client;
  }

  private SocketClient joined() {
    SocketClient client = authenticated();
    JsonObject answer = client.ask("join", OFFER);
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("joined");
    return client;
  }

  private static void isFault(JsonObject answer, String code, String field) {
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("error");
    assertThat(answer.getString("code")).isEqualTo(code);
    assertThat(answer.getString("field")).isEqualTo(field);
    assertThat(answer.getString("message")).isNotEmpty();
  }

  private static void publish(String address, Object message) {
    bridge.vertx.eventBus().publish(address, message);
  }

  // --- the way in

  @Test
  void aVisitorByLinkGetsASeatATokenAndTheRoster() {
    try (SocketClient client = authenticated()) {
      JsonObject seat = client.ask("join", OFFER);
      assertThat(seat.getString("answer")).isEqualTo("v=1");
      assertThat(seat.getString("token")).contains(".");
      assertThat(seat.getString("role")).isEqualTo("guest");
      assertThat(seat.getJsonObject("room").getString("pin")).isEqualTo(room.getString("pin"));
      assertThat(seat.getJsonObject("room").containsKey("host_pin")).isFalse();
      assertThat(seat.getJsonObject("roster").getJsonArray("participants")).hasSize(2);
      // The same token opens the same seat.
      try (SocketClient again = open()) {
        JsonObject known = again.ask("authenticate", Map.of("token", seat.getString("token")));
        assertThat(known.getString("participant_id")).isEqualTo(seat.getString("participant_id"));
      }
    }
  }

  @Test
  void aTokensNameAndRoleCountAndTheHolderIsInvited() {
    JsonObject token =
        bridge
            .call(
                "POST",
                "/v1/rooms/" + id + "/tokens",
                new JsonObject().put("name", "Grace").put("role", "host"))
            .json();
    try (SocketClient client = open()) {
      client.ask("authenticate", Map.of("token", token.getString("token")));
      JsonObject seat = client.ask("join", OFFER);
      assertThat(seat.getString("role")).isEqualTo("host");
      assertThat(seat.getString("participant_id")).isEqualTo(token.getString("participant_id"));
      BrowserCommand.Join join = join();
      assertThat(join.name()).isEqualTo("Grace");
      assertThat(join.invited()).isTrue();
      isFault(client.ask("renew"), "invalid_request", "token");
    }
  }

  @Test
  void aRoomByTokensOnlyTurnsVisitorsAway() {
    bridge.call("PATCH", "/v1/rooms/" + id, new JsonObject().put("access", "token"));
    try (SocketClient client = open()) {
      isFault(client.ask("authenticate", Map.of("room", id.value())), "token_required", null);
      assertThat(client.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void forgedTokensAndUnknownRoomsAreRefused() {
    try (SocketClient client = open()) {
      String none = "eyJhbGciOiJub25lIn0.eyJyb29tIjoieCJ9.";
      isFault(client.ask("authenticate", Map.of("token", none)), "invalid_token", "token");
      assertThat(client.closeCode()).isEqualTo(4401);
    }
    try (SocketClient client = open()) {
      isFault(client.ask("authenticate", Map.of("room", "no-such")), "room_not_found", null);
      assertThat(client.closeCode()).isEqualTo(4404);
    }
  }

  @Test
  void theHostPinMakesAHostAndAWrongOneDoesNot() {
    try (SocketClient client = authenticated()) {
      Map<String, Object> wrong = Map.of("name", "Ada", "offer", "v=0", "host_pin", "1234");
      isFault(client.ask("join", wrong), "wrong_pin", "host_pin");
      Map<String, Object> right = Map.of("name", "Ada", "offer", "v=0", "host_pin", "8265");
      assertThat(client.ask("join", right).getString("role")).isEqualTo("host");
    }
  }

  @Test
  void whatTheOtherPartsRefuseIsToldWithItsField() {
    try (SocketClient client = authenticated()) {
      isFault(client.ask("join", Map.of("name", "A", "offer", "bad")), "invalid_offer", "offer");
      isFault(client.ask("join", Map.of("offer", "v=0")), "invalid_request", "name");
      assertThat(client.ask("join", OFFER).getString("type")).isEqualTo("joined");
      isFault(client.ask("join", OFFER), "already_joined", null);
    }
  }

  // --- what one does and hears

  @Test
  void commandsReachTheRoomInTheNameOfTheParticipant() {
    try (SocketClient client = joined()) {
      bridge.roomCommands.clear();
      assertThat(client.ask("mute").getString("type")).isEqualTo("done");
      client.ask("raise_hand", Map.of("raised", true));
      client.ask("send_text", Map.of("text", "Hello"));
      assertThat(bridge.roomCommands)
          .hasExactlyElementsOfTypes(
              RoomCommand.Mute.class, RoomCommand.RaiseHand.class, RoomCommand.Say.class);
      RoomCommand.Mute mute = (RoomCommand.Mute) bridge.roomCommands.peek();
      assertThat(mute.actor().participant()).isEqualTo(mute.participant());
      JsonObject refused = client.ask("lock", Map.of("locked", true));
      isFault(refused, "forbidden", null);
      assertThat(refused.getString("reason")).isEqualTo("not_host");
      isFault(client.ask("new_pin"), "forbidden", null);
    }
  }

  @Test
  void hostsGetTheHostPinAndMayDoWhatHostsDo() {
    role = Role.HOST;
    try (SocketClient client = authenticated()) {
      JsonObject seat = client.ask("join", OFFER);
      assertThat(seat.getJsonObject("room").getString("host_pin"))
          .isEqualTo(room.getString("host_pin"));
      assertThat(client.ask("lock", Map.of("locked", true)).getString("type")).isEqualTo("done");
      JsonObject lowered =
          client.ask("lower_hand", Map.of("participant_id", ParticipantId.random().value()));
      assertThat(lowered.getString("type")).isEqualTo("done");
      JsonObject pin = client.ask("new_pin");
      assertThat(pin.getString("pin")).matches("\\d{4}").isNotEqualTo(room.getString("pin"));
      JsonObject code = client.ask("merge_code");
      assertThat(code.getString("code")).isEqualTo("482913");
      assertThat(code.getString("sip_uri")).startsWith("sip:*482913@");
      assertThat(code.getJsonArray("dial_in").getJsonObject(0).getString("tel_uri"))
          .isEqualTo("tel:1000,,*482913%23");
    }
  }

  @Test
  void changesAfterTheSnapshotAreToldOnce() {
    try (SocketClient client = joined()) {
      ParticipantId eve = ParticipantId.random();
      publish(Addresses.ROOM_CHANGES, new RoomChange.Speaking(id, 10, eve, true));
      publish(Addresses.ROOM_CHANGES, new RoomChange.Flags(id, 11, true, false));
      publish(Addresses.ROOM_CHANGES, new RoomChange.Text(id, 12, eve, "Eve", "Hi", NOW));
      assertThat(client.await("room").getInteger("seq")).isEqualTo(11);
      assertThat(client.await("text").getString("text")).isEqualTo("Hi");
    }
  }

  @Test
  void guestsAreNotToldThatSomebodyHasGoneWhomTheyNeverSaw() {
    try (SocketClient client = joined()) {
      ParticipantId eve = ParticipantId.random();
      publish(Addresses.ROOM_CHANGES, new RoomChange.Left(id, 11, eve, "left", true));
      ParticipantId bob = ParticipantId.random();
      publish(Addresses.ROOM_CHANGES, new RoomChange.Left(id, 12, bob, "left"));
      assertThat(client.await("participant_left").getString("participant_id"))
          .isEqualTo(bob.value());
    }
    role = Role.HOST;
    try (SocketClient host = joined()) {
      publish(
          Addresses.ROOM_CHANGES,
          new RoomChange.Left(id, 13, ParticipantId.random(), "left", true));
      assertThat(host.await("participant_left").getInteger("seq")).isEqualTo(13);
    }
  }

  @Test
  void theSecondSocketOfOneTokenTakesTheSeatAndHearsWhatComes() {
    try (SocketClient first = authenticated()) {
      JsonObject seat = first.ask("join", OFFER);
      BrowserCommand.Join before = join();
      browserCommands.clear();
      try (SocketClient second = open()) {
        second.ask("authenticate", Map.of("token", seat.getString("token")));
        assertThat(second.ask("join", OFFER).getString("participant_id"))
            .isEqualTo(seat.getString("participant_id"));
        ParticipantId one = before.participant();
        publish(
            Addresses.BROWSER_NOTICES,
            new BrowserNotice.Ended(CallId.random(), before.socket(), one, "replaced"));
        assertThat(first.closeCode()).isEqualTo(4409);
        publish(
            Addresses.ROOM_NOTICES,
            new org.convoke.bus.RoomNotice.MutedByHost(id, one, LegId.next(), true));
        assertThat(second.await("muted").getBoolean("muted")).isTrue();
        publish(Addresses.ROOM_CHANGES, new RoomChange.Flags(id, 11, true, false));
        assertThat(second.await("room").getInteger("seq")).isEqualTo(11);
      }
    }
  }

  @Test
  void whoWaitsIsToldOfNothingUntilAdmitted() {
    waiting = true;
    try (SocketClient client = authenticated()) {
      JsonObject seat = client.ask("join", OFFER);
      assertThat(seat.getString("state")).isEqualTo("waiting");
      assertThat(seat.getString("why")).isEqualTo("lobby");
      assertThat(seat.getJsonObject("roster").getJsonArray("participants")).isEmpty();
      assertThat(seat.getJsonObject("room").containsKey("pin")).isFalse();
      isFault(client.ask("send_text", Map.of("text", "Hello")), "waiting", null);
      publish(Addresses.ROOM_CHANGES, new RoomChange.Flags(id, 11, true, false));
      ParticipantId me = new ParticipantId(seat.getString("participant_id"));
      publish(
          Addresses.ROOM_NOTICES,
          new org.convoke.bus.RoomNotice.Admitted(id, me, LegId.next(), 1, false));
      JsonObject admitted = client.await("admitted");
      assertThat(admitted.getJsonObject("room").getString("pin")).isNotEmpty();
    }
  }

  @Test
  void theEndOfTheSessionClosesTheSocket() {
    try (SocketClient client = joined()) {
      BrowserCommand.Join join = join();
      publish(
          Addresses.BROWSER_NOTICES,
          new BrowserNotice.Ended(CallId.random(), join.socket(), join.participant(), "replaced"));
      assertThat(client.await("ended").getString("reason")).isEqualTo("replaced");
      assertThat(client.closeCode()).isEqualTo(4409);
    }
    assertThat(detached(join())).isFalse();
  }

  @Test
  void leavingEndsTheSessionAndALostSocketDetachesIt() {
    try (SocketClient client = joined()) {
      assertThat(client.ask("leave").getString("type")).isEqualTo("left");
      assertThat(client.closeCode()).isEqualTo(1000);
    }
    assertThat(browserCommands)
        .anyMatch(it -> it instanceof BrowserCommand.Leave left && left.cause().equals("left"));
    assertThat(detached(join())).isFalse();
    browserCommands.clear();
    joined().close();
    BrowserCommand.Join lost = join();
    for (int i = 0; i < 400 && !detached(lost); i++) {
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(detached(lost)).isTrue();
  }

  /** The seat that was asked for in this test's room; earlier tests' sockets may still close. */
  private BrowserCommand.Join join() {
    return browserCommands.stream()
        .filter(command -> command instanceof BrowserCommand.Join join && join.room().equals(id))
        .map(BrowserCommand.Join.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static boolean detached(BrowserCommand.Join join) {
    return browserCommands.stream()
        .anyMatch(command ->
            command instanceof BrowserCommand.Detach detach
                && detach.socket().equals(join.socket()));
  }

  @Test
  void aTokenIsRenewedWithoutADropAndEndsWhatItOpened() {
    try (SocketClient client = joined()) {
      JsonObject renewed = client.ask("renew");
      assertThat(renewed.getString("token")).contains(".");
      String other =
          bridge
              .verticle
              .tokens()
              .issue(
                  id,
                  ParticipantId.random(),
                  Role.GUEST,
                  null,
                  Grant.Source.LINK,
                  null,
                  Duration.ofHours(1))
              .token();
      isFault(client.ask("renew", Map.of("token", other)), "invalid_token", "token");
      assertThat(client.isOpen()).isTrue();
    }
  }

  // --- hostile clients

  @Test
  void theFirstMessageMustAuthenticate() {
    for (String first : List.of("ping", "join", "leave", "mute")) {
      try (SocketClient client = open()) {
        Map<String, Object> fields = first.equals("join") ? OFFER : Map.of();
        isFault(client.ask(first, fields), "not_authenticated", null);
        assertThat(client.closeCode()).isEqualTo(4401);
      }
    }
    for (String junk : List.of("", "{", "[]", "null", "{\"type\":7}", "{\"type\":\"x\"}")) {
      try (SocketClient client = open()) {
        client.raw(junk);
        assertThat(client.await("error").getString("code"))
            .isIn("invalid_json", "invalid_request", "unknown_type");
        assertThat(client.closeCode()).as(junk).isEqualTo(4400);
      }
    }
  }

  @Test
  void junkInASessionIsAnsweredAndTheSessionGoesOn() {
    try (SocketClient client = joined()) {
      for (String junk :
          List.of(
              "{}",
              "{\"type\":\"mute_all\",\"muted\":\"yes\"}",
              "{\"type\":\"set_name\",\"name\":\"a\\u0000b\"}",
              "{\"type\":\"set_name\",\"name\":\"\\u202Eevil\"}",
              "{\"type\":\"set_name\",\"name\":\"" + "x".repeat(81) + "\"}",
              "{\"type\":\"send_text\",\"text\":\"" + "x".repeat(2001) + "\"}",
              "{\"type\":\"set_volume\",\"participant_id\":\"x\",\"volume_db\":1}",
              "{\"type\":\"join\",\"id\":{\"a\":1}}",
              "[".repeat(5000),
              "{\"a\":".repeat(20) + "1" + "}".repeat(20))) {
        client.raw(junk);
        assertThat(client.await("error").getString("message")).isNotEmpty();
      }
      assertThat(client.ask("ping").getString("type")).isEqualTo("pong");
    }
  }

  @Test
  void messagesThatAreTooLargeOrNotTextCloseTheSocket() {
    try (SocketClient client = authenticated()) {
      client.raw("{\"type\":\"join\",\"offer\":\"" + "x".repeat(66_000) + "\"}");
      assertThat(client.closeCode()).isIn(1006, 1009);
    }
    try (SocketClient client = authenticated()) {
      client.binary(new byte[100]);
      assertThat(client.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void aFloodIsToldOffAndThenPutOut() {
    try (SocketClient client = joined()) {
      String ping = "{\"type\":\"ping\"}";
      try {
        for (int i = 0; i < 3000 && client.isOpen(); i++) {
          client.raw(ping);
        }
      } catch (RuntimeException closed) {
        // The socket may close while we still send.
      }
      assertThat(client.await("error").getString("code")).isEqualTo("rate_limited");
      assertThat(client.closeCode()).isIn(1006, 1008);
    }
    joined().close();
  }

  @Test
  void otherOriginsAndOtherProtocolsAreRefusedByHttp() throws Exception {
    open("Origin", "https://app.example.com").close();
    open("Origin", "http://127.0.0.1:" + bridge.verticle.port()).close();
    assertThatThrownBy(() -> open("Origin", "https://evil.example"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    URI address = URI.create("http://127.0.0.1:" + bridge.verticle.port() + "/v1/connect");
    HttpResponse<String> plain =
        bridge
            .client()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(plain.statusCode()).isEqualTo(426);
    assertThat(plain.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThatThrownBy(() ->
            bridge
                .client()
                .newWebSocketBuilder()
                .subprotocols("other.v9")
                .buildAsync(URI.create("ws" + address.toString().substring(4)), new SocketClient())
                .join())
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(400));
  }

  @Test
  void aPartThatDoesNotAnswerIsAFaultAndTheNextTryMayDoBetter() {
    silent = true;
    try (SocketClient client = authenticated()) {
      isFault(client.ask("join", OFFER), "unavailable", null);
      silent = false;
      assertThat(client.ask("join", OFFER).getString("type")).isEqualTo("joined");
    }
  }
}
