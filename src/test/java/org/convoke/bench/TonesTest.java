package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.convoke.audio.G711;
import org.junit.jupiter.api.Test;

class TonesTest {
  private final Tones tones = new Tones(7);

  /** Tones of the given talkers at the given gain, summed, with clipping, as mu-law. */
  private byte[] mix(double gain, int... talkers) {
    byte[] frame = new byte[Tones.FRAME];
    for (int i = 0; i < Tones.FRAME; i++) {
      double sum = 0;
      for (int k : talkers) {
        sum += gain * G711.MU_LAW.decode(tones.tone(k)[i]);
      }
      frame[i] = G711.MU_LAW.encode((short) Math.clamp(Math.round(sum), -32_768, 32_767));
    }
    return frame;
  }

  @Test
  void eachTalkerIsToldByItsTone() {
    for (int k = 0; k < Tones.MAX_TALKERS; k++) {
      assertThat(tones.heard(tones.tone(k), 0, Tones.MAX_TALKERS)).isEqualTo(1 << k);
    }
  }

  @Test
  void noiseHoldsNoTone() {
    for (int i = 0; i < Tones.NOISES; i++) {
      assertThat(tones.heard(tones.noise(i), 0, Tones.MAX_TALKERS)).isZero();
    }
  }

  @Test
  void aMixHoldsItsTalkersAndNoOtherAlsoWhenItClips() {
    assertThat(tones.heard(mix(1, 0, 2), 0, 3)).isEqualTo(0b101);
    assertThat(tones.heard(mix(1, 1, 2), 0, 3)).isEqualTo(0b110);
    assertThat(tones.heard(mix(2.2, 0, 1, 2), 0, 3)).isEqualTo(0b111);
    assertThat(tones.heard(mix(3, 1, 2), 0, 3)).isEqualTo(0b110);
  }

  @Test
  void noTwoTonesMakeAThird() {
    for (int a = 0; a < Tones.MAX_TALKERS; a++) {
      for (int b = 0; b < Tones.MAX_TALKERS; b++) {
        for (int c = 0; c < Tones.MAX_TALKERS; c++) {
          if (a != b && c != a && c != b) {
            assertThat(2 * Tones.hertz(a) - Tones.hertz(b)).isNotEqualTo(Tones.hertz(c));
          }
        }
      }
    }
  }

  @Test
  void aBurstIsHeardInTheFrameThatHoldsAQuarterOfIt() {
    byte[] frame = tones.noise(0).clone();
    System.arraycopy(tones.tone(0), 120, frame, 120, 40);
    assertThat(tones.heard(frame, 0, 1)).isEqualTo(1);
  }

  @Test
  void theRoomsEarRemembersFramesAndForgetsOldOnes() {
    RoomEar ear = new RoomEar(tones, 3);
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      int k = random.nextInt(3);
      byte[] frame = random.nextBoolean() ? tones.tone(k) : mix(0.3 + random.nextDouble(), k);
      assertThat(ear.heard(frame, 0)).as("frame %d", i).isEqualTo(1 << k);
    }
  }

  @Test
  void aFrameBelongsToTheLastBurstBeforeIt() {
    RoomEar ear = new RoomEar(tones, 1);
    assertThat(ear.bursts.sinceNs(5)).isEqualTo(-1);
    for (long at = 1000; at <= 8000; at += 1000) {
      ear.bursts.begin(at);
    }
    assertThat(ear.bursts.sinceNs(8025)).isEqualTo(25);
    assertThat(ear.bursts.sinceNs(7999)).isEqualTo(999);
  }
}
