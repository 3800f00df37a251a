package org.convoke.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.convoke.id.ApplicationId;
import org.junit.jupiter.api.Test;

/** Which tokens of applications' servers count, for what, and for how long. */
class ApplicationTokenTest {
  private static final ApplicationKeys.Pair PAIR = ApplicationKeys.generate();
  private static final ApplicationKeys.Pair OTHER = ApplicationKeys.generate();
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final JsonObject HEADER = new JsonObject().put("alg", "RS256").put("typ", "JWT");

  private final ApplicationId application = ApplicationId.random();
  private final ApplicationKeys keys = new ApplicationKeys();

  @Test
  void aTokenIsItsApplicationsWhenThePrivateKeySignedIt() {
    ApplicationToken token = read(signed(PAIR, HEADER, claims())).orElseThrow();
    assertThat(token.application()).isEqualTo(application);
    assertThat(keys.signed(PAIR.publicKey(), token)).isTrue();
    assertThat(keys.signed(OTHER.publicKey(), token)).isFalse();
    assertThat(token.isTimely(NOW, HOUR)).isTrue();
    assertThat(token.toString()).doesNotContain(token.text());
  }

  @Test
  void aTokenWithTheNameOfItsKeyIsTheSame() {
    JsonObject header = HEADER.copy().put("kid", "any");
    ApplicationToken token = read(signed(PAIR, header, claims())).orElseThrow();
    assertThat(keys.signed(PAIR.publicKey(), token)).isTrue();
  }

  @Test
  void noOtherAlgorithmIsEverRead() {
    for (String algorithm : new String[] {"none", "HS256", "RS512", "ES256", "rs256", ""}) {
      JsonObject header = new JsonObject().put("alg", algorithm).put("typ", "JWT");
      assertThat(read(signed(PAIR, header, claims()))).as(algorithm).isEmpty();
    }
    assertThat(read(signed(PAIR, new JsonObject(), claims()))).isEmpty();
    for (String odd : new String[] {"jku", "x5u", "x5c", "jwk", "crit"}) {
      assertThat(read(signed(PAIR, HEADER.copy().put(odd, "x"), claims()))).as(odd).isEmpty();
    }
  }

  @Test
  void aPublicKeyIsNoSharedSecret() {
    // The old attack: HS256 with the PEM as its key.
    ApplicationToken genuine = read(signed(PAIR, HEADER, claims())).orElseThrow();
    String body = genuine.text().substring(0, genuine.text().lastIndexOf('.'));
    ApplicationToken forged = read(body + "." + base64("x".repeat(256))).orElseThrow();
    assertThat(keys.signed(PAIR.publicKey(), forged)).isFalse();
  }

  @Test
  void itCountsUntilItExpiresOrForAnHourWhereItDoesNotSay() {
    assertThat(timely(claim("exp", NOW.getEpochSecond() + 900))).isTrue();
    assertThat(timely(claim("exp", NOW.getEpochSecond() - 59))).as("clocks differ").isTrue();
    assertThat(timely(claim("exp", NOW.getEpochSecond() - 60))).isFalse();
    JsonObject noEnd = claims();
    noEnd.remove("exp");
    assertThat(timely(noEnd)).isTrue();
    assertThat(timely(noEnd.copy().put("iat", NOW.getEpochSecond() - 3659))).isTrue();
    assertThat(timely(noEnd.copy().put("iat", NOW.getEpochSecond() - 3660))).isFalse();
    assertThat(timely(noEnd.copy().put("iat", NOW.getEpochSecond() + 61))).isFalse();
    assertThat(timely(claim("nbf", NOW.getEpochSecond() + 61))).isFalse();
    JsonObject neither = noEnd.copy();
    neither.remove("iat");
    assertThat(timely(neither)).isFalse();
  }

  @Test
  void timesAreNumbersOrTextsOfThem() {
    assertThat(timely(claim("iat", NOW.getEpochSecond() + 0.25))).isTrue();
    assertThat(timely(claim("exp", Long.toString(NOW.getEpochSecond() + 900)))).isTrue();
    assertThat(timely(claim("exp", "1e400"))).isFalse();
    assertThat(timely(claim("exp", -1e300))).isFalse();
    assertThat(timely(claim("exp", "soon"))).isFalse();
    assertThat(timely(claim("exp", true))).isFalse();
    assertThat(timely(claim("iat", new JsonArray()))).isFalse();
  }

  @Test
  void aTokenWithoutAnApplicationIsNone() {
    JsonObject none = claims();
    none.remove("application_id");
    assertThat(read(signed(PAIR, HEADER, none))).isEmpty();
    assertThat(read(signed(PAIR, HEADER, claim("application_id", 7)))).isEmpty();
    assertThat(read(signed(PAIR, HEADER, claim("application_id", "my-app")))).isEmpty();
  }

  @Test
  void whatAServerGivesItsUsersOpensWhatItNamesAlone() {
    assertThat(covers(null, "PUT", "/v1/calls/x")).as("no list, no bound").isTrue();
    JsonObject calls = paths("/*/calls/**", new JsonObject());
    assertThat(covers(calls, "PUT", "/v1/calls/x/talk")).isTrue();
    assertThat(covers(calls, "GET", "/v1/calls")).isTrue();
    assertThat(covers(calls, "GET", "/v1/legs")).isFalse();
    assertThat(covers(paths("/*/users/**", new JsonObject()), "PUT", "/v1/calls/x")).isFalse();
    JsonObject read = new JsonObject().put("methods", new JsonArray().add("GET"));
    assertThat(covers(paths("/v1/calls/*", read), "GET", "/v1/calls/x")).isTrue();
    assertThat(covers(paths("/v1/calls/*", read), "PUT", "/v1/calls/x")).isFalse();
    assertThat(covers(paths("/v1/calls/*", read), "GET", "/v1/calls/x/talk")).isFalse();
    JsonObject narrow = new JsonObject().put("filters", new JsonObject());
    assertThat(covers(paths("/**", narrow), "GET", "/v1/calls")).isFalse();
    assertThat(covers(paths("/**/**/**", new JsonObject()), "GET", "/v1/calls")).isFalse();
    for (Object odd : new Object[] {"all", 7, new JsonArray(), new JsonObject()}) {
      assertThat(covers(odd, "GET", "/v1/calls")).as("%s", odd).isFalse();
    }
  }

  @Test
  void aPublicKeyIsReadAsItIsKept() {
    assertThat(ApplicationKeys.read(PAIR.publicKey())).isEqualTo(PAIR.publicKey());
    String oneLine = PAIR.publicKey().replace("\n", "\r\n") + "\n\n";
    assertThat(ApplicationKeys.read(oneLine)).isEqualTo(PAIR.publicKey());
    assertThat(PAIR.toString()).isEqualTo("Pair[****]");
  }

  @Test
  void whatIsNoFitPublicKeyIsRefusedWithTheReason() throws GeneralSecurityException {
    refused(PAIR.privateKey(), "private");
    refused("", "PEM");
    refused("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "RSA");
    refused("-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----", "RSA");
    KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
    small.initialize(1024);
    refused(pem(small.generateKeyPair().getPublic().getEncoded()), "1024");
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    refused(pem(curve.generateKeyPair().getPublic().getEncoded()), "RSA");
  }

  @Test
  void noMutationOfATokenIsTakenAndNoneThrows() {
    String genuine = signed(PAIR, HEADER, claims());
    Random random = new Random(20260504);
    String odd = "ABCDwxyz0189-_.=!ü\0{}";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(genuine);
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, odd.charAt(random.nextInt(odd.length())));
        default -> text.setLength(at);
      }
      String mutated = text.toString();
      if (sameBytes(mutated, genuine)) {
        continue;
      }
      Optional<ApplicationToken> token = ApplicationToken.read(mutated);
      token.ifPresent(it -> it.isTimely(NOW, HOUR));
      token.ifPresent(it -> it.covers("GET", "/v1/calls"));
      assertThat(token.filter(it -> keys.signed(PAIR.publicKey(), it)))
          .as("seed 20260504, try %d: %s", i, mutated)
          .isEmpty();
    }
    assertThat(ApplicationToken.read(null)).isEmpty();
    assertThat(ApplicationToken.read("a.b." + "c".repeat(10_000))).isEmpty();
  }

  /** The last character of base64 holds bits that mean nothing. */
  private static boolean sameBytes(String one, String other) {
    try {
      int at = one.lastIndexOf('.');
      return one.substring(0, Math.max(0, at)).equals(other.substring(0, other.lastIndexOf('.')))
          && java.util.Arrays.equals(
              Base64.getUrlDecoder().decode(one.substring(at + 1)),
              Base64.getUrlDecoder().decode(other.substring(other.lastIndexOf('.') + 1)));
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private void refused(String pem, String word) {
    assertThatThrownBy(() -> ApplicationKeys.read(pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word);
  }

  private boolean timely(JsonObject claims) {
    return read(signed(PAIR, HEADER, claims)).orElseThrow().isTimely(NOW, HOUR);
  }

  private boolean covers(Object acl, String method, String path) {
    JsonObject claims = acl == null ? claims() : claim("acl", acl);
    return read(signed(PAIR, HEADER, claims)).orElseThrow().covers(method, path);
  }

  private static JsonObject paths(String path, JsonObject terms) {
    return new JsonObject().put("paths", new JsonObject().put(path, terms));
  }

  private JsonObject claims() {
    return new JsonObject()
        .put("application_id", application.value())
        .put("iat", NOW.getEpochSecond())
        .put("exp", NOW.getEpochSecond() + 900)
        .put("jti", "b2a1");
  }

  private JsonObject claim(String name, Object value) {
    return claims().put(name, value);
  }

  private static Optional<ApplicationToken> read(String token) {
    return ApplicationToken.read(token);
  }

  private static String signed(ApplicationKeys.Pair pair, JsonObject header, JsonObject claims) {
    String body = base64(header.encode()) + "." + base64(claims.encode());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(pair.privateKey()));
      signature.update(body.getBytes(StandardCharsets.US_ASCII));
      return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END PUBLIC KEY-----";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
