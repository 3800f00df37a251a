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
  void aBurstBeginsOnlyAfterQuietAndWithTwoFrames() {
    for (int i = 0; i < 5; i++) {
      assertThat(reception.tones(0b10, i)).isEqualTo(-1);
    }
    assertThat(reception.tones(0b11, 7 * MS)).isEqualTo(-1);
    assertThat(reception.tones(0b11, 27 * MS)).isEqualTo(7 * MS);
    assertThat(reception.tones(0b11, 47 * MS)).isEqualTo(-1);
    reception.tones(0b10, 67 * MS);
    assertThat(reception.tones(0b11, 87 * MS)).isEqualTo(-1);
    assertThat(reception.tones(0b11, 107 * MS)).isEqualTo(-1);
    assertThat(reception.share(0)).isEqualTo(5 / 11.0);
    assertThat(reception.share(1)).isEqualTo(1);
  }

  @Test
  void oneFrameAloneIsNoBurst() {
    for (int i = 0; i < 5; i++) {
      reception.tones(0b10, i);
    }
    assertThat(reception.tones(0b11, 7 * MS)).isEqualTo(-1);
    assertThat(reception.tones(0b10, 27 * MS)).isEqualTo(-1);
    assertThat(reception.tones(0b11, 47 * MS)).isEqualTo(-1);
  }

  @Test
  void aWindowForgetsWhatWasBefore() {
    reception.packet(1, 0, 0);
    reception.packet(5, 640, 80 * MS);
    reception.tones(1, 0);
    reception.openWindow();
    assertThat(reception.packet(9, 1280, 160 * MS)).isEqualTo(-1);
    assertThat(reception.received()).isEqualTo(1);
    assertThat(reception.lost()).isZero();
    assertThat(reception.share(0)).isZero();
  }
}
