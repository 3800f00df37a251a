package org.convoke.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.convoke.signing.VonageJwt;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final long NOW_S = 1_800_000_000L;

  private static Proof.Request post(String url, String form, Map<String, String> headers) {
    return new Proof.Request(
        "POST", url, Form.parse(form), form.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static boolean genuine(Provider provider, String secret, Proof.Request request) {
    return Proof.genuine(provider, List.of("another", secret), request, NOW_S);
  }

  // The example of Twilio's own documentation and SDK tests.
  private static final String TWILIO_URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
  private static final String TWILIO_FORM =
      "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309"
          + "&CallSid=CA1234567890ABCDE";
  private static final Map<String, String> TWILIO_HEADERS =
      Map.of("x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=");

  @Test
  void twiliosDocumentedExampleIsGenuine() {
    assertThat(genuine(Provider.TWILIO, "12345", post(TWILIO_URL, TWILIO_FORM, TWILIO_HEADERS)))
        .isTrue();
  }

  @Test
  void whatWasChangedOrIsNotSignedIsNotTwilios() {
    assertThat(genuine(Provider.TWILIO, "12345", post(TWILIO_URL, TWILIO_FORM, Map.of())))
        .isFalse();
    assertThat(
            genuine(
                Provider.TWILIO,
                "12345",
                post(TWILIO_URL, TWILIO_FORM.replace("1234&", "1235&"), TWILIO_HEADERS)))
        .isFalse();
    assertThat(
            genuine(Provider.TWILIO, "12345", post(TWILIO_URL + "3", TWILIO_FORM, TWILIO_HEADERS)))
        .isFalse();
    assertThat(genuine(Provider.TWILIO, "54321", post(TWILIO_URL, TWILIO_FORM, TWILIO_HEADERS)))
        .isFalse();
  }

  @Test
  void plivoSignsTheAddressItsParametersAndANonce() {
    Proof.Request both =
        post("https://us.example/plivo?b=2&a=1", "To=49301&CallUUID=u%201&From=1", Map.of());
    assertThat(Proof.plivoSigned(both))
        .isEqualTo("https://us.example/plivo?a=1&b=2.CallUUIDu 1From1To49301");
    assertThat(Proof.plivoSigned(post("https://us.example/plivo", "To=1", Map.of())))
        .isEqualTo("https://us.example/plivo?To1");
    assertThat(Proof.plivoSigned(post("https://us.example/plivo", "", Map.of())))
        .isEqualTo("https://us.example/plivo");
    // Made by Plivo's own rule with OpenSSL: HMAC-SHA256 by "token" of "...?To1.n1".
    Map<String, String> signed =
        Map.of(
            "x-plivo-signature-v3-nonce", "n1", "x-plivo-signature-v3", "AAAA," + PLIVO_SIGNATURE);
    Proof.Request request = post("https://us.example/plivo", "To=1", signed);
    assertThat(genuine(Provider.PLIVO, "token", request)).isTrue();
    assertThat(genuine(Provider.PLIVO, "other", request)).isFalse();
    assertThat(genuine(Provider.PLIVO, "token", post("https://us.example/plivo", "To=2", signed)))
        .isFalse();
  }

  private static final String PLIVO_SIGNATURE = "cPH6aPaSwK89XMFXaZtDUTq0QfY9M8FoFiZuA6IVfkE=";

  @Test
  void telnyxSignsTheTimeAndTheBody() {
    byte[] key =
        HexFormat.of()
            .parseHex("9d61b19deffd5a60ba844af492ec2cc4" + "4449c5697b326919703bac031cae7f60");
    byte[] publicKey = new byte[32];
    Ed25519.generatePublicKey(key, 0, publicKey, 0);
    String form = "CallSid=v3%3Aabc&Digits=1234";
    byte[] signed = (NOW_S + "|" + form).getBytes(StandardCharsets.UTF_8);
    byte[] signature = new byte[64];
    Ed25519.sign(key, 0, signed, 0, signed.length, signature, 0);
    String secret = Base64.getEncoder().encodeToString(publicKey);
    Map<String, String> headers =
        Map.of(
            "telnyx-timestamp", String.valueOf(NOW_S),
            "telnyx-signature-ed25519", Base64.getEncoder().encodeToString(signature));
    Proof.Request request = post("https://us.example/telnyx", form, headers);
    assertThat(genuine(Provider.TELNYX, secret, request)).isTrue();
    assertThat(Proof.genuine(Provider.TELNYX, List.of(secret), request, NOW_S + 301)).isFalse();
    assertThat(Proof.genuine(Provider.TELNYX, List.of(secret), request, NOW_S - 301)).isFalse();
    assertThat(
            genuine(
                Provider.TELNYX, secret, post("https://us.example/telnyx", form + "5", headers)))
        .isFalse();
  }

  @Test
  void vonageSignsTheBodyAndTheParametersOfAGet() {
    byte[] body = "{\"uuid\":\"u\"}".getBytes(StandardCharsets.UTF_8);
    String token = VonageJwt.sign("secret", body, NOW_S, "j", "key", null);
    Proof.Request post =
        new Proof.Request(
            "POST",
            "https://us.example/a",
            List.of(),
            body,
            Map.of("authorization", "Bearer " + token));
    assertThat(genuine(Provider.VONAGE, "secret", post)).isTrue();
    assertThat(genuine(Provider.VONAGE, "wrong", post)).isFalse();
    byte[] query = "{\"to\":\"491\",\"from\":\"a b\"}".getBytes(StandardCharsets.UTF_8);
    String of = VonageJwt.sign("secret", query, NOW_S, "j", null, null);
    Map<String, String> headers = Map.of("authorization", "Bearer " + of);
    assertThat(
            genuine(
                Provider.VONAGE,
                "secret",
                new Proof.Request(
                    "GET",
                    "https://us.example/a?to=491&from=a+b",
                    List.of(),
                    new byte[0],
                    headers)))
        .isTrue();
    assertThat(
            genuine(
                Provider.VONAGE,
                "secret",
                new Proof.Request(
                    "GET",
                    "https://us.example/a?to=492&from=a+b",
                    List.of(),
                    new byte[0],
                    headers)))
        .isFalse();
  }

  @Test
  void whateverComesNothingIsThrownAndNothingIsGenuine() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      Map<String, String> headers =
          Map.of(
              "authorization",
              "Bearer " + text,
              "x-twilio-signature",
              text,
              "telnyx-timestamp",
              random.nextBoolean() ? String.valueOf(NOW_S) : text,
              "telnyx-signature-ed25519",
              Base64.getEncoder().encodeToString(bytes),
              "x-plivo-signature-v3",
              text,
              "x-plivo-signature-v3-nonce",
              text);
      for (Provider provider : Provider.values()) {
        assertThat(genuine(provider, text + "x", post("https://x.example/?" + text, text, headers)))
            .isFalse();
      }
    }
  }
}
