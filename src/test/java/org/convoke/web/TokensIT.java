package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.Addresses;
import org.convoke.bus.RoomChange;
import org.convoke.clock.Clock;
import org.convoke.config.TokensConfig;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.TokenKeys;
import org.convoke.token.Grant;
import org.convoke.token.KeysGateway;
import org.convoke.token.Tokens;
import org.convoke.token.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensIT {
  private static TestBridge bridge;

  @BeforeAll
  static void open() {
    bridge = new TestBridge(Map.of());
  }

  @AfterAll
  static void close() {
    bridge.close();
  }

  private static TokenKeys store() {
    return bridge.stores().tokenKeys();
  }

  private static JsonObject invite(String room, JsonObject body) {
    return bridge.call("POST", "/v1/rooms/" + room + "/tokens", body).is(201).json();
  }

  @Test
  void anInvitationIsATokenThatTheBridgeTakes() {
    JsonObject room = bridge.room("Invited", "slug", "invited");
    JsonObject metadata = new JsonObject().put("user", "17");
    JsonObject body =
        new JsonObject()
            .put("name", "Ada")
            .put("role", "host")
            .put("ttl_seconds", 120)
            .put("metadata", metadata);
    Instant before = Instant.now();
    JsonObject made = invite(room.getString("id"), body);
    String token = made.getString("token");
    assertThat(made.getString("join_url"))
        .isEqualTo(bridge.verticle.publicUrl() + "/room/invited#token=" + token);
    assertThat(made.getString("room_id")).isEqualTo(room.getString("id"));
    assertThat(made.getString("name")).isEqualTo("Ada");
    assertThat(made.getString("role")).isEqualTo("host");
    assertThat(made.getJsonObject("metadata")).isEqualTo(metadata);
    assertThat(Duration.between(before, Instant.parse(made.getString("expires_at"))))
        .isBetween(Duration.ofSeconds(118), Duration.ofSeconds(140));
    assertThat(bridge.verticle.tokens().verify(token))
        .isInstanceOfSatisfying(
            Verdict.Valid.class,
            valid -> {
              assertThat(valid.grant().room().value()).isEqualTo(room.getString("id"));
              assertThat(valid.grant().participant().value())
                  .isEqualTo(made.getString("participant_id"));
              assertThat(valid.grant().role()).isEqualTo(Role.HOST);
              assertThat(valid.grant().source()).isEqualTo(Grant.Source.API);
            });
  }

  @Test
  void whatIsLeftOutHasADefault() {
    String room = bridge.room("Defaults").getString("id");
    JsonObject made = invite(room, new JsonObject());
    assertThat(made.getString("role")).isEqualTo("speaker");
    assertThat(made.getString("name")).isNull();
    assertThat(made.getJsonObject("metadata")).isEqualTo(new JsonObject());
    Instant hour = Instant.now().plusSeconds(3600);
    assertThat(Duration.between(Instant.parse(made.getString("expires_at")), hour).abs())
        .isLessThan(Duration.ofSeconds(30));
    String again = made.getString("participant_id");
    JsonObject second = invite(room, new JsonObject().put("participant_id", again));
    assertThat(second.getString("participant_id")).isEqualTo(again);
  }

  @Test
  void whatCannotBeAnInvitationIsRefusedByField() {
    String path = "/v1/rooms/" + bridge.room("Refused").getString("id") + "/tokens";
    assertThat(bridge.call("POST", path, "{\"role\":\"guest\"}").fault("role"))
        .isEqualTo("must be one of host, speaker, listener");
    assertThat(bridge.call("POST", path, "{\"ttl_seconds\":59}").fault("ttl_seconds"))
        .isEqualTo("must be from 60 to 86400");
    assertThat(bridge.call("POST", path, "{\"ttl_seconds\":86401}").fault("ttl_seconds"))
        .isEqualTo("must be from 60 to 86400");
    assertThat(bridge.call("POST", path, "{\"name\":\" \"}").fault("name")).contains("visible");
    assertThat(
            bridge.call("POST", path, new JsonObject().put("name", "x".repeat(81))).fault("name"))
        .contains("80");
    assertThat(bridge.call("POST", path, "{\"participant_id\":\"me\"}").fault("participant_id"))
        .contains("UUID");
    JsonObject large = new JsonObject().put("k", "x".repeat(5000));
    assertThat(bridge.call("POST", path, new JsonObject().put("metadata", large)).fault("metadata"))
        .contains("4 KiB");
    assertThat(bridge.call("POST", path, "{\"kid\":\"x\"}").fault("kid")).contains("not known");
    bridge.call("POST", "/v1/rooms/aaaa-aaaa-aaaa/tokens", "{}").problem(404, "not_found");
  }

  @Test
  void aDeletedOrExpiredRoomInvitesNobody() {
    String gone = bridge.room("Gone").getString("id");
    bridge.call("DELETE", "/v1/rooms/" + gone, null).is(204);
    bridge.call("POST", "/v1/rooms/" + gone + "/tokens", "{}").problem(404, "not_found");
    String over = bridge.room("Over").getString("id");
    await(
        bridge
            .stores()
            .database()
            .query(
                "update rooms set expires_at = now() - interval '1 second' where id = $1",
                Tuple.of(over)));
    bridge.call("POST", "/v1/rooms/" + over + "/tokens", "{}").problem(409, "room_closed");
  }

  @Test
  void onlyWhoMayChangeRoomsInvites() {
    String path = "/v1/rooms/" + bridge.room("Scopes").getString("id") + "/tokens";
    bridge.callAs(null, "POST", path, "{}").problem(401, "unauthorized");
    String reader =
        await(bridge.stores().apiKeys().create("r", Set.of("rooms:read"), null)).secret();
    bridge.callAs(reader, "POST", path, "{}").problem(403, "forbidden");
    bridge.callAs(reader, "GET", "/v1/token-keys", null).problem(403, "forbidden");
    bridge.callAs(reader, "POST", "/v1/token-keys/rotate", null).problem(403, "forbidden");
    String writer =
        await(bridge.stores().apiKeys().create("w", Set.of("rooms:write"), null)).secret();
    bridge.callAs(writer, "POST", path, "{}").is(201);
    bridge.callAs(writer, "POST", "/v1/token-keys/rotate", null).problem(403, "forbidden");
  }

  @Test
  void aRotationLogsNobodyOut() {
    String room = bridge.room("Rotated").getString("id");
    String before = invite(room, new JsonObject()).getString("token");
    JsonObject key = bridge.call("POST", "/v1/token-keys/rotate", null).is(201).json();
    assertThat(key.getBoolean("signs")).isTrue();
    assertThat(key.getString("algorithm")).isEqualTo("HS256");
    assertThat(key.getString("valid_until")).isNull();
    String after = invite(room, new JsonObject()).getString("token");
    assertThat(kid(after)).isEqualTo(key.getString("kid")).isNotEqualTo(kid(before));
    assertThat(bridge.verticle.tokens().verify(before)).isInstanceOf(Verdict.Valid.class);
    assertThat(bridge.verticle.tokens().verify(after)).isInstanceOf(Verdict.Valid.class);

    String listed = bridge.call("GET", "/v1/token-keys", null).is(200).text();
    List<JsonObject> keys =
        new JsonObject(listed).getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    assertThat(keys).filteredOn(one -> one.getBoolean("signs")).containsExactly(key);
    JsonObject old =
        keys.stream().filter(one -> one.getString("kid").equals(kid(before))).findFirst().get();
    assertThat(
            Duration.between(
                Instant.parse(old.getString("retired_at")),
                Instant.parse(old.getString("valid_until"))))
        .isGreaterThanOrEqualTo(Tokens.MAX_TTL);
    for (TokenKeys.Key stored : await(store().all(Instant.now()))) {
      assertThat(listed).doesNotContain(stored.secret());
    }
  }

  private static String kid(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return new JsonObject(new String(header)).getString("kid");
  }

  @Test
  void aKeyRetiresByItselfWhenItHasServedItsTime() {
    Clock later =
        new Clock() {
          @Override
          public long nowNs() {
            return 0;
          }

          @Override
          public Instant now() {
            return Instant.now().plus(Duration.ofDays(31));
          }
        };
    String old = await(store().all(Instant.now())).getFirst().kid();
    for (int i = 0; i < 2; i++) {
      KeysGateway gateway =
          new KeysGateway(bridge.vertx, store(), new TokensConfig(30, 3600), later);
      await(gateway.start());
      gateway.stop();
      assertThat(gateway.keyring().signing().kid()).isNotEqualTo(old);
      assertThat(gateway.keyring().keys(later.now()))
          .as("the other bridge on this database did it already")
          .filteredOn(key -> key.retiredAt() != null && key.retiredAt().isAfter(Instant.now()))
          .hasSize(1);
    }
    // The clock of this test is a month ahead: back to what the other tests expect.
    await(bridge.stores().database().query("delete from token_keys", Tuple.tuple()));
    bridge.call("POST", "/v1/token-keys/rotate", null).is(201);
  }

  @Test
  void noKeyStandsInTheDatabaseInTheClear() {
    TokenKeys.Key key = await(store().all(Instant.now())).getFirst();
    var row =
        await(
                bridge
                    .stores()
                    .database()
                    .query(
                        "select encode(sealed, 'escape'), encode(sealed, 'base64') from token_keys"
                            + " where kid = $1",
                        Tuple.of(key.kid())))
            .iterator()
            .next();
    assertThat(row.getString(0)).doesNotContain(key.secret());
    assertThat(Base64.getUrlDecoder().decode(key.secret())).hasSize(32);
  }

  @Test
  void whoIsRemovedCannotComeBackByHisTokenUntilTheMeetingEnds() {
    RoomId room = new RoomId(bridge.room("Removed").getString("id"));
    JsonObject made = invite(room.value(), new JsonObject());
    ParticipantId participant = new ParticipantId(made.getString("participant_id"));
    Tokens tokens = bridge.verticle.tokens();
    tell(new RoomChange.Left(room, 1, participant, "left"));
    assertThat(tokens.verify(made.getString("token"))).isInstanceOf(Verdict.Valid.class);
    tell(new RoomChange.Left(room, 2, participant, "removed"));
    assertThat(tokens.verify(made.getString("token"))).isInstanceOf(Verdict.Revoked.class);
    tell(new RoomChange.Ended(room, 3, "everybody_left"));
    assertThat(tokens.verify(made.getString("token"))).isInstanceOf(Verdict.Valid.class);
  }

  /** What was published before a request is known when the request is answered. */
  private static void tell(RoomChange change) {
    bridge.vertx.eventBus().publish(Addresses.ROOM_CHANGES, change);
    bridge.call("GET", "/v1/token-keys", null).is(200);
  }
}
