package org.convoke.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.convoke.clock.Clock;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.TokenKeys.Key;
import org.convoke.store.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final RoomId ROOM = RoomId.random();
  private static final ParticipantId ADA = ParticipantId.random();
  private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");

  private Instant now = START;
  private final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return 0;
        }

        @Override
        public Instant now() {
          return now;
        }
      };
  private final Keyring keyring = new Keyring();
  private final Key key = key("tk_one", 1, null);
  private final Tokens tokens = new Tokens(keyring, clock);

  TokensTest() {
    keyring.replace(List.of(key));
  }

  private static Key key(String kid, int seed, Instant validUntil) {
    byte[] secret = new byte[32];
    new Random(seed).nextBytes(secret);
    Instant retired = validUntil == null ? null : validUntil.minus(Tokens.MAX_TTL);
    return new Key(kid, "HS256", base64(secret), START, retired, validUntil);
  }

  private Issued issue() {
    return tokens.issue(
        ROOM, ADA, Role.SPEAKER, "Ada", Grant.Source.API, null, Duration.ofHours(1));
  }

  @Test
  void aTokenSaysWhatWasGranted() {
    JsonObject metadata = new JsonObject().put("user", "17");
    Issued issued =
        tokens.issue(
            ROOM, ADA, Role.HOST, "Ada", Grant.Source.API, metadata, Duration.ofSeconds(90));
    Grant grant =
        new Grant(
            ROOM, ADA, Role.HOST, "Ada", Grant.Source.API, metadata, START, START.plusSeconds(90));
    assertThat(issued.grant()).isEqualTo(grant);
    assertThat(tokens.verify(issued.token())).isEqualTo(new Verdict.Valid(grant));
    assertThat(part(issued.token(), 0).fieldNames()).containsExactlyInAnyOrder("alg", "kid", "typ");
    assertThat(part(issued.token(), 1).getString("iss")).isEqualTo("convoke");
    assertThat(part(issued.token(), 1).getString("aud")).isEqualTo("convoke:rooms");
    assertThat(part(issued.token(), 1).getString("jti")).hasSize(36);
    assertThat(issued.toString()).doesNotContain(issued.token());
  }

  @Test
  void aVisitorsTokenMayHaveNoName() {
    Issued issued =
        tokens.issue(ROOM, ADA, Role.GUEST, null, Grant.Source.LINK, null, Tokens.MAX_TTL);
    assertThat(tokens.verify(issued.token())).isEqualTo(new Verdict.Valid(issued.grant()));
  }

  @Test
  void aTokenLivesAMinuteToADay() {
    for (Duration ttl : List.of(Duration.ofSeconds(59), Duration.ofSeconds(86_401))) {
      assertThatThrownBy(() -> tokens.issue(ROOM, ADA, Role.HOST, "A", Grant.Source.API, null, ttl))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTokenExpiresHalfAMinuteLateForTheSakeOfOtherClocks() {
    Issued issued = issue();
    now = START.plusSeconds(3629);
    assertThat(tokens.verify(issued.token())).isInstanceOf(Verdict.Valid.class);
    now = START.plusSeconds(3630);
    assertThat(tokens.verify(issued.token())).isEqualTo(new Verdict.Expired(issued.grant()));
  }

  @Test
  void aTokenOfTheFutureIsRefusedButForHalfAMinute() {
    Issued issued = issue();
    now = START.minusSeconds(30);
    assertThat(tokens.verify(issued.token())).isInstanceOf(Verdict.Valid.class);
    now = START.minusSeconds(31);
    assertThat(tokens.verify(issued.token())).isEqualTo(new Verdict.Forged("not_yet"));
    now = START;
    JsonObject later = claims().put("nbf", START.plusSeconds(31).getEpochSecond());
    assertThat(tokens.verify(signed(header(), later))).isEqualTo(new Verdict.Forged("not_yet"));
    JsonObject made = claims().put("iat", START.plusSeconds(31).getEpochSecond());
    assertThat(tokens.verify(signed(header(), made))).isEqualTo(new Verdict.Forged("not_yet"));
  }

  @Test
  void aTokenIsForOneRoomAndOneParticipant() {
    Issued issued = issue();
    assertThat(tokens.verify(issued.token(), ROOM, ADA)).isInstanceOf(Verdict.Valid.class);
    assertThat(tokens.verify(issued.token(), ROOM, null)).isInstanceOf(Verdict.Valid.class);
    assertThat(tokens.verify(issued.token(), RoomId.random(), ADA))
        .isEqualTo(new Verdict.OtherRoom(ROOM));
    assertThat(tokens.verify(issued.token(), ROOM, ParticipantId.random()))
        .isEqualTo(new Verdict.OtherRoom(ROOM));
    now = START.plusSeconds(9999);
    assertThat(tokens.verify(issued.token(), RoomId.random(), ADA))
        .isInstanceOf(Verdict.Expired.class);
  }

  @Test
  void whoWasRemovedDoesNotComeBackToTheMeetingByHisToken() {
    Issued issued = issue();
    tokens.revocations().revoke(ROOM, ADA, START);
    assertThat(tokens.verify(issued.token())).isEqualTo(new Verdict.Revoked(issued.grant()));
    now = START.plusSeconds(1);
    Issued again = issue();
    assertThat(tokens.verify(again.token())).as("invited again").isInstanceOf(Verdict.Valid.class);
    tokens.revocations().meetingEnded(RoomId.random());
    assertThat(tokens.verify(issued.token())).isInstanceOf(Verdict.Revoked.class);
    tokens.revocations().meetingEnded(ROOM);
    assertThat(tokens.verify(issued.token())).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void anOldKeysTokensCountUntilItsTimeIsOver() {
    Issued old = issue();
    Instant until = START.plus(Tokens.MAX_TTL);
    Key next = key("tk_two", 2, null);
    keyring.replace(List.of(next, key("tk_one", 1, until)));
    Issued fresh = issue();
    assertThat(part(fresh.token(), 0).getString("kid")).isEqualTo("tk_two");
    assertThat(tokens.verify(old.token())).isInstanceOf(Verdict.Valid.class);
    assertThat(tokens.verify(fresh.token())).isInstanceOf(Verdict.Valid.class);
    now = until;
    assertThat(tokens.verify(old.token())).isEqualTo(new Verdict.Forged("key"));
    assertThat(keyring.keys(now)).containsExactly(next);
    keyring.replace(List.of(next));
    now = START;
    assertThat(tokens.verify(old.token())).isEqualTo(new Verdict.Forged("key"));
  }

  @Test
  void beforeTheKeysWereReadNoTokenCountsAndNoneIsIssued() {
    Tokens early = new Tokens(new Keyring(), clock);
    assertThat(early.verify(issue().token())).isEqualTo(new Verdict.Forged("key"));
    assertThatThrownBy(
            () -> early.issue(ROOM, ADA, Role.HOST, "A", Grant.Source.API, null, Tokens.MAX_TTL))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void aKeyringWithoutAKeyThatSignsIsNone() {
    assertThatThrownBy(() -> keyring.replace(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keyring.replace(List.of(key("tk_one", 1, START))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(key.toString()).doesNotContain(key.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "", "HS384", "HS512", "RS256", "ES256", "hs256"})
  void noOtherAlgorithmIsTaken(String algorithm) {
    String token = signed(header().put("alg", algorithm), claims());
    assertThat(tokens.verify(token)).isEqualTo(new Verdict.Forged("algorithm"));
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
    assertThat(tokens.verify(unsigned)).isEqualTo(new Verdict.Forged("form"));
    assertThat(tokens.verify(unsigned + "AA")).isEqualTo(new Verdict.Forged("algorithm"));
  }

  @Test
  void aSignatureByAnyOtherKeyIsRefused() throws GeneralSecurityException {
    assertThat(tokens.verify(signed(header(), claims()))).isInstanceOf(Verdict.Valid.class);
    String text = base64(header()) + "." + base64(claims());
    Verdict forged = new Verdict.Forged("signature");
    assertThat(tokens.verify(text + "." + hmac(text, new byte[32]))).isEqualTo(forged);
    assertThat(tokens.verify(text + "." + hmac(text, key.secret().getBytes()))).isEqualTo(forged);
    assertThat(tokens.verify(text + "." + hmac(text, "tk_one".getBytes()))).isEqualTo(forged);
    assertThat(tokens.verify(text + ".AA")).isEqualTo(forged);
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(rsa.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(tokens.verify(text + "." + base64(signature.sign()))).isEqualTo(forged);
    assertThat(tokens.verify(text + "." + hmac(text, rsa.getPublic().getEncoded())))
        .isEqualTo(forged);
  }

  @Test
  void whatWasSignedCannotBeChanged() {
    String[] parts = signed(header(), claims().put("role", "listener")).split("\\.");
    String host = parts[0] + "." + base64(claims().put("role", "host")) + "." + parts[2];
    assertThat(tokens.verify(host)).isEqualTo(new Verdict.Forged("signature"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jku", "x5u", "x5c", "x5t", "jwk", "crit", "b64", "zip", "cty", "nonce"})
  void aHeaderThatSaysWhereItsKeyIsOrWhatElseToDoIsRefused(String field) {
    String token = signed(header().put(field, "https://example.org/key"), claims());
    assertThat(tokens.verify(token)).isEqualTo(new Verdict.Forged("header"));
  }

  @Test
  void theKeyIsLookedUpByItsNameAndNothingElse() {
    Key retired = key("tk_two", 2, START.plus(Tokens.MAX_TTL));
    keyring.replace(List.of(key, retired));
    for (Object kid :
        new Object[] {
          "",
          "tk_on",
          "tk_one ",
          "../tk_one",
          "/dev/null",
          "tk_one' or '1'='1",
          1,
          true,
          new JsonArray().add("tk_one"),
          new JsonObject(),
          "x".repeat(300)
        }) {
      assertThat(tokens.verify(signed(header().put("kid", kid), claims())))
          .as("kid %s", kid)
          .isEqualTo(new Verdict.Forged("key"));
    }
    JsonObject none = header();
    none.remove("kid");
    assertThat(tokens.verify(signed(none, claims()))).isEqualTo(new Verdict.Forged("key"));
    assertThat(tokens.verify(signed(header().put("kid", "tk_two"), claims())))
        .as("another key of ours")
        .isEqualTo(new Verdict.Forged("signature"));
    assertThat(tokens.verify(signed(header().put("typ", "JWE"), claims())))
        .isEqualTo(new Verdict.Forged("header"));
  }

  @Test
  void everyClaimMustBeThereAndAsWeWriteIt() {
    for (String claim : List.of("iss", "aud", "sub", "exp", "nbf", "iat", "room", "role", "src")) {
      JsonObject without = claims();
      without.remove(claim);
      assertThat(tokens.verify(signed(header(), without)))
          .as("without %s", claim)
          .isEqualTo(new Verdict.Forged("claims"));
      for (Object odd : new Object[] {null, "", "x", -1, 1.5, true, new JsonObject()}) {
        assertThat(tokens.verify(signed(header(), claims().put(claim, odd))))
            .as("%s: %s", claim, odd)
            .isInstanceOf(Verdict.Forged.class);
      }
    }
    for (Object name : new Object[] {7, "x".repeat(81), new JsonArray()}) {
      assertThat(tokens.verify(signed(header(), claims().put("name", name))))
          .isEqualTo(new Verdict.Forged("claims"));
    }
    assertThat(tokens.verify(signed(header(), claims().put("metadata", "x"))))
        .isEqualTo(new Verdict.Forged("claims"));
    assertThat(tokens.verify(signed(header(), claims().put("exp", Long.MAX_VALUE))))
        .isEqualTo(new Verdict.Forged("claims"));
    long day = START.plusSeconds(86_401).getEpochSecond();
    assertThat(tokens.verify(signed(header(), claims().put("exp", day))))
        .as("longer than we give")
        .isEqualTo(new Verdict.Forged("claims"));
  }

  @Test
  void theAudienceMayBeOneOfSeveral() {
    JsonArray ours = new JsonArray().add("other").add("convoke:rooms");
    assertThat(tokens.verify(signed(header(), claims().put("aud", ours))))
        .isInstanceOf(Verdict.Valid.class);
    JsonArray others = new JsonArray().add("other").add("convoke");
    assertThat(tokens.verify(signed(header(), claims().put("aud", others))))
        .isEqualTo(new Verdict.Forged("claims"));
  }

  @Test
  void aTokenHasExactlyThreePartsAndAnEnd() {
    String token = issue().token();
    assertThat(tokens.verify(null)).isEqualTo(new Verdict.Forged("length"));
    assertThat(tokens.verify("x".repeat(8193))).isEqualTo(new Verdict.Forged("length"));
    for (String odd :
        new String[] {
          "",
          ".",
          "..",
          "...",
          "a.b",
          "a.b.c.d",
          token + ".",
          token + ".e30",
          "." + token,
          token + " ",
          token + "\n",
          token + "=",
          " " + token,
          token.replace('.', ' '),
          "Bearer " + token,
          token.replace('.', '/')
        }) {
      assertThat(tokens.verify(odd)).as(odd).isEqualTo(new Verdict.Forged("form"));
    }
    assertThat(tokens.verify("bm8.bm8.bm8")).isEqualTo(new Verdict.Forged("form"));
    String deep = base64("{\"alg\":" + "[".repeat(300));
    assertThat(tokens.verify(deep + ".e30.AA")).isEqualTo(new Verdict.Forged("form"));
  }

  @Test
  void fourKibibytesOfMetadataStillMakeATokenThatIsTaken() {
    JsonObject metadata = new JsonObject().put("k", "x".repeat(4096 - 8));
    Issued issued =
        tokens.issue(
            ROOM, ADA, Role.HOST, "ä".repeat(80), Grant.Source.API, metadata, Tokens.MAX_TTL);
    assertThat(tokens.verify(issued.token())).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void whateverIsChangedInATokenItIsNeverTakenForAnotherGrant() {
    Issued issued = issue();
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(issued.token());
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, (char) (33 + random.nextInt(94)));
        }
      }
      Verdict verdict = tokens.verify(text.toString());
      // The last letter of a signature holds bits that mean nothing.
      boolean same = verdict.equals(new Verdict.Valid(issued.grant()));
      assertThat(verdict instanceof Verdict.Forged || same).as("seed %d", seed).isTrue();
    }
  }

  private JsonObject header() {
    return new JsonObject().put("typ", "JWT").put("alg", "HS256").put("kid", "tk_one");
  }

  private JsonObject claims() {
    return part(issue().token(), 1);
  }

  private String signed(JsonObject header, JsonObject claims) {
    String text = base64(header) + "." + base64(claims);
    return text + "." + hmac(text, Base64.getUrlDecoder().decode(key.secret()));
  }

  private static JsonObject part(String token, int index) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[index])));
  }

  private static String hmac(String text, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(Object json) {
    return base64(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
