package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a browser's token opens, and what it does not. Two short tokens expire while the other tests
 * run: what becomes of them is looked at last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTokensIT {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  @TempDir static Path folder;
  private static Bridge bridge;
  private static Chromium chromium;
  private static JsonObject room;
  private static JsonObject shortRoom;
  private static String shortToken;
  private static Visitor renewed;
  private static Visitor forgetful;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(folder.resolve("data"));
    chromium = Chromium.start();
    room = bridge.createRoom("tokens");
    shortRoom = bridge.createRoom("short");
    renewed = Visitor.open(chromium, bridge);
    forgetful = Visitor.open(chromium, bridge);
    shortToken = Visitor.token(bridge, shortRoom, shortLived("Renewed"));
    assertThat(renewed.enter(shortToken, 1300)).isEmpty();
    assertThat(forgetful.enter(Visitor.token(bridge, shortRoom, shortLived("Forgetful")), 1700))
        .isEmpty();
  }

  private static JsonObject shortLived(String name) {
    return new JsonObject().put("role", "speaker").put("name", name).put("ttl_seconds", 60);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    bridge.close();
  }

  @Test
  @Order(1)
  void aTokenIsRenewedWithoutADrop() {
    renewed.awaitTold("tokenExpiring");
    JsonObject again =
        new JsonObject()
            .put("role", "speaker")
            .put("name", "Renewed")
            .put("participant_id", renewed.id());
    renewed.does("window.line = session.connection");
    renewed.does("session.renew('" + Visitor.token(bridge, shortRoom, again) + "')");
    String others = Visitor.token(bridge, shortRoom, "speaker", "somebody else");
    assertThat(forgetful.failsTo("session.renew('" + others + "')")).isEqualTo("invalid_token");
    forgetful.hears(1300);
  }

  @Test
  @Order(2)
  void whatIsForgedOpensNothing() throws Exception {
    String good = Visitor.token(bridge, room, "host", "Good");
    String[] parts = good.split("\\.");
    JsonObject header =
        new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
    JsonObject claims =
        new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    JsonObject none = header.copy().put("alg", "none");
    JsonObject secret = header.copy().put("alg", "HS256");
    JsonObject moved = claims.copy().put("room", shortRoom.getString("id"));
    JsonObject forever = claims.copy().put("exp", claims.getLong("exp") + 3600);
    List<String> forged =
        List.of(
            encoded(none) + "." + parts[1] + ".",
            encoded(none) + "." + parts[1] + "." + parts[2],
            encoded(secret) + "." + parts[1] + "." + hmac(encoded(secret) + "." + parts[1]),
            parts[0] + "." + parts[1] + "." + byAnotherKey(header, parts[0] + "." + parts[1]),
            parts[0] + "." + encoded(moved) + "." + parts[2],
            parts[0] + "." + encoded(forever) + "." + parts[2],
            "abc");
    try (Visitor visitor = Visitor.open(chromium, bridge)) {
      for (int i = 0; i < forged.size(); i++) {
        assertThat(visitor.enter(forged.get(i), 0)).as("forged %d", i).isEqualTo("invalid_token");
      }
      assertThat(visitor.enter(good, 0)).isEmpty();
    }
    assertThat(bridge.log()).doesNotContain(parts[1]);
  }

  private static String encoded(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String hmac(String content) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("convoke".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    return BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String byAnotherKey(JsonObject header, String content) throws Exception {
    return switch (header.getString("alg")) {
      case "ES256" -> signed("EC", 256, "SHA256withECDSAinP1363Format", content);
      case "RS256" -> signed("RSA", 2048, "SHA256withRSA", content);
      case "HS256" -> hmac(content);
      case String other -> throw new NoSuchAlgorithmException(other);
    };
  }

  private static String signed(String keys, int size, String algorithm, String content)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
    generator.initialize(size);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(generator.generateKeyPair().getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return BASE64.encodeToString(signature.sign());
  }

  @Test
  @Order(3)
  void aSecondTabTakesTheSeatOver() {
    String token = Visitor.token(bridge, room, "speaker", "Two tabs");
    try (Visitor first = Visitor.open(chromium, bridge);
        Visitor second = Visitor.open(chromium, bridge);
        Visitor other = Visitor.join(chromium, bridge, room, "speaker", 500)) {
      assertThat(first.enter(token, 900)).isEmpty();
      other.hears(900);
      String id = first.id();
      assertThat(second.enter(token, 2100)).isEmpty();
      assertThat(second.id()).isEqualTo(id);
      assertThat(first.awaitTold("ended").getJsonObject("about").getString("reason"))
          .isEqualTo("replaced");
      other.hears(new int[] {2100}, new int[] {900});
      second.hears(500);
      assertThat(bridge.participants(room.getString("id")))
          .extracting(p -> p.getString("id"))
          .containsOnlyOnce(id);
    }
  }

  @Test
  @Order(4)
  void aRoomOfTokensIsClosedToItsLinkAlone() {
    JsonObject closed =
        bridge.createRoom(new JsonObject().put("name", "closed").put("access", "token"));
    try (Visitor visitor = Visitor.open(chromium, bridge)) {
      assertThat(visitor.enterByLink(closed, "Stranger", 0)).isEqualTo("token_required");
      assertThat(visitor.enter(Visitor.token(bridge, closed, "speaker", "Invited"), 0)).isEmpty();
    }
  }

  @Test
  @Order(5)
  void anExpiredTokenEndsTheSessionAndOpensNothing() {
    Bridge.await(
        "the end of the minute", 90, () -> forgetful.told().encode().contains("\"ended\""));
    assertThat(forgetful.awaitTold("ended").getJsonObject("about").getString("reason"))
        .isEqualTo("token_expired");
    try (Visitor late = Visitor.open(chromium, bridge)) {
      assertThat(late.enter(shortToken, 0)).isEqualTo("token_expired");
    }
    assertThat(renewed.does("session.state")).isEqualTo("joined");
    assertThat(renewed.does("line === session.connection")).as("the same line").isEqualTo(true);
    assertThat(renewed.told().encode()).doesNotContain("reconnecting");
  }
}
