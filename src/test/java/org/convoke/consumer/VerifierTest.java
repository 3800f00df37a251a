package org.convoke.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerifierTest {
  /** The example of the reference libraries of Standard Webhooks. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIME = "1614265330";
  private static final long NOW = 1614265330;
  private static final byte[] BODY = bytes("{\"test\": 2432232314}");
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private final Verifier verifier = new Verifier(List.of(SECRET));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theStandardsOwnExampleIsGenuine() {
    assertThat(verifier.fault(ID, TIME, SIGNATURE, BODY, NOW)).isNull();
  }

  @Test
  void oneOfSeveralSignaturesIsEnoughAndOneOfSeveralSecrets() {
    String others = "v1,AAAA v2,x v1a,AAAA nonsense ,, " + SIGNATURE;
    assertThat(verifier.fault(ID, TIME, others, BODY, NOW)).isNull();
    Verifier two = new Verifier(List.of("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", SECRET));
    assertThat(two.fault(ID, TIME, SIGNATURE, BODY, NOW)).isNull();
  }

  @Test
  void whatWasChangedOnTheWayIsRefused() {
    String none = "no signature fits";
    assertThat(verifier.fault("msg_x", TIME, SIGNATURE, BODY, NOW)).isEqualTo(none);
    assertThat(verifier.fault(ID, "1614265331", SIGNATURE, BODY, NOW)).isEqualTo(none);
    assertThat(verifier.fault(ID, TIME, SIGNATURE, bytes("{\"test\":2432232314}"), NOW))
        .isEqualTo(none);
    assertThat(verifier.fault(ID, TIME, SIGNATURE.replace("v1,", "v1a,"), BODY, NOW))
        .isEqualTo(none);
    assertThat(verifier.fault(ID, TIME, "", BODY, NOW)).isEqualTo(none);
    Verifier other = new Verifier(List.of("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assertThat(other.fault(ID, TIME, SIGNATURE, BODY, NOW)).isEqualTo(none);
  }

  @Test
  void oldRequestsAndThoseOfTheFutureAreRefused() {
    assertThat(verifier.fault(ID, TIME, SIGNATURE, BODY, NOW + 300)).isNull();
    assertThat(verifier.fault(ID, TIME, SIGNATURE, BODY, NOW + 301)).contains("5 minutes");
    assertThat(verifier.fault(ID, TIME, SIGNATURE, BODY, NOW - 300)).isNull();
    assertThat(verifier.fault(ID, TIME, SIGNATURE, BODY, NOW - 301)).contains("5 minutes");
    assertThat(verifier.fault(ID, "soon", SIGNATURE, BODY, NOW)).contains("5 minutes");
    assertThat(verifier.fault(ID, null, SIGNATURE, BODY, NOW)).isEqualTo("it is not signed");
    assertThat(verifier.fault(null, TIME, SIGNATURE, BODY, NOW)).isEqualTo("it is not signed");
    assertThat(verifier.fault(ID, TIME, null, BODY, NOW)).isEqualTo("it is not signed");
  }

  @Test
  void aPublicKeyVerifiesWhatItsPrivateKeySigned() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    String key =
        "whpk_"
            + Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(bytes(ID + "." + TIME + "."));
    signer.update(BODY);
    String signature = "v1a," + Base64.getEncoder().encodeToString(signer.sign());
    Verifier byKey = new Verifier(List.of(key));
    assertThat(byKey.fault(ID, TIME, signature, BODY, NOW)).isNull();
    assertThat(byKey.fault(ID, TIME, SIGNATURE + " " + signature, BODY, NOW)).isNull();
    assertThat(byKey.fault(ID, TIME, signature, bytes("{}"), NOW)).isEqualTo("no signature fits");
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    for (String none : new String[] {"", "secret", "whsec_", "whsec_%%", "whpk_AAAA", "x_AAAA"}) {
      assertThatThrownBy(() -> new Verifier(List.of(none)))
          .as(none)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingThatIsMutatedIsGenuineAndNothingThrows() {
    Random random = new Random(4);
    String all = ID + "\n" + TIME + "\n" + SIGNATURE + "\n" + new String(BODY);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder mutated = new StringBuilder(all);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(mutated.length());
        switch (random.nextInt(3)) {
          case 0 -> mutated.setCharAt(at, (char) random.nextInt(0x180));
          case 1 -> mutated.deleteCharAt(at);
          default -> mutated.insert(at, (char) (' ' + random.nextInt(95)));
        }
      }
      String[] parts = mutated.toString().split("\n", -1);
      if (parts.length != 4 || mutated.toString().equals(all)) {
        continue;
      }
      boolean same =
          parts[0].equals(ID)
              && parts[1].equals(TIME)
              && Arrays.equals(bytes(parts[3]), BODY)
              // The last letter of base64 has spare bits; a space ends a signature.
              && decoded(parts[2]).contains(decoded(SIGNATURE).getFirst());
      String fault = verifier.fault(parts[0], parts[1], parts[2], bytes(parts[3]), NOW);
      assertThat(fault == null).as("%d: %s", i, mutated).isEqualTo(same);
    }
  }

  private static List<String> decoded(String signatures) {
    return Arrays.stream(signatures.split(" "))
        .filter(one -> one.startsWith("v1,"))
        .map(one -> {
          try {
            return Arrays.toString(Base64.getDecoder().decode(one.substring(3)));
          } catch (IllegalArgumentException none) {
            return "";
          }
        })
        .toList();
  }
}
