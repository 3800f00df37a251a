package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private final Secrets secrets = Secrets.of(new byte[32]);
  private final Secrets others = Secrets.of(filled(1));

  @Test
  void whatIsSealedOpensForItsPurposeAlone() {
    byte[] sealed = secrets.seal("5839", "pin");
    assertThat(secrets.open(sealed, "pin")).isEqualTo("5839");
    assertThat(secrets.seal("5839", "pin")).as("never the same twice").isNotEqualTo(sealed);
    assertThatThrownBy(() -> secrets.open(sealed, "trunk password"))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> others.open(sealed, "pin"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("secret.key");
  }

  @Test
  void whatWasTamperedWithIsRefused() {
    Random random = new Random(5);
    byte[] sealed = secrets.seal("5839", "pin");
    for (int round = 0; round < 500; round++) {
      byte[] changed =
          Arrays.copyOf(
              sealed, random.nextInt(4) == 0 ? random.nextInt(sealed.length) : sealed.length);
      if (changed.length == sealed.length) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
      }
      assertThatThrownBy(() -> secrets.open(changed, "pin")).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void everyPurposeAndEveryFolderHasItsOwnKey() {
    assertThat(secrets.pinHmac("5839"))
        .isEqualTo(secrets.pinHmac("5839"))
        .isNotEqualTo(secrets.keyHmac("5839"))
        .isNotEqualTo(others.pinHmac("5839"));
    assertThat(secrets.toString()).isEqualTo("Secrets[****]");
  }

  private static byte[] filled(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }
}
