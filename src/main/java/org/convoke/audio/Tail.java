package org.convoke.audio;

/**
 * The end of a sound that broke off: its last pitch period goes on for 5 ms and fades out. So a leg
 * that is muted, leaves or loses its packets in the middle of a tone ends without a click.
 */
final class Tail {
  /** 5 ms of a frame of 20 ms. */
  static final int PARTS = 4;

  private static final int GRID_HZ = 8000;

  private Tail() {}

  /** The raised cosine from 0 to 1 over 5 ms that starts a sound and, backwards, ends one. */
  static float[] curve(int sampleRate) {
    int length = sampleRate / 50 / PARTS;
    float[] curve = new float[length];
    for (int i = 0; i < length; i++) {
      curve[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / length));
    }
    return curve;
  }

  /** Puts what follows after the frame in place of it: 5 ms of tail, then silence. */
  static void render(int[] frame, int length, int sampleRate, float[] curve) {
    int lag = lag(frame, length, sampleRate / GRID_HZ);
    // What the period does not explain of the last sample fades out too: the join has no step.
    int rest = frame[length - 1] - frame[length - 1 - lag];
    int faded = curve.length;
    for (int i = 0; i < faded; i++) {
      int again = frame[length - lag + i];
      frame[i] = Math.round((again + rest) * curve[faded - 1 - i]);
    }
    for (int i = faded; i < length; i++) {
      frame[i] = 0;
    }
  }

  /** The shift of 5 to 10 ms under which the frame's last 5 ms are most like what came before. */
  private static int lag(int[] frame, int length, int stride) {
    int best = 40 * stride;
    double bestLikeness = -1;
    for (int lag = 40 * stride; lag <= 80 * stride; lag += stride) {
      double likeness = likeness(frame, length, lag, stride);
      if (likeness > bestLikeness) {
        bestLikeness = likeness;
        best = lag;
      }
    }
    int coarse = best;
    int from = Math.max(40 * stride, coarse - stride + 1);
    int to = Math.min(80 * stride, coarse + stride - 1);
    for (int lag = from; lag <= to; lag++) {
      double likeness = likeness(frame, length, lag, stride);
      if (likeness > bestLikeness) {
        bestLikeness = likeness;
        best = lag;
      }
    }
    return best;
  }

  private static double likeness(int[] frame, int length, int lag, int stride) {
    double product = 0;
    double energy = 1;
    for (int i = length - 40 * stride; i < length; i += stride) {
      double before = frame[i - lag];
      product += frame[i] * before;
      energy += before * before;
    }
    return product <= 0 ? 0 : product * product / energy;
  }
}
