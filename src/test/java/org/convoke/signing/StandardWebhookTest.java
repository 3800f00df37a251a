package org.convoke.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.convoke.signing.StandardWebhook.Verdict;
import org.junit.jupiter.api.Test;

class StandardWebhookTest {
  // The vectors that the specification's own libraries are tested with.
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long AT_S = 1_614_265_330L;
  private static final byte[] BODY = bytes("{\"test\": 2432232314}");
  private static final String SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String V1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String PRIVATE =
      "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
  private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
  private static final String V1A =
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

  @Test
  void signsByHmacAsTheSpecificationsLibrariesDo() {
    assertThat(StandardWebhook.signature(List.of(Secret.parse(SHARED)), ID, AT_S, BODY))
        .isEqualTo(V1);
    assertThat(verify(SHARED, V1, AT_S)).isEqualTo(Verdict.GENUINE);
  }

  @Test
  void signsByEd25519AsTheSpecificationsLibrariesDo() {
    Secret secret = Secret.parse(PRIVATE);
    assertThat(secret.publicKey()).isEqualTo(PUBLIC);
    assertThat(StandardWebhook.signature(List.of(secret), ID, AT_S, BODY)).isEqualTo(V1A);
    assertThat(verify(PUBLIC, V1A, AT_S)).isEqualTo(Verdict.GENUINE);
  }

  @Test
  void whileASecretIsRotatedEitherOfTheTwoFits() {
    Secret old = Secret.generate();
    Secret fresh = Secret.generate();
    String both = StandardWebhook.signature(List.of(fresh, old), ID, AT_S, BODY);
    assertThat(both.split(" ")).hasSize(2).allMatch(one -> one.startsWith("v1,"));
    assertThat(verify(old.text(), both, AT_S)).isEqualTo(Verdict.GENUINE);
    assertThat(verify(fresh.text(), both, AT_S)).isEqualTo(Verdict.GENUINE);
    assertThat(verify(Secret.generate().text(), both, AT_S)).isEqualTo(Verdict.FORGED);
  }

  @Test
  void anotherBodyIdOrTimeDoesNotFit() {
    assertThat(
            StandardWebhook.verify(
                SHARED, ID, Long.toString(AT_S), V1, bytes("{\"test\":1}"), AT_S))
        .isEqualTo(Verdict.FORGED);
    assertThat(StandardWebhook.verify(SHARED, "msg_other", Long.toString(AT_S), V1, BODY, AT_S))
        .isEqualTo(Verdict.FORGED);
    assertThat(StandardWebhook.verify(SHARED, ID, Long.toString(AT_S + 1), V1, BODY, AT_S))
        .isEqualTo(Verdict.FORGED);
    // A signature by a key of the other kind is none.
    assertThat(verify(PUBLIC, V1, AT_S)).isEqualTo(Verdict.FORGED);
    assertThat(verify(SHARED, V1A, AT_S)).isEqualTo(Verdict.FORGED);
  }

  @Test
  void fiveMinutesMayLieBetweenTheClocks() {
    assertThat(verify(SHARED, V1, AT_S + 300)).isEqualTo(Verdict.GENUINE);
    assertThat(verify(SHARED, V1, AT_S - 300)).isEqualTo(Verdict.GENUINE);
    assertThat(verify(SHARED, V1, AT_S + 301)).isEqualTo(Verdict.STALE);
    assertThat(verify(SHARED, V1, AT_S - 301)).isEqualTo(Verdict.STALE);
  }

  @Test
  void whatIsMissingOrDamagedIsTold() {
    assertThat(StandardWebhook.verify(SHARED, null, "1", V1, BODY, 1)).isEqualTo(Verdict.MALFORMED);
    assertThat(StandardWebhook.verify(SHARED, ID, null, V1, BODY, 1)).isEqualTo(Verdict.MALFORMED);
    assertThat(StandardWebhook.verify(SHARED, ID, "1", null, BODY, 1)).isEqualTo(Verdict.MALFORMED);
    assertThat(StandardWebhook.verify(SHARED, ID, "now", V1, BODY, 1)).isEqualTo(Verdict.MALFORMED);
    assertThat(verify(PUBLIC, "v1a,%%% v1a,AAAA v1a, v1a", AT_S)).isEqualTo(Verdict.FORGED);
  }

  @Test
  void mutatedSignaturesNeverFitAndNeverThrow() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      boolean shared = random.nextBoolean();
      String genuine = shared ? V1 : V1A;
      char[] mutated = genuine.toCharArray();
      int at = random.nextInt(mutated.length);
      char to = (char) (32 + random.nextInt(96));
      boolean padding = genuine.charAt(at) == '=' || genuine.indexOf('=', at) == at + 1;
      if (to == mutated[at] || padding) {
        continue;
      }
      mutated[at] = to;
      assertThat(verify(shared ? SHARED : PUBLIC, new String(mutated), AT_S))
          .as("seed 7, step %s", i)
          .isEqualTo(Verdict.FORGED);
    }
  }

  @Test
  void secretsAreReadOrRefusedWithAReason() {
    assertThat(Secret.generate().text()).startsWith("whsec_").hasSize(6 + 44);
    Secret made = Secret.generateEd25519();
    assertThat(made.asymmetric()).isTrue();
    assertThat(Secret.parse(made.text()).publicKey()).isEqualTo(made.publicKey());
    assertThat(Secret.parse("a shared secret of old").asymmetric()).isFalse();
    refused("whsec_AAAA", "24 to 64 bytes");
    refused("whsec_?", "base64");
    refused("whsk_AAAA", "Ed25519");
    refused(PUBLIC, "public key");
    refused("short", "16 to 128 characters");
    refused("x".repeat(129), "16 to 128 characters");
    // The second half belongs to another key.
    refused(PRIVATE.replace("VKID", "VKIE"), "its own public key");
  }

  @Test
  void secretsDoNotPrint() {
    assertThat(Secret.parse(SHARED)).hasToString("Secret[****]");
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> Secret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ")
        .hasMessageContaining(why);
  }

  private static Verdict verify(String key, String signature, long nowS) {
    return StandardWebhook.verify(key, ID, Long.toString(AT_S), signature, BODY, nowS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
