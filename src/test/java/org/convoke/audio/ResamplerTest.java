package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  @ParameterizedTest
  @CsvSource({
    "8000, 16000",
    "8000, 48000",
    "16000, 48000",
    "16000, 8000",
    "48000, 8000",
    "48000, 16000"
  })
  void tonesOfThePassbandKeepTheirLevelAndStayClean(int from, int to) {
    int low = Math.min(from, to);
    for (double hz : new double[] {100, 300, 1000, low * 0.3, low * 0.42}) {
      short[] out = run(from, to, Signals.tone(from, hz, 9000, from), from / 50);
      assertThat(out).hasSize(to);
      double level = Signals.amplitude(out, to / 10, to, to, hz);
      assertThat(Signals.decibels(level / 9000)).as("%.0f Hz", hz).isCloseTo(0, within(0.5));
      // Images are part of the rest: they too lie 60 dB down.
      assertThat(Signals.toneToRest(out, to / 10, to, to, hz)).as("%.0f Hz", hz).isGreaterThan(60);
    }
  }

  @ParameterizedTest
  @CsvSource({"16000, 8000", "48000, 8000", "48000, 16000"})
  void soundAboveTheLowerRateIsSixtyDecibelsDown(int from, int to) {
    for (double part : new double[] {0.54, 0.6, 0.75, 0.9, 1.2, 1.9}) {
      double hz = to * part;
      if (hz < from / 2.0) {
        short[] out = run(from, to, Signals.tone(from, hz, 16000, from), from / 50);
        double down = Signals.rms(out, to / 10, to) / (16000 / Math.sqrt(2));
        // Rounding to 16 bits leaves 0.3 of one step.
        assertThat(Signals.decibels(down)).as("%.0f Hz", hz).isLessThan(-60);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8000, 16000",
    "8000, 48000",
    "16000, 48000",
    "16000, 8000",
    "48000, 8000",
    "48000, 16000"
  })
  void thereAndBackDelaysByFourMillisecondsAtMost(int from, int to) {
    short[] click = new short[from / 10];
    click[from / 50] = 16000;
    short[] out = run(from, to, click, from / 50);
    int peak = 0;
    for (int i = 0; i < out.length; i++) {
      peak = Math.abs(out[i]) > Math.abs(out[peak]) ? i : peak;
    }
    double delayMs = 1000.0 * peak / to - 20;
    assertThat(delayMs).isBetween(0.5, 2.01);
  }

  @Test
  void howTheStreamIsCutIntoFramesMakesNoDifference() {
    short[] voice = Signals.voice(48000, 5, 48000);
    assertThat(run(48000, 8000, voice, 480)).isEqualTo(run(48000, 8000, voice, 2880));
    short[] narrow = Signals.voice(8000, 5, 8000);
    assertThat(run(8000, 48000, narrow, 80)).isEqualTo(run(8000, 48000, narrow, 480));
  }

  @Test
  void aFullScaleSquareWaveIsClippedAndDoesNotWrapAround() {
    short[] square = new short[8000];
    for (int i = 0; i < square.length; i++) {
      square[i] = i / 20 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    short[] out = run(8000, 48000, square, 160);
    int jumps = 0;
    for (int i = 1; i < out.length; i++) {
      jumps += Math.abs(out[i] - out[i - 1]) > 40000 ? 1 : 0;
    }
    assertThat(jumps).isZero();
  }

  @Test
  void resetForgetsWhatCameBefore() {
    Resampler resampler = new Resampler(8000, 16000);
    short[] out = new short[320];
    resampler.process(Signals.tone(8000, 700, 9000, 160), 0, 160, out, 0);
    resampler.reset();
    resampler.process(new short[160], 0, 160, out, 0);
    assertThat(out).containsOnly(0);
  }

  @Test
  void equalRatesCopyAndOtherRatesAreRefused() {
    short[] tone = Signals.tone(16000, 700, 9000, 320);
    short[] out = new short[320];
    assertThat(new Resampler(16000, 16000).process(tone, 0, 320, out, 0)).isEqualTo(320);
    assertThat(out).isEqualTo(tone);
    assertThatThrownBy(() -> new Resampler(8000, 44100)).hasMessageContaining("44100");
  }

  private static short[] run(int from, int to, short[] pcm, int frame) {
    Resampler resampler = new Resampler(from, to);
    short[] out = new short[resampler.outputLength(pcm.length)];
    int written = 0;
    for (int at = 0; at < pcm.length; at += frame) {
      int n = Math.min(frame, pcm.length - at);
      int got = resampler.process(pcm, at, n, out, written);
      assertThat(got).isEqualTo(resampler.outputLength(n));
      written += got;
    }
    return out;
  }
}
