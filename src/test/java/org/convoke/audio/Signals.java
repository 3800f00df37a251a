package org.convoke.audio;

import java.util.Random;

/** Test signals and measures. */
final class Signals {
  private Signals() {}

  /** A sine of so many samples. */
  static short[] tone(int rate, double hz, double amplitude, int samples) {
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * i / rate));
    }
    return pcm;
  }

  /** Something like a voice: pulses of a gliding pitch through two formants, in syllables. */
  static short[] voice(int rate, long seed, int samples) {
    Random random = new Random(seed);
    double[] out = new double[samples];
    double phase = 0;
    double low1 = 0;
    double low2 = 0;
    double mid1 = 0;
    double mid2 = 0;
    double peak = 1e-9;
    for (int i = 0; i < samples; i++) {
      double t = (double) i / rate;
      phase += (120 + 25 * Math.sin(2 * Math.PI * 0.7 * t)) / rate;
      double pulse = random.nextGaussian() * 0.02;
      if (phase >= 1) {
        phase -= 1;
        pulse += 1;
      }
      double syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * t) + 0.6);
      double low = pulse + 2 * 0.97 * Math.cos(2 * Math.PI * 500 / rate) * low1 - 0.94 * low2;
      double mid = low + 2 * 0.94 * Math.cos(2 * Math.PI * 1400 / rate) * mid1 - 0.885 * mid2;
      low2 = low1;
      low1 = low;
      mid2 = mid1;
      mid1 = mid;
      out[i] = mid * syllable;
      peak = Math.max(peak, Math.abs(out[i]));
    }
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) (out[i] / peak * 12000);
    }
    return pcm;
  }

  /** Root of the mean square. */
  static double rms(short[] pcm, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) pcm[i] * pcm[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  /** The amplitude of one frequency in a stretch. */
  static double amplitude(short[] pcm, int from, int to, int rate, double hz) {
    double re = 0;
    double im = 0;
    double weight = 0;
    for (int i = from; i < to; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i - from + 0.5) / (to - from));
      double angle = 2 * Math.PI * hz * i / rate;
      re += hann * pcm[i] * Math.cos(angle);
      im += hann * pcm[i] * Math.sin(angle);
      weight += hann;
    }
    return 2 * Math.hypot(re, im) / weight;
  }

  /**
   * The ratio of a tone to all else in a stretch, in dB: the best sine of its frequency is taken
   * away, so neither delay nor level counts.
   */
  static double toneToRest(short[] pcm, int from, int to, int rate, double hz) {
    double cc = 0;
    double ss = 0;
    double cs = 0;
    double pc = 0;
    double ps = 0;
    double total = 0;
    for (int i = from; i < to; i++) {
      double c = Math.cos(2 * Math.PI * hz * i / rate);
      double s = Math.sin(2 * Math.PI * hz * i / rate);
      cc += c * c;
      ss += s * s;
      cs += c * s;
      pc += pcm[i] * c;
      ps += pcm[i] * s;
      total += (double) pcm[i] * pcm[i];
    }
    double det = cc * ss - cs * cs;
    double a = (pc * ss - ps * cs) / det;
    double b = (ps * cc - pc * cs) / det;
    double tone = a * pc + b * ps;
    return 10 * Math.log10(tone / Math.max(total - tone, 1e-9));
  }

  static double decibels(double ratio) {
    return 20 * Math.log10(ratio);
  }
}
