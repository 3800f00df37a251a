package org.convoke.audio;

/** Designs low-pass filters: a sinc under Kaiser's window. */
final class LowPass {
  /** Of Kaiser's window, for 65 dB of attenuation. */
  private static final double BETA = 6.2;

  private LowPass() {}

  /**
   * A filter of linear phase.
   *
   * @param taps how many
   * @param cutoff where it passes half, in parts of the sample rate
   * @param gain at 0 Hz
   */
  static float[] design(int taps, double cutoff, double gain) {
    double[] exact = new double[taps];
    double total = 0;
    for (int i = 0; i < taps; i++) {
      exact[i] = at(i - (taps - 1) / 2.0, taps / 2.0, cutoff);
      total += exact[i];
    }
    float[] filter = new float[taps];
    for (int i = 0; i < taps; i++) {
      filter[i] = (float) (exact[i] * gain / total);
    }
    return filter;
  }

  /** The windowed sinc at a distance from its middle, zero at {@code half} and beyond. */
  static double at(double distance, double half, double cutoff) {
    double x = distance / half;
    if (Math.abs(x) >= 1) {
      return 0;
    }
    double angle = 2 * Math.PI * cutoff * distance;
    double sinc = angle == 0 ? 1 : Math.sin(angle) / angle;
    return 2 * cutoff * sinc * bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
  }

  /** The modified Bessel function of order 0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
