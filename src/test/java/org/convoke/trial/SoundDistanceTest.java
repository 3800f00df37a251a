package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoundDistanceTest {
  private final short[] said = babble(1);

  /** Three seconds of harmonics that glide, in syllables. */
  private static short[] babble(long seed) {
    Random random = new Random(seed);
    short[] pcm = new short[24_000];
    double phase = 0;
    double hz = 120;
    for (int i = 0; i < pcm.length; i++) {
      hz = i % 1600 == 0 ? 100 + 100 * random.nextDouble() : hz;
      phase += 2 * Math.PI * hz / 8000;
      double sum = 0;
      for (int h = 1; h < 16; h++) {
        sum += Math.sin(h * phase) / h;
      }
      pcm[i] = (short) (4000 * sum * Math.abs(Math.sin(Math.PI * i / 1600)));
    }
    return pcm;
  }

  private static short[] later(short[] pcm, int samples) {
    short[] out = new short[pcm.length + 8000];
    System.arraycopy(pcm, 0, out, samples, pcm.length);
    return out;
  }

  @Test
  void theSameSoundLaterIsNoDistanceAndItsDelayIsFound() {
    SoundDistance.Result result = SoundDistance.of(said, later(said, 520));
    assertThat(result.delayMs()).isEqualTo(65);
    assertThat(result.spectralDb()).isLessThan(0.01);
    assertThat(result.brokenPercent()).isZero();
  }

  @Test
  void theMoreIsMissingTheFartherItIs() {
    double before = 0;
    for (int each : new int[] {20, 10, 5}) {
      short[] heard = later(said, 160);
      for (int frame = each; frame < 150; frame += each) {
        Arrays.fill(heard, 160 + frame * 160, 320 + frame * 160, (short) 0);
      }
      SoundDistance.Result result = SoundDistance.of(said, heard);
      assertThat(result.delayMs()).isEqualTo(20);
      assertThat(result.spectralDb()).isGreaterThan(before + 0.5);
      assertThat(result.brokenPercent()).isBetween(50.0 / each, 300.0 / each);
      before = result.spectralDb();
    }
  }

  @Test
  void aDelayThatChangesIsNoDistance() {
    short[] heard = later(said, 160);
    System.arraycopy(heard, 12_160, heard, 12_320, heard.length - 12_320);
    assertThat(SoundDistance.of(said, heard).spectralDb()).isLessThan(2);
    assertThat(SoundDistance.of(said, heard).brokenPercent()).isLessThan(5);
  }

  @Test
  void silenceIsVeryFar() {
    assertThat(SoundDistance.of(said, new short[32_000]).spectralDb()).isGreaterThan(15);
  }
}
