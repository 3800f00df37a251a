package org.convoke.audio;

import java.util.Arrays;

/**
 * Finds the filter of the vocal tract in a stretch of speech: linear prediction by the
 * autocorrelation method and Levinson's recursion. Allocates nothing after construction.
 */
final class LinearPredictor {
  /** White noise 40 dB down: keeps the filter tame where there is nothing to predict. */
  private static final double NOISE_FLOOR = 1.0001;

  /** Widens resonances a little, so that they die away. */
  private static final double WIDENING = 0.994;

  private final int order;
  private final float[] window;
  private final float[] windowed;
  private final double[] correlation;
  private final double[] next;
  private final double[] coefficients;

  /** What a sample is expected to be: the sum of {@code weights[k]} times the k-th before it. */
  final float[] weights;

  /**
   * @param order how many samples back it looks
   * @param length of the stretch analysed
   */
  LinearPredictor(int order, int length) {
    this.order = order;
    window = new float[length];
    windowed = new float[length];
    correlation = new double[order + 1];
    next = new double[order + 1];
    coefficients = new double[order + 1];
    weights = new float[order + 1];
    // The newest sound counts most: a slow rise, a short fall.
    int rise = length * 5 / 6;
    for (int i = 0; i < length; i++) {
      window[i] =
          (float)
              (i < rise
                  ? 0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / rise)
                  : Math.cos(0.5 * Math.PI * (i - rise + 0.5) / (length - rise)));
    }
  }

  /** Analyses {@code x} up to {@code end} and sets {@link #weights}. */
  void analyse(float[] x, int end) {
    int length = window.length;
    for (int i = 0; i < length; i++) {
      windowed[i] = x[end - length + i] * window[i];
    }
    for (int k = 0; k <= order; k++) {
      double sum = 0;
      for (int i = k; i < length; i++) {
        sum += windowed[i] * windowed[i - k];
      }
      correlation[k] = sum;
    }
    correlation[0] = correlation[0] * NOISE_FLOOR + 1;
    levinson();
    double widening = 1;
    for (int k = 1; k <= order; k++) {
      widening *= WIDENING;
      weights[k] = (float) (-coefficients[k] * widening);
    }
  }

  private void levinson() {
    Arrays.fill(coefficients, 0);
    coefficients[0] = 1;
    double error = correlation[0];
    for (int i = 1; i <= order; i++) {
      double sum = 0;
      for (int k = 0; k < i; k++) {
        sum += coefficients[k] * correlation[i - k];
      }
      double reflection = -sum / error;
      for (int k = 0; k <= i; k++) {
        next[k] = coefficients[k] + reflection * coefficients[i - k];
      }
      System.arraycopy(next, 0, coefficients, 0, i + 1);
      error *= 1 - reflection * reflection;
      if (error <= 0) {
        return;
      }
    }
  }
}
