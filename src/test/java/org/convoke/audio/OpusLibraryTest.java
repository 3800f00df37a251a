package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpusLibraryTest {
  @Test
  void autoTakesTheSystemsLibraryWhereItIsAndSaysWhichWasTaken() {
    OpusLibrary auto = OpusLibrary.choose("auto");
    assertThat(auto.isNative()).isEqualTo(LibOpus.available());
    assertThat(auto.description()).contains(auto.isNative() ? "libopus" : "Concentus");
  }

  @Test
  void javaIsTakenWhereItIsAskedFor() {
    OpusLibrary java = OpusLibrary.choose("java");
    assertThat(java.isNative()).isFalse();
    assertThat(java.description()).contains("Concentus").contains("as configured");
  }

  @Test
  void anUnknownWordIsRefused() {
    assertThatThrownBy(() -> OpusLibrary.choose("fast")).hasMessageContaining("fast");
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new OpusSettings(1000, 5, true, 0, false))
        .hasMessageContaining("bitrate");
    assertThatThrownBy(() -> new OpusSettings(32000, 11, true, 0, false))
        .hasMessageContaining("complexity");
    assertThatThrownBy(() -> new OpusSettings(32000, 5, true, 101, false))
        .hasMessageContaining("expectedLoss");
  }

  @Test
  void aRateThatACodecDoesNotHaveIsRefused() {
    Codecs codecs = new Codecs(OpusLibrary.choose("java"), OpusSettings.SPEECH);
    assertThatThrownBy(() -> codecs.decoder(Codec.PCMU, 16000)).hasMessageContaining("16000");
    assertThatThrownBy(() -> codecs.decoder(Codec.OPUS, 44100)).hasMessageContaining("44100");
  }
}
