package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceptionTest {
  private static final long MS = 1_000_000L;
  private final Reception reception = new Reception();

  @Test
  void packetsInStepHaveNoJitterAcrossAllWrapArounds() {
    long timestamp = 0xFFFFFFFFL - 159;
    assertThat(reception.packet(65_534, timestamp, 0)).isEqualTo(-1);
    assertThat(reception.packet(65_535, 0, 20 * MS)).isZero();
    assertThat(reception.packet(0, 160, 40 * MS)).isZero();
    assertThat(reception.packet(1, 320, 63 * MS)).isEqualTo(3 * MS);
    assertThat(reception.packet(2, 480, 80 * MS)).isEqualTo(3 * MS);
    assertThat(reception.lost()).isZero();
    assertThat(reception.received()).isEqualTo(5);
  }

  @Test
  void gapsAreLossAndLatecomersAreNot() {
    reception.packet(10, 0, 0);
    assertThat(reception.packet(13, 480, 60 * MS)).isZero();
    assertThat(reception.packet(12, 320, 61 * MS)).isEqualTo(-1);
    assertThat(reception.reordered()).isEqualTo(1);
    assertThat(reception.lost()).isEqualTo(2);
  }

  @Test
  void aBurstBeginsOnlyAfterQuiet() {
    for (int i = 0; i < 5; i++) {
      assertThat(reception.tones(0b10)).isFalse();
    }
    assertThat(reception.tones(0b11)).isTrue();
    assertThat(reception.tones(0b11)).isFalse();
    reception.tones(0b10);
    assertThat(reception.tones(0b11)).isFalse();
    assertThat(reception.share(0)).isEqualTo(3 / 9.0);
    assertThat(reception.share(1)).isEqualTo(1);
  }

  @Test
  void aWindowForgetsWhatWasBefore() {
    reception.packet(1, 0, 0);
    reception.packet(5, 640, 80 * MS);
    reception.tones(1);
    reception.openWindow();
    assertThat(reception.packet(9, 1280, 160 * MS)).isEqualTo(-1);
    assertThat(reception.received()).isEqualTo(1);
    assertThat(reception.lost()).isZero();
    assertThat(reception.share(0)).isZero();
  }
}
