package org.convoke.audio;

/**
 * Resamples a whole sound between any two rates, for files; streams use {@link Resampler}. Without
 * delay: sample 0 stays where it is.
 */
public final class AnyRate {
  /** The filter's reach to either side, in samples of the lower rate. */
  private static final int REACH = 32;

  private AnyRate() {}

  /**
   * The same sound at another rate.
   *
   * @param from samples per second of {@code pcm}, above 0
   * @param to samples per second wanted, above 0
   */
  public static short[] convert(short[] pcm, int from, int to) {
    if (from == to) {
      return pcm.clone();
    }
    int divisor = gcd(from, to);
    int up = to / divisor;
    int down = from / divisor;
    double cutoff = 0.475 * Math.min(1.0, (double) to / from);
    double half = REACH * Math.max(1.0, (double) from / to);
    int side = (int) Math.ceil(half);
    float[][] phases = new float[up][];
    short[] out = new short[Math.toIntExact(((long) pcm.length * to + from / 2) / from)];
    long position = 0;
    for (int i = 0; i < out.length; i++, position += down) {
      int phase = (int) (position % up);
      if (phases[phase] == null) {
        phases[phase] = design((double) phase / up, side, half, cutoff);
      }
      out[i] = apply(pcm, (int) (position / up) - side + 1, phases[phase]);
    }
    return out;
  }

  private static float[] design(double fraction, int side, double half, double cutoff) {
    float[] taps = new float[2 * side];
    double total = 0;
    for (int k = 0; k < taps.length; k++) {
      double tap = LowPass.at(k - side + 1 - fraction, half, cutoff);
      taps[k] = (float) tap;
      total += tap;
    }
    for (int k = 0; k < taps.length; k++) {
      taps[k] /= (float) total;
    }
    return taps;
  }

  private static short apply(short[] pcm, int first, float[] taps) {
    int from = Math.max(0, -first);
    int to = Math.min(taps.length, pcm.length - first);
    float sum = 0;
    for (int k = from; k < to; k++) {
      sum += taps[k] * pcm[first + k];
    }
    return (short) Math.clamp(Math.round(sum), -32768, 32767);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
