package org.convoke.trial;

import java.util.Arrays;

/**
 * How far a recording is from what was said: when it came and what is wrong with it. Both at 8 kHz.
 *
 * <p>The way is found by correlation, in the whole and then for each half second, for a delay that
 * changes in a pause is nothing that is heard. Both are cut into frames of 32 ms, and the spectra
 * of the frames in which something was said are compared in bands of 250 Hz to 3.5 kHz. No
 * psychology: a figure to compare with others of this program, and 0 when nothing is wrong.
 */
public final class SoundDistance {
  private static final int RATE = 8000;
  private static final int FRAME = 256;

  /** What is looked for to find the delay: a second and a half. */
  private static final int COMPARED = 12_000;

  private static final int BANDS = 14;
  private static final double BAND_HZ = 250;

  private static final int BLOCK = RATE / 2;

  /** How far a half second's delay may be from the whole's: 60 ms. */
  private static final int REACH = 480;

  /** A frame of the reference this far under its loudest holds nothing. */
  private static final double QUIET_DB = 40;

  /** What is below 35 dB under the loudest band of all is not told apart. */
  private static final double FLOOR_DB = 35;

  private static final double WORST_DB = 30;

  /** Sine and cosine of each band's middle, with the window. */
  private static final double[][] COSINES = waves(Math.PI / 2);

  private static final double[][] SINES = waves(0);

  /**
   * @param delayMs from the reference to the recording, the median of all half seconds
   * @param spectralDb root of the mean square distance of the spectra
   * @param brokenPercent frames that are more than 6 dB off
   */
  public record Result(double delayMs, double spectralDb, double brokenPercent) {}

  private SoundDistance() {}

  /** Compares; the recording begins with the reference or up to a second earlier. */
  public static Result of(short[] reference, short[] recording) {
    int[] delays = delays(reference, recording);
    int frames = (reference.length - FRAME) / (FRAME / 2);
    double[][] was = new double[frames][];
    double loudest = -200;
    for (int i = 0; i < frames; i++) {
      was[i] = spectrum(reference, i * FRAME / 2);
      for (double db : was[i]) {
        loudest = Math.max(loudest, db);
      }
    }
    double sum = 0;
    int compared = 0;
    int broken = 0;
    for (int i = 0; i < frames; i++) {
      double most = -200;
      for (double db : was[i]) {
        most = Math.max(most, db);
      }
      if (most < loudest - QUIET_DB) {
        continue;
      }
      double[] is =
          spectrum(recording, i * FRAME / 2 + delays[(i * FRAME / 2 + FRAME / 2) / BLOCK]);
      double square = 0;
      for (int band = 0; band < BANDS; band++) {
        double floor = loudest - FLOOR_DB - 20;
        double off = Math.max(floor, was[i][band]) - Math.max(floor, is[band]);
        square += Math.min(off * off, WORST_DB * WORST_DB) / BANDS;
      }
      sum += square;
      compared++;
      broken += square > 36 ? 1 : 0;
    }
    int all = Math.max(1, compared);
    int[] sorted = delays.clone();
    Arrays.sort(sorted);
    double delayMs = sorted[sorted.length / 2] * 1000.0 / RATE;
    return new Result(delayMs, Math.sqrt(sum / all), 100.0 * broken / all);
  }

  /** Of each half second, in samples; where nothing was said, as before. */
  private static int[] delays(short[] reference, short[] recording) {
    int from = loudest(reference);
    int delay = likest(reference, recording, from, COMPARED, 0, RATE);
    int[] delays = new int[reference.length / BLOCK + 1];
    double all = energy(reference, 0, reference.length) / reference.length;
    for (int i = 0; i < delays.length; i++) {
      int at = i * BLOCK;
      int length = Math.min(BLOCK, reference.length - at);
      delays[i] = i == 0 ? delay : delays[i - 1];
      if (energy(reference, at, length) > all * length / 4) {
        delays[i] =
            likest(reference, recording, at, length, Math.max(0, delay - REACH), delay + REACH);
      }
    }
    return delays;
  }

  /** The delay, within limits, at which the recording is most like a part of the reference. */
  private static int likest(
      short[] reference, short[] recording, int from, int length, int least, int most) {
    int best = least;
    double likest = Double.NEGATIVE_INFINITY;
    for (int delay = least; delay <= most; delay++) {
      int to = Math.min(Math.min(from + length, reference.length), recording.length - delay);
      double product = 0;
      double energy = 1;
      for (int i = from; i < to; i += 2) {
        double heard = recording[i + delay];
        product += reference[i] * heard;
        energy += heard * heard;
      }
      double likeness = product / Math.sqrt(energy);
      if (likeness > likest) {
        likest = likeness;
        best = delay;
      }
    }
    return best;
  }

  private static double energy(short[] pcm, int from, int length) {
    double energy = 0;
    for (int i = from; i < from + length; i++) {
      energy += (double) pcm[i] * pcm[i];
    }
    return energy;
  }

  private static int loudest(short[] pcm) {
    int best = 0;
    double most = -1;
    for (int from = 0; from == 0 || from + COMPARED <= pcm.length; from += COMPARED / 2) {
      double energy = energy(pcm, from, Math.min(COMPARED, pcm.length - from));
      if (energy > most) {
        most = energy;
        best = from;
      }
    }
    return best;
  }

  private static double[] spectrum(short[] pcm, int from) {
    double[] bands = new double[BANDS];
    int n = Math.min(FRAME, pcm.length - from);
    for (int band = 0; band < BANDS; band++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < n; i++) {
        re += pcm[from + i] * COSINES[band][i];
        im += pcm[from + i] * SINES[band][i];
      }
      bands[band] = 10 * Math.log10(1 + (re * re + im * im) / FRAME);
    }
    return bands;
  }

  private static double[][] waves(double phase) {
    double[][] waves = new double[BANDS][FRAME];
    for (int band = 0; band < BANDS; band++) {
      for (int i = 0; i < FRAME; i++) {
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FRAME);
        waves[band][i] = window * Math.sin(2 * Math.PI * (band + 1) * BAND_HZ * i / RATE + phase);
      }
    }
    return waves;
  }
}
