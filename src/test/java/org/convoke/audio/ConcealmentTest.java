package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcealmentTest {
  @ParameterizedTest
  @ValueSource(ints = {8000, 16000})
  void goodSoundPassesUnchanged(int rate) {
    short[] voice = Signals.voice(rate, 1, rate);
    short[] heard = run(rate, voice, new boolean[50], false);
    assertThat(heard).isEqualTo(voice);
  }

  @ParameterizedTest
  @CsvSource({"8000, false", "8000, true", "16000, false", "16000, true"})
  void aToneGoesOnThroughALostFrameWithoutAClick(int rate, boolean ahead) {
    for (double hz : new double[] {150, 210, 440, 1000, 1830}) {
      short[] tone = Signals.tone(rate, hz, 8000, rate / 2);
      short[] heard = run(rate, tone, lost(25, 10), ahead);
      int at = rate / 5;
      // The level of the frame made up: it may have faded by a fifth.
      assertThat(Signals.rms(heard, at, at + rate / 50))
          .as("level of %.0f Hz", hz)
          .isBetween(8000 / Math.sqrt(2) * 0.78, 8000 / Math.sqrt(2) * 1.1);
      // The sharpest bend of the tone itself, and half as much again.
      double bend = 8000 * Math.pow(2 * Math.PI * hz / rate, 2);
      assertThat(sharpestBend(heard, at - 10, at + rate / 20))
          .as("bend of %.0f Hz", hz)
          .isLessThan(bend * 1.5 + 400);
    }
  }

  @ParameterizedTest
  @CsvSource({"8000, false", "8000, true", "16000, false", "16000, true"})
  void lossInAVoiceMakesNoSharperEdgesThanTheVoiceHas(int rate, boolean ahead) {
    short[] voice = Signals.voice(rate, 2, rate * 4);
    boolean[] lost = random(200, 0.1, 5);
    short[] heard = run(rate, voice, lost, ahead);
    double own = sharpestBend(voice, 10, voice.length);
    assertThat(sharpestBend(heard, 10, heard.length)).isLessThan(own * 1.3);
    // Filling with silence does: so the measure can fail.
    short[] holes = silenceWhereLost(voice, lost);
    assertThat(sharpestBend(holes, 10, holes.length)).isGreaterThan(own * 0.6);
  }

  @ParameterizedTest
  @CsvSource({"8000, false", "8000, true", "16000, false", "16000, true"})
  void lossInALowToneMakesNoClickThatTheSpectrumShows(int rate, boolean ahead) {
    short[] tone = Signals.tone(rate, 330, 9000, rate * 4);
    boolean[] lost = random(200, 0.1, 6);
    short[] heard = run(rate, tone, lost, ahead);
    assertThat(loudestHigh(heard, rate)).isLessThan(-38);
    // Filling with silence makes clicks: so the measure can fail.
    assertThat(loudestHigh(silenceWhereLost(tone, lost), rate)).isGreaterThan(-32);
  }

  /** Of all stretches of 16 ms, the loudest frequency from 1.5 to 3.5 kHz, in dB to the tone. */
  private static double loudestHigh(short[] pcm, int rate) {
    double most = 0;
    int stretch = rate * 16 / 1000;
    for (int from = rate / 10; from + stretch < pcm.length; from += stretch / 2) {
      for (double hz = 1500; hz <= 3500; hz += 125) {
        most = Math.max(most, Signals.amplitude(pcm, from, from + stretch, rate, hz));
      }
    }
    return Signals.decibels(most / 9000);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000})
  void aConcealedVoiceIsNearerToTheTruthThanSilenceAndNearerStillWithWhatFollows(int rate) {
    short[] voice = Signals.voice(rate, 3, rate * 8);
    boolean[] lost = random(400, 0.05, 9);
    double silence = spectralDistance(rate, voice, silenceWhereLost(voice, lost), lost);
    double blind = spectralDistance(rate, voice, run(rate, voice, lost, false), lost);
    double bridged = spectralDistance(rate, voice, run(rate, voice, lost, true), lost);
    assertThat(blind).isLessThan(silence * 0.4);
    assertThat(bridged).isLessThan(blind);
    assertThat(error(voice, run(rate, voice, lost, true)))
        .isLessThan(0.6 * error(voice, silenceWhereLost(voice, lost)));
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000})
  void aLongGapFadesToSilenceInTwoHundredMilliseconds(int rate) {
    short[] voice = Signals.voice(rate, 4, rate);
    boolean[] lost = new boolean[50];
    Arrays.fill(lost, 20, 40, true);
    short[] heard = run(rate, voice, lost, false);
    int gap = rate * 2 / 5;
    assertThat(Signals.rms(heard, gap, gap + rate / 50)).isGreaterThan(300);
    // Halfway there is half of it: a burst of four packets is heard through.
    double voiced = Signals.rms(voice, gap - rate / 25, gap);
    assertThat(Signals.rms(heard, gap + rate * 4 / 50, gap + rate * 6 / 50))
        .isBetween(voiced * 0.35, voiced * 0.75);
    assertThat(Signals.rms(heard, gap + rate / 5, rate * 4 / 5)).isZero();
    // And the voice comes back by itself.
    assertThat(Arrays.copyOfRange(heard, rate * 41 / 50, rate))
        .isEqualTo(Arrays.copyOfRange(voice, rate * 41 / 50, rate));
  }

  @Test
  void silenceStaysSilent() {
    short[] heard = run(8000, new short[8000], random(50, 0.3, 1), true);
    assertThat(heard).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000})
  void noSoundHoweverWildMakesItBlowUp(int rate) {
    long seed = 99;
    Random random = new Random(seed);
    Concealment concealment = new Concealment(rate);
    short[] frame = new short[rate / 50];
    short[] gap = new short[rate * 6 / 100];
    for (int turn = 0; turn < 600; turn++) {
      int kind = random.nextInt(4);
      for (int i = 0; i < frame.length; i++) {
        frame[i] =
            switch (kind) {
              case 0 -> (short) random.nextInt();
              case 1 -> (short) (i / 7 % 2 == 0 ? 32767 : -32768);
              case 2 -> 32767;
              default -> (short) (i == 3 ? -32768 : 0);
            };
      }
      int samples = 1 + random.nextInt(gap.length);
      if (random.nextBoolean()) {
        concealment.lost(gap, 0, samples);
      } else {
        concealment.lost(gap, 0, samples, frame, 0, random.nextInt(frame.length + 1));
      }
      for (int i = 0; i < 5; i++) {
        concealment.lost(gap, 0, gap.length);
      }
      // More than 200 ms have gone by: all must have died away.
      assertThat(Signals.rms(gap, 0, gap.length)).as("seed %d turn %d", seed, turn).isZero();
      concealment.good(frame, 0, frame.length);
    }
  }

  private static boolean[] lost(int frames, int... which) {
    boolean[] lost = new boolean[frames];
    for (int i : which) {
      lost[i] = true;
    }
    return lost;
  }

  private static boolean[] random(int frames, double share, long seed) {
    Random random = new Random(seed);
    boolean[] lost = new boolean[frames];
    for (int i = 3; i < frames - 1; i++) {
      lost[i] = random.nextDouble() < share;
    }
    return lost;
  }

  private static short[] run(int rate, short[] pcm, boolean[] lost, boolean ahead) {
    int frame = rate / 50;
    short[] heard = pcm.clone();
    Concealment concealment = new Concealment(rate);
    for (int i = 0; i < pcm.length / frame; i++) {
      int at = i * frame;
      if (!lost[i]) {
        concealment.good(heard, at, frame);
      } else if (ahead && !lost[i + 1]) {
        concealment.lost(heard, at, frame, pcm, at + frame, frame);
      } else {
        concealment.lost(heard, at, frame);
      }
    }
    return heard;
  }

  private static short[] silenceWhereLost(short[] pcm, boolean[] lost) {
    short[] heard = pcm.clone();
    int frame = pcm.length / lost.length;
    for (int i = 0; i < lost.length; i++) {
      if (lost[i]) {
        Arrays.fill(heard, i * frame, (i + 1) * frame, (short) 0);
      }
    }
    return heard;
  }

  private static double sharpestBend(short[] pcm, int from, int to) {
    double most = 0;
    for (int i = from + 2; i < to; i++) {
      most = Math.max(most, Math.abs(pcm[i] - 2 * pcm[i - 1] + pcm[i - 2]));
    }
    return most;
  }

  private static double error(short[] a, short[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow(a[i] - b[i], 2);
    }
    return sum;
  }

  /** Mean distance of the lost frames' spectra in dB, over bands of 250 Hz up to 3.5 kHz. */
  private static double spectralDistance(int rate, short[] truth, short[] heard, boolean[] lost) {
    double sum = 0;
    int count = 0;
    int frame = rate / 50;
    for (int i = 0; i < lost.length; i++) {
      if (lost[i]) {
        for (double hz = 250; hz <= 3500; hz += 250) {
          double is = Signals.amplitude(heard, i * frame, (i + 1) * frame, rate, hz) + 10;
          double was = Signals.amplitude(truth, i * frame, (i + 1) * frame, rate, hz) + 10;
          sum += Math.pow(Signals.decibels(is / was), 2);
          count++;
        }
      }
    }
    return Math.sqrt(sum / count);
  }
}
