package org.convoke.audio;

/** Filters of second order for whole sounds, by R. Bristow-Johnson's Audio EQ Cookbook. */
public final class Biquad {
  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;

  private Biquad(double b0, double b1, double b2, double a0, double a1, double a2) {
    this.b0 = b0 / a0;
    this.b1 = b1 / a0;
    this.b2 = b2 / a0;
    this.a1 = a1 / a0;
    this.a2 = a2 / a0;
  }

  /**
   * Raises or lowers what lies around a frequency.
   *
   * @param hz under half of {@code rate}
   * @param q how narrow, 1 about an octave and a half
   */
  public static Biquad peak(double hz, double q, double db, int rate) {
    double a = Math.pow(10, db / 40);
    double w = 2 * Math.PI * hz / rate;
    double alpha = Math.sin(w) / (2 * q);
    double c = -2 * Math.cos(w);
    return new Biquad(1 + alpha * a, c, 1 - alpha * a, 1 + alpha / a, c, 1 - alpha / a);
  }

  /** Takes away what lies under a frequency, by 12 dB an octave. */
  public static Biquad highPass(double hz, int rate) {
    double w = 2 * Math.PI * hz / rate;
    double alpha = Math.sin(w) / Math.sqrt(2);
    double c = Math.cos(w);
    return new Biquad((1 + c) / 2, -(1 + c), (1 + c) / 2, 1 + alpha, -2 * c, 1 - alpha);
  }

  /** Filters a whole sound in place. */
  public void process(float[] sound) {
    double z1 = 0;
    double z2 = 0;
    for (int i = 0; i < sound.length; i++) {
      double x = sound[i];
      double y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      sound[i] = (float) y;
    }
  }
}
