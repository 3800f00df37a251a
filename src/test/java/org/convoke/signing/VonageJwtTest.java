package org.convoke.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.convoke.signing.VonageJwt.Claims;
import org.convoke.signing.VonageJwt.Verdict;
import org.junit.jupiter.api.Test;

class VonageJwtTest {
  private static final String SECRET = "my-signature-secret";
  private static final byte[] BODY = "{\"status\":\"answered\"}".getBytes(StandardCharsets.UTF_8);
  private static final long NOW_S = 1_760_000_000L;

  @Test
  void aTokenSaysWhoSentWhat() {
    String token = VonageJwt.sign(SECRET, BODY, NOW_S, "j-1", "key1", "app1");
    String[] parts = token.split("\\.");
    assertThat(text(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    assertThat(text(parts[1]))
        .isEqualTo(
            "{\"iat\":1760000000,\"jti\":\"j-1\",\"iss\":\"Vonage\",\"payload_hash\":\""
                + VonageJwt.payloadHash(BODY)
                + "\",\"api_key\":\"key1\",\"application_id\":\"app1\"}");
    assertThat(VonageJwt.claims("Bearer " + token))
        .contains(
            new Claims(NOW_S, null, "j-1", "Vonage", VonageJwt.payloadHash(BODY), "key1", "app1"));
    assertThat(VonageJwt.verify(SECRET, "Bearer " + token, BODY, NOW_S + 5))
        .isEqualTo(Verdict.GENUINE);
  }

  @Test
  void theSignatureIsThatOfRfc7515() {
    // RFC 7515 appendix A.1 with its key read as bytes cannot be used, for our keys are texts; this
    // is the token by which libraries of JWT are commonly shown.
    String token =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
            + "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
            + "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    assertThat(VonageJwt.verify("your-256-bit-secret", "Bearer " + token, new byte[0], 1516239022))
        .isEqualTo(Verdict.GENUINE);
    assertThat(VonageJwt.verify("your-256-bit-secret", "Bearer " + token, BODY, 1516239022))
        .as("it says nothing of the body")
        .isEqualTo(Verdict.OTHER_BODY);
  }

  @Test
  void theHashIsHexOfSha256() {
    assertThat(VonageJwt.payloadHash("abc".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void whatDoesNotFitIsTold() {
    String token = "Bearer " + VonageJwt.sign(SECRET, BODY, NOW_S, "j", null, null);
    assertThat(VonageJwt.verify("another-secret", token, BODY, NOW_S)).isEqualTo(Verdict.FORGED);
    assertThat(VonageJwt.verify(SECRET, token, new byte[] {1}, NOW_S))
        .isEqualTo(Verdict.OTHER_BODY);
    assertThat(VonageJwt.verify(SECRET, token, BODY, NOW_S + 301)).isEqualTo(Verdict.STALE);
    assertThat(VonageJwt.verify(SECRET, token, BODY, NOW_S - 301)).isEqualTo(Verdict.STALE);
    assertThat(VonageJwt.verify(SECRET, null, BODY, NOW_S)).isEqualTo(Verdict.MALFORMED);
    assertThat(VonageJwt.verify(SECRET, "Basic abc", BODY, NOW_S)).isEqualTo(Verdict.MALFORMED);
    assertThat(VonageJwt.verify(SECRET, "Bearer a.b", BODY, NOW_S)).isEqualTo(Verdict.MALFORMED);
    assertThat(VonageJwt.claims("Bearer a.b.c")).isEmpty();
  }

  @Test
  void anExpiredTokenIsNotTaken() {
    assertThat(verdict(NOW_S + 60)).isEqualTo(Verdict.GENUINE);
    assertThat(verdict(NOW_S - 299)).as("clocks differ").isEqualTo(Verdict.GENUINE);
    assertThat(verdict(NOW_S - 300)).isEqualTo(Verdict.STALE);
    assertThat(verdict(0)).isEqualTo(Verdict.STALE);
  }

  /** Of a token that was made now and expires then. */
  private static Verdict verdict(long expS) {
    String hash = VonageJwt.payloadHash(BODY);
    Claims claims = new Claims(NOW_S, expS, "j", "Vonage", hash, null, null);
    return VonageJwt.verify(SECRET, "Bearer " + VonageJwt.sign(SECRET, claims), BODY, NOW_S);
  }

  @Test
  void anotherAlgorithmIsForgedWhateverItsSignature() {
    String none = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    String claims = base64("{\"iat\":" + NOW_S + "}");
    assertThat(VonageJwt.verify(SECRET, "Bearer " + none + "." + claims + ".", BODY, NOW_S))
        .isEqualTo(Verdict.FORGED);
  }

  @Test
  void mutatedTokensNeverFitAndNeverThrow() {
    String token = "Bearer " + VonageJwt.sign(SECRET, BODY, NOW_S, "j", "k", "a");
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder mutated = new StringBuilder(token);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        // The last character holds bits that base64 leaves unused.
        int at = 7 + random.nextInt(token.length() - 8);
        mutated.setCharAt(at, (char) (32 + random.nextInt(96)));
      }
      String text = mutated.toString();
      VonageJwt.claims(text);
      if (!text.equals(token)) {
        assertThat(VonageJwt.verify(SECRET, text, BODY, NOW_S))
            .as("seed 11, step %s", i)
            .isNotEqualTo(Verdict.GENUINE);
      }
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
